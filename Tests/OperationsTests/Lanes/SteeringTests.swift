import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("Steering")
struct SteeringTests {
  @Test("keeps a message for the next attempt")
  func steer() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("test $O8_ATTEMPT = 1 || cat > prompt.txt")
      #expect(sent.packet.state == .failed)
      _ = try await scene.workspace.steer(sent.packet.id.hex, message: "Mind the clock.")
      let retried = try await scene.workspace.retry(sent.packet.id.hex, .here { _ in })
      #expect(retried.packet.state == .review)
      let head = try #require(retried.packet.head)
      #expect(try await scene.text(of: "prompt.txt", at: head).contains("Mind the clock."))
    }
  }

  @Test("by a verdict that asks for changes starts an attempt with its findings")
  func revise() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        "test $O8_ATTEMPT = 1 || cat > prompt.txt; echo 2 > a.txt")
      let finding = Finding(path: "a.txt", line: 1, severity: .error, text: "Say it in words.")
      let docket = try scene.workspace.docket(
        for: VerdictRequest(
          .revise, on: sent.packet.id.hex, summary: "Not yet.", findings: [finding]))
      let judged = try await scene.workspace.sign(docket)
      #expect(judged.state == .running)
      let done = try await scene.workspace.wait(
        Waiting(packets: [sent.packet.id.hex], until: .review, timeoutSeconds: 60))
      #expect(done[0].attempts.map(\.reason) == [.first, .revise])
      let head = try #require(done[0].head)
      let prompt = try await scene.text(of: "prompt.txt", at: head)
      #expect(prompt.contains("### a.txt:1 (error)"))
      #expect(prompt.contains("Not yet."))
    }
  }

  @Test("has nothing to answer or to start over where nothing was asked or failed, and says so")
  func nothingToDo() async throws {
    try await LaneScene.with { scene in
      let id = try await scene.dispatch("echo 2 > a.txt").packet.id.hex
      let answer = await #expect(throws: Refusal.self) {
        try await scene.workspace.answer(id, text: "9")
      }
      #expect(answer?.reason.contains("asks nothing") == true)
      let retry = await #expect(throws: Refusal.self) { try await scene.workspace.retry(id) }
      #expect(retry?.reason.contains("only one that failed starts over") == true)
      #expect(retry?.hint?.contains("verdict") == true)
    }
  }

  @Test("changes what is asked for, even the prompt alone")
  func edit() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("test $O8_ATTEMPT = 1 || cat > prompt.txt")
      let id = sent.packet.id.hex
      _ = try await scene.workspace.edit(id, WorkChange(prompt: "Do it otherwise."))
      let edited = try await scene.workspace.edit(id, WorkChange(title: "Otherwise", attempts: 2))
      #expect(edited.title == "Otherwise")
      #expect(edited.work.attempts == 2)
      let retried = try await scene.workspace.retry(id, .here { _ in })
      let head = try #require(retried.packet.head)
      #expect(try await scene.text(of: "prompt.txt", at: head).contains("Do it otherwise."))
    }
  }

  @Test(
    "takes no title that would not show as it is",
    arguments: ["", "  ", "two\nlines", "bell\u{7}", "\u{202e}right to left", "-dash", "a\tb"])
  func titles(text: String) {
    #expect(throws: Problem.self) { try WorkTitle.checked(text) }
  }

  @Test("takes no title of ten thousand characters")
  func longTitle() {
    #expect(throws: Problem.self) {
      try WorkTitle.checked(String(repeating: "x", count: 10_000))
    }
  }

  @Test("opens nothing on a branch that is not there or not protected")
  func bases() async throws {
    try await LaneScene.with { scene in
      try await scene.repository.git("branch", "side")
      for (base, kind) in [("nowhere", Problem.Kind.noSuchThing), ("side", .refused)] {
        let request = WorkRequest(title: "Fix it", base: base, command: ["true"])
        let problem = await #expect(throws: Problem.self) {
          try await scene.workspace.dispatch(request, .here { _ in })
        }
        #expect(problem?.kind == kind)
      }
      let names = try scene.fixture.open().references(under: Layout.packets)
      #expect(names.isEmpty)
    }
  }

  @Test("runs out of time when it waits for what does not come")
  func waitTimesOut() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("echo two > a.txt")
      let waiting = Waiting(packets: [sent.packet.id.hex], until: .landed, timeoutSeconds: 0)
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace.wait(waiting)
      }
      #expect(problem?.kind == .timeout)
    }
  }
}
