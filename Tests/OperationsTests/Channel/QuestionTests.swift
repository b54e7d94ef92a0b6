import Fixtures
import Foundation
import Lanes
import Model
import Store
import Support
import Testing

@testable import Operations

@Suite("A worker's question")
struct QuestionTests {
  static let script = """
    port=$(git o8 question 'Which port?' --wait 120s) || exit 9
    echo "$port" > port.txt
    """

  @Test("has its packet wait, and the answer reaches the worker that waits")
  func answered() async throws {
    try await LaneScene.with { try await $0.askAndAnswer(.worktree) }
  }

  @Test(
    "reaches people from a cage and from a clone", .caged, arguments: [Isolation.sandbox, .clone])
  func answeredInside(isolation: Isolation) async throws {
    try await LaneScene.with { try await $0.askAndAnswer(isolation) }
  }

  @Test("that nobody answers ends with 6, and who comes next is told the answer")
  func unanswered() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        """
        if test $O8_ATTEMPT = 1; then
          git o8 question 'Which port?' --wait 1s; test $? = 6 && echo > asked.txt; exit 1
        fi
        cat > prompt.txt
        """)
      #expect(sent.packet.state == .waiting && sent.packet.question == "Which port?")
      #expect(sent.packet.attempts.count == 1 && sent.halt == nil)
      let inbox = try scene.workspace.inbox()
      #expect(inbox.errands.map(\.kind) == [.answer])
      #expect(
        inbox.errands.first?.commands == ["git o8 answer \(sent.packet.id.short) TEXT"])
      let done = try await scene.workspace.answer(
        sent.packet.id.hex, text: "8080 it is", .here { _ in })
      #expect(done.packet.state == .review)
      #expect(done.packet.attempts.count == 2 && done.packet.attemptsUsed == 1)
      let head = try #require(done.packet.head)
      let prompt = try await scene.text(of: "prompt.txt", at: head)
      #expect(prompt.contains("You asked: Which port?"))
      #expect(prompt.contains("The answer: 8080 it is"))
      #expect(try await scene.text(of: "asked.txt", at: head).isEmpty)
    }
  }

  @Test("is answered to a worker that went on without, before what it did is handed in")
  func answeredMeanwhile() async throws {
    try await LaneScene.with { scene in
      async let lane = scene.dispatch(
        """
        if test $O8_ATTEMPT = 1; then
          git o8 question 'Which port?' --wait 0s
          until test -e "$O8_ARTIFACTS/go"; do sleep 0.05; done; echo any > port.txt
        else cat > prompt.txt; fi
        """)
      let id = try await scene.waitingPacket()
      let told = try await scene.workspace.answer(id.hex, text: "8080")
      #expect(told.packet.state == .running && told.packet.liveAttempt != nil)
      try scene.letGo(id)
      let packet = try await lane.packet
      #expect(packet.state == .review && packet.attemptsUsed == 1)
      #expect(packet.attempts.map(\.end?.outcome) == [.changed, .changed])
      let prompt = try await scene.text(of: "prompt.txt", at: try #require(packet.head))
      #expect(prompt.contains("You asked: Which port?") && prompt.contains("The answer: 8080"))
    }
  }

  @Test("does not let its worker's time run while it is open")
  func timeStandsStill() async throws {
    try await LaneScene.with { scene in
      async let lane = scene.dispatch(QuestionTests.script) { $0.timeoutSeconds = 2 }
      let id = try await scene.waitingPacket()
      try await Task.sleep(for: .milliseconds(2500))
      _ = try await scene.workspace.answer(id.hex, text: "8080")
      let packet = try await lane.packet
      #expect(packet.attempts.map(\.end?.outcome) == [.changed])
    }
  }

  @Test("holds what its worker left meanwhile until it is answered")
  func wentOn() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        """
        test $O8_ATTEMPT = 2 || { git o8 question 'Is that right?' --wait 0s; echo two > a.txt; }
        """)
      #expect(sent.packet.state == .waiting)
      #expect(sent.packet.attempts[0].end?.outcome == .changed)
      let done = try await scene.workspace.answer(sent.packet.id.hex, text: "yes", .here { _ in })
      #expect(done.packet.state == .review)
    }
  }

  @Test("is answered though its lane died, by the attempt that follows")
  func laneDied() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        """
        if test $O8_ATTEMPT = 1; then git o8 question 'Which port?' --wait 0s; exit 1; fi
        cat > prompt.txt
        """)
      let asked = try #require(sent.packet.log.last { $0.kind == .paused }?.id)
      try await scene.repository.git(
        "update-ref", Layout.packet(sent.packet.id).text, asked.hex)
      let done = try await scene.workspace.answer(sent.packet.id.hex, text: "8080", .here { _ in })
      #expect(done.packet.attempts.map(\.end?.outcome) == [.crashed, .changed])
      let prompt = try await scene.text(of: "prompt.txt", at: try #require(done.packet.head))
      #expect(prompt.contains("The answer: 8080"))
    }
  }

  @Test("is over where its worker is told to go on")
  func dismissed() async throws {
    try await LaneScene.with { scene in
      async let lane = scene.dispatch(
        "git o8 question 'Which port?' --wait 120s 2>said.txt; test $? = 3")
      let id = try await scene.waitingPacket()
      _ = try await scene.workspace.resume(id.hex, message: nil)
      let packet = try await lane.packet
      #expect(packet.state == .review && packet.said.map(\.reply) == [.dismissed])
      let said = try await scene.text(of: "said.txt", at: try #require(packet.head))
      #expect(said.contains("there will be no answer"))
    }
  }

  @Test("is answered by nobody who may not")
  func authority() async throws {
    try await LaneScene.with(policy: { $0.may["answer"] = [.reviewer] }) { scene in
      let sent = try await scene.dispatch("git o8 question 'Which port?' --wait 0s; exit 1")
      await #expect(throws: Refusal.self) {
        try await scene.workspace.answer(sent.packet.id.hex, text: "mine")
      }
      #expect(try scene.packet(sent.packet.id)?.state == .waiting)
    }
  }

  @Test("can only be answered where there is one")
  func none() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("echo two > a.txt")
      await #expect(throws: Refusal.self) {
        try await scene.workspace.answer(sent.packet.id.hex, text: "what?")
      }
    }
  }
}

extension LaneScene {
  fileprivate func askAndAnswer(_ isolation: Isolation) async throws {
    async let lane = dispatch(QuestionTests.script) { $0.isolation = isolation }
    let id = try await waitingPacket()
    let told = try await workspace.answer(id.hex, text: "8080\nand no other")
    #expect(told.packet.state == .running && told.packet.liveAttempt != nil)
    let packet = try await lane.packet
    #expect(packet.state == .review && packet.attempts.count == 1)
    #expect(packet.said.map(\.words.text) == ["Which port?"])
    #expect(packet.said.map(\.reply) == [.answered("8080\nand no other")])
    let head = try #require(packet.head)
    #expect(try await text(of: "port.txt", at: head) == "8080\nand no other")
  }

  /// Has a worker go on that waits for a file among its artifacts.
  fileprivate func letGo(_ id: ObjectID) throws {
    try Data().write(to: URL(fileURLWithPath: workspace.place(of: id).artifacts + "/go"))
  }

  /// The one packet, as soon as it waits.
  fileprivate func waitingPacket() async throws -> ObjectID {
    for _ in 0..<6000 {
      if let listed = try fixture.governed().waiting { return listed }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw Problem(.timeout, "no packet came to wait")
  }
}
