import Fixtures
import Foundation
import Git
import Lanes
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("A packet that delivers a report")
struct ReportTests {
  @Test(
    "closes with it, and lands nothing",
    arguments: [
      "git o8 report 'All is well.'; echo junk > junk.txt",
      "echo '# Well' > $O8_ARTIFACTS/report.md; git commit -q --allow-empty -m x",
    ])
  func closes(script: String) async throws {
    try await LaneScene.with { scene in
      let before = try await scene.repository.id("main")
      let sent = try await scene.dispatch(script) { $0.delivers = .report }
      #expect(sent.packet.state == .reported && sent.packet.head == nil)
      #expect(sent.packet.attempts[0].end?.outcome == .reported)
      let id = sent.packet.id.hex
      #expect(try await scene.workspace.report(on: id).packet.state == .reported)
      let ledger = try await scene.repository.git("log", "-1", "--format=%s", "refs/o8/ledger")
      #expect(ledger == "reported: Fix it")
      #expect(try await scene.repository.id("main") == before)
      let left = try await scene.repository.git(
        "for-each-ref", "refs/o8/packets", "refs/o8/heads", "refs/heads/o8")
      #expect(left.isEmpty)
    }
  }

  @Test("keeps what files it changed, and says so")
  func changed() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("echo junk > junk.txt; git o8 report 'Well.'") {
        $0.delivers = .report
      }
      let head = try #require(sent.packet.attempts[0].end?.head)
      #expect(
        scene.notes(sent.packet).contains(
          "it changed files, which do not land with a report: \(head.short) keeps them"))
      try await scene.repository.git("gc", "-q", "--prune=now")
      #expect(try await scene.text(of: "junk.txt", at: head) == "junk")
    }
  }

  @Test("fails without one, whatever it changed")
  func none() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("echo junk > junk.txt; touch $O8_ARTIFACTS/report.md") {
        $0.delivers = .report
      }
      #expect(sent.packet.state == .failed)
      #expect(sent.packet.attempts[0].end?.outcome == .noChanges)
      #expect(scene.notes(sent.packet).contains("it handed over no report"))
      let reason = sent.packet.log.last { $0.kind == .failed }?.summary ?? ""
      #expect(reason.contains("no report"))
    }
  }

  @Test("is closed by reconcile where its lane died before the ledger said so")
  func reconciled() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("git o8 question 'Well?' --wait 0s; exit 1") {
        $0.delivers = .report
      }
      let governed = try scene.fixture.governed()
      let actor = try governed.actor(environment: scene.fixture.environment)
      let stamp = Stamp(actor, at: GovernedFixture.now)
      for command in [PacketCommand.resume, .report] {
        try await governed.carryOut(command, on: sent.packet.id, stamp: stamp)
      }
      _ = try await scene.workspace.reconcile()
      let ledger = try await scene.repository.git("log", "-1", "--format=%s", "refs/o8/ledger")
      #expect(ledger == "reported: Fix it")
      #expect(try await scene.repository.git("for-each-ref", "refs/o8/packets").isEmpty)
    }
  }

  @Test("tells its worker how it is judged")
  func prompt() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("git o8 report -F $O8_PROMPT_FILE") {
        $0.delivers = .report
      }
      let text = try #require(sent.packet.said.first?.words.text)
      #expect(text.contains("By your report alone"))
      #expect(!text.contains("A reviewer then reads"))
    }
  }

  @Test("is asked again where it ended without, and closes once though its lane dies")
  func again() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        "test $O8_ATTEMPT = 1 || git o8 report 'Well.'", attempts: 2
      ) { $0.delivers = .report }
      #expect(sent.packet.state == .reported && sent.packet.attempts.count == 2)
    }
  }
}
