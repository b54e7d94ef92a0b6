import Fixtures
import Git
import Lanes
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// What has landed here and is not at the upstream yet.
@Suite("Landings that wait for a push")
struct PendingLandingTests {
  private func with(
    _ body: (LandingScene, Packet, LandingReport) async throws -> Void
  ) async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      let prev = try scene.main()
      try await scene.repository.git("update-ref", "refs/remotes/origin/main", prev.hex)
      for (key, value) in [("remote", "origin"), ("merge", "refs/heads/main")] {
        try await scene.repository.git("config", "branch.main.\(key)", value)
      }
      try await body(scene, packet, try await scene.workspace().merge("fix"))
    }
  }

  @Test("every view says what makes it final")
  func views() async throws {
    try await with { scene, packet, report in
      let workspace = try scene.workspace()
      let sentence = "landed here as \(report.commit.short), final once origin/main has it"
      let overview = try workspace.overview()
      let errand = try #require(overview.inbox.errands.first)
      #expect(errand.kind == .push && errand.reason == sentence)
      #expect(errand.commands == ["git o8 sync origin"])
      #expect(overview.repairs.isEmpty)
      let shown = try await workspace.report(on: "fix")
      #expect(shown.packet.state == .approved)
      #expect(shown.landing?.sentence == sentence)
      #expect(shown.notes == ["\(sentence): git o8 sync origin"])
      #expect(try workspace.packets().packets.first?.note == sentence)
      #expect(try await workspace.packetsInFull().reports.first?.landing == shown.landing)
      let again = await #expect(throws: Problem.self) { try await workspace.merge("fix") }
      #expect(again?.hint == "git o8 sync origin makes it final")
      let waited = try await workspace.wait(Waiting(packets: ["fix"]))
      #expect(waited.map(workspace.nextCommand) == ["git o8 sync origin"])
      let late = await #expect(throws: Problem.self) {
        try await workspace.wait(Waiting(packets: ["fix"], until: .landed, timeoutSeconds: 0))
      }
      #expect(late?.hint == "git o8 sync origin makes it final")
      let reconciled = try await workspace.reconcile()
      #expect(reconciled.actions.isEmpty && reconciled.problems.isEmpty)
      _ = packet
    }
  }

  @Test("the branch may be called otherwise there")
  func otherName() async throws {
    try await with { scene, _, report in
      let prev = report.prev
      try await scene.repository.git("update-ref", "refs/remotes/my-fork/trunk", prev.hex)
      try await scene.repository.git("config", "branch.main.remote", "my-fork")
      try await scene.repository.git("config", "branch.main.merge", "refs/heads/trunk")
      let landing = try #require(try await scene.workspace().report(on: "fix").landing)
      #expect(landing.upstream == "my-fork/trunk")
      #expect(landing.command == "git push my-fork main:trunk")
    }
  }

  @Test("no gate runs on it any more, whether it was cut or not", arguments: [false, true])
  func gates(isCut: Bool) async throws {
    try await with { scene, packet, report in
      if isCut {
        try await scene.repository.git("checkout", "-q", "--detach", report.prev.hex)
        try await scene.repository.git("update-ref", "refs/heads/main", report.prev.hex)
      }
      let before = try await scene.references()
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace().gate("fix") { _ in }
      }
      let command = isCut ? "git o8 reconcile \(packet.id.short)" : "git o8 sync origin"
      #expect(problem?.kind == .stale && problem?.hint?.hasPrefix(command) == true)
      #expect(try await scene.references() == before)
    }
  }

  @Test("no verdict and no cancelling undoes it", arguments: [Decision.reject, .revise, .approve])
  func verdicts(decision: Decision) async throws {
    try await with { scene, packet, _ in
      let workspace = try scene.workspace()
      let before = try await scene.references()
      let request = VerdictRequest(decision, on: "fix", summary: "no")
      let problem = #expect(throws: Problem.self) { try workspace.docket(for: request) }
      #expect(problem?.kind == (decision == .approve ? .stale : .refused))
      #expect(problem?.message.contains("landed here as") == true)
      let cancelled = await #expect(throws: Problem.self) {
        try await workspace.cancel("fix", reason: nil)
      }
      #expect(cancelled?.kind == .refused)
      #expect(try await scene.references() == before)
      #expect(try scene.packet(packet.id).state == .approved)
    }
  }

  @Test("one that was cut is to be completed, not pushed")
  func cut() async throws {
    try await with { scene, packet, report in
      try await scene.repository.git("checkout", "-q", "--detach", report.prev.hex)
      try await scene.repository.git("update-ref", "refs/heads/main", report.prev.hex)
      let shown = try await scene.workspace().report(on: "fix")
      #expect(shown.landing?.isHere == false)
      #expect(shown.landing?.command == "git o8 reconcile \(packet.id.short)")
      let waited = try await scene.workspace().wait(Waiting(packets: ["fix"]))
      #expect(try waited.map(scene.workspace().nextCommand) == [shown.landing?.command])
      #expect(try scene.workspace().overview().repairs.count == 1)
      let actions = try await scene.workspace().reconcile().actions
      #expect(actions.map(\.kind) == [.landingCompleted])
      #expect(try scene.main() == report.commit)
    }
  }

  @Test("one that reconcile cannot make again is brought back by what is named")
  func lost() async throws {
    try await with { scene, _, first in
      _ = try await scene.approve(["b.txt": "two\n"], titled: "Second")
      let second = try await scene.workspace().merge("Second")
      try await scene.repository.git("reset", "-q", "--hard", first.prev.hex)
      let workspace = try scene.workspace()
      let overview = try workspace.overview()
      let way = "git merge --ff-only \(second.commit.short)"
      #expect(overview.repairs.count == 2)
      #expect(
        overview.repairCommands == [way, "git o8 reconcile"]
          && overview.inbox.errands.contains { $0.commands == [way] })
      try await scene.repository.git("merge", "-q", "--ff-only", second.commit.hex)
      #expect(try workspace.overview().repairs == [])
      #expect(try scene.main() == second.commit)
    }
  }

  @Test("the ledger calls it alike, whoever made the step")
  func subject() async throws {
    try await with { scene, _, report in
      let subject = try await scene.repository.git("log", "-1", "--format=%s", "refs/o8/ledger")
      #expect(subject == "landed: Fix it as \(report.commit.short) on main")
    }
  }

  @Test("what comes after it starts when it is pushed")
  func after() async throws {
    try await LaneScene.with { scene in
      let repository = scene.repository
      try await repository.git("init", "-q", "--bare", repository.scratch + "/bare.git")
      try await repository.git("remote", "add", "origin", repository.scratch + "/bare.git")
      try await repository.git("push", "-q", "-u", "origin", "main")
      try await repository.program.require(LaneScene.programPath, ["hooks", "install"])
      let first = try await scene.dispatch("echo two > a.txt", title: "First").packet.id
      _ = try await scene.workspace.sign(
        try scene.workspace.docket(for: VerdictRequest(.approve, on: "First")))
      _ = try await scene.workspace.merge("First")
      let request = WorkRequest(
        title: "Second", after: ["First"], attempts: 1, command: ["sh", "-c", "echo b > b.txt"])
      let second = try await scene.workspace.dispatch(request, .detached)
      #expect(second.queued == "until the landing of \(first.short) is final: git o8 sync origin")
      #expect(try scene.workspace.overview().queued.map(\.note) == [second.queued])
      let pushed = try await repository.tryGit("push", "-q", "origin", "main")
      #expect(pushed.exit == 0, "\(pushed.error)")
      let id = second.packet.id
      let isOn = try scene.workspace.place(of: id).isHeld || scene.packet(id)?.state != .queued
      #expect(isOn)
      let done = try await scene.workspace.wait(
        Waiting(packets: [id.hex], until: .review, timeoutSeconds: 120))
      #expect(done.first?.state == .review)
    }
  }
}
