import Foundation
import Support
import Testing

@testable import Lanes

@Suite("A worker that waits for people")
struct PatienceTests {
  /// Runs a script that has people to wait for from its beginning, until they answer.
  private func run(
    _ script: String, into collector: Collector = Collector(), answeredAfter delay: Int? = nil,
    _ bound: (inout RunLimits) -> Void
  ) async throws -> ProcessEnd {
    let fixture = try ProcessFixture()
    var command = fixture.shell(script)
    bound(&command.limits)
    let patience = command.patience
    patience.begin()
    if let delay {
      // On a thread of its own: the tasks of other tests may keep all that there are for tasks busy.
      DispatchQueue(label: "answer").asyncAfter(deadline: .now() + .milliseconds(delay)) {
        patience.end()
      }
    }
    return try await command.run(into: collector)
  }

  @Test("is not ended for its silence, and has a whole limit afterwards")
  func silence() async throws {
    let collector = Collector()
    let end = try await run("sleep 2; echo still here", into: collector) { $0.silenceSeconds = 1 }
    #expect(end.stopped == nil && collector.text() == "still here\n")
  }

  @Test("is ended for its silence once it has its answer")
  func over() async throws {
    let end = try await run("sleep 60", answeredAfter: 200) { $0.silenceSeconds = 1 }
    #expect(end.stopped == .silence)
  }

  @Test("has no time limit meanwhile, and what was left of it afterwards")
  func time() async throws {
    let end = try await run("sleep 60", answeredAfter: 1500) { $0.timeSeconds = 1 }
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
