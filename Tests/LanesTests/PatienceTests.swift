import Foundation
import Support
import Testing

@testable import Lanes

@Suite("A worker that waits for people")
struct PatienceTests {
  @Test("is not ended for its silence, and has a whole limit afterwards")
  func silence() async throws {
    let fixture = try ProcessFixture()
    var command = fixture.shell("sleep 2; echo still here")
    command.limits.silenceSeconds = 1
    command.patience.begin()
    let collector = Collector()
    let end = try await command.run(into: collector)
    #expect(end.stopped == nil && collector.text() == "still here\n")
  }

  @Test("is ended for its silence once it has its answer")
  func over() async throws {
    let fixture = try ProcessFixture()
    var command = fixture.shell("sleep 60")
    command.limits.silenceSeconds = 1
    command.patience.begin()
    let patience = command.patience
    let answering = Task {
      try await Task.sleep(for: .milliseconds(200))
      patience.end()
    }
    let end = try await command.run(into: Collector())
    try await answering.value
    #expect(end.stopped == .silence)
  }

  @Test("counts from the later of its last word and its answer")
  func start() {
    let patience = Patience()
    #expect(patience.start(5, now: 9) == 5)
    patience.begin()
    #expect(patience.start(5, now: 9) == 9)
    patience.end()
    #expect(patience.start(5, now: 9) > 9)
  }
}
