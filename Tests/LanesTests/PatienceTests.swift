import Foundation
import Support
import Testing

@testable import Lanes

@Suite("A worker that waits for people")
struct PatienceTests {
  /// On a thread of its own: the tasks of other tests may keep all that there are for tasks busy.
  private func answer(_ patience: Patience, afterMilliseconds delay: Int) {
    DispatchQueue(label: "answer").asyncAfter(deadline: .now() + .milliseconds(delay)) {
      patience.end()
    }
  }

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
    answer(patience, afterMilliseconds: 200)
    let end = try await command.run(into: Collector())
    #expect(end.stopped == .silence)
  }

  @Test("has no time limit meanwhile, and what was left of it afterwards")
  func time() async throws {
    let fixture = try ProcessFixture()
    var command = fixture.shell("sleep 60")
    command.limits.timeSeconds = 1
    command.patience.begin()
    let patience = command.patience
    answer(patience, afterMilliseconds: 1500)
    let end = try await command.run(into: Collector())
    #expect(end.stopped == .timeLimit && end.milliseconds >= 2400)
  }

  @Test("waits for a day at most")
  func day() {
    let patience = Patience()
    #expect(patience.held(now: 5) == 0)
    patience.begin()
    #expect(patience.held(now: .max / 2) == Patience.heldMillisecondsMost)
    patience.end()
    #expect(patience.held(now: .max / 2) < 60_000)
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
