import Fixtures
import Git
import Lanes
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// A landing cut behind each of its steps, and what `reconcile` makes of it.
@Suite("Landings cut in half")
struct CrashTests {
  @Test("before the claim nothing has happened", arguments: [LandingStep.intend])
  func dropped(step: LandingStep) async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      let prev = try scene.main()
      let ledger = try scene.target(Layout.ledger)
      _ = try await scene.workspace().merge(packet.id, through: step)
      let report = try await scene.workspace().reconcile()
      #expect(report.actions.map(\.kind) == [.landingDropped])
      #expect(try scene.main() == prev)
      #expect(try scene.target(Layout.ledger) == ledger)
      #expect(try scene.packet(packet.id).state == .approved)
      #expect(try await scene.workspace().reconcile().actions == [])
      _ = try await scene.workspace().merge("fix")
      #expect(try scene.packet(packet.id).state == .landed)
    }
  }

  @Test(
    "behind the claim it is completed",
    arguments: [LandingStep.claim, .move, .verify, .checkOut, .annotate, .close])
  func completed(step: LandingStep) async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n", "new.txt": "new\n"])
      let cut = try await scene.workspace().merge(packet.id, through: step)
      // The doctor is as content as the proof is.
      let isProved = try await scene.workspace().verification(of: .everything).isProved
      let found = try await scene.workspace().examination().findings
      #expect(found.contains { $0.subject == .branches && $0.weight == .broken } == !isProved)
      let report = try await scene.workspace().reconcile()
      #expect(report.actions.map(\.kind) == [.landingCompleted])
      try await expectLanded(packet, as: cut.commit, in: scene)
      let references = try await scene.references()
      #expect(try await scene.workspace().reconcile().actions == [])
      #expect(try await scene.references() == references)
    }
  }

  @Test("a checkout that was cut half-way is completed, locks included")
  func halfCheckedOut() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n", "b.txt": nil, "new.txt": "new\n"])
      let cut = try await scene.workspace().merge(packet.id, through: .verify)
      try scene.repository.write([
        "a.txt": "two\n", "mine.txt": "mine\n", ".git/index.lock": "",
        ".git/refs/heads/main.lock": "",
      ])
      let report = try await scene.workspace().reconcile()
      #expect(report.actions.map(\.kind) == [.landingCompleted])
      #expect(try await scene.status() == ["?? mine.txt"])
      #expect(try scene.repository.read("new.txt") == "new\n")
      #expect(try scene.packet(packet.id).landedCommit == cut.commit)
    }
  }

  @Test("work that was begun in the checkout meanwhile is left alone and told of")
  func workInBetween() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      _ = try await scene.workspace().merge(packet.id, through: .verify)
      try scene.repository.write(["a.txt": "mine\n"])
      let report = try await scene.workspace().reconcile()
      #expect(report.actions.first?.text.contains("a.txt") == true)
      #expect(try scene.repository.read("a.txt") == "mine\n")
      #expect(try scene.packet(packet.id).state == .landed)
    }
  }

  /// What somebody made at a path of the landing's before it was completed.
  @Test(
    "nor is what git's status hides overwritten",
    arguments: [
      "echo mine >new.log", "mkdir new.log; echo mine >new.log/mine",
      "mkdir build; echo mine >build/mine", "mkdir build; echo mine >build/new",
      "git init -q lib; echo mine >lib/mine", "mkfifo build",
      "git update-index --assume-unchanged a.txt; echo mine >a.txt",
      "git update-index --skip-worktree a.txt; echo mine >a.txt",
    ])
  func hiddenWork(script: String) async throws {
    try await LandingScene.with { scene in
      let change: [String: String?] = [
        "a.txt": "two\n", "new.log": "new\n", "build/new": "new\n", "lib/new": "new\n",
      ]
      let packet = try await scene.approve(change)
      _ = try await scene.workspace().merge(packet.id, through: .verify)
      try scene.repository.write([".git/info/exclude": "*.log\nbuild\n"])
      _ = try await scene.repository.program.require("sh", ["-c", script])
      let before = try await scene.listing()
      let report = try await scene.workspace().reconcile()
      #expect(report.actions.first?.text.contains("still shows main as it was") == true)
      #expect(try await scene.listing() == before)
      #expect(try scene.packet(packet.id).state == .landed)
    }
  }

  @Test("what the landing had written of ignored files is completed all the same")
  func ignoredFiles() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["new.log": "new\n", "build/new": "new\n"])
      _ = try await scene.workspace().merge(packet.id, through: .verify)
      try scene.repository.write([
        ".git/info/exclude": "*.log\nbuild\n", "new.log": "new\n", "other.log": "mine\n",
      ])
      _ = try await scene.workspace().reconcile()
      #expect(try scene.repository.read("build/new") == "new\n")
      #expect(try scene.repository.read("other.log") == "mine\n")
      #expect(try await scene.status().isEmpty)
    }
  }

  @Test("a branch that went another way displaces the claim, and the packet lands again")
  func displaced() async throws {
    try await LandingScene.with(
      policy: { $0.gates = [GovernedFixture.gate("ok", "true")] },
      { scene in
        let packet = try await scene.approve(["a.txt": "two\n"])
        _ = try await scene.workspace().merge(packet.id, through: .claim)
        try await scene.landByHand(["b.txt": "other\n"])
        let report = try await scene.workspace().reconcile()
        #expect(report.actions.map(\.kind) == [.landingDisplaced, .breachRecorded])
        #expect(try scene.packet(packet.id).state == .approved)
        #expect(try await scene.workspace().reconcile().actions == [])
        let again = try await scene.workspace().merge("fix")
        #expect(again.isCarried)
        #expect(try scene.packet(packet.id).landedCommit == again.commit)
      })
  }

  @Test("the next landing completes the one that was cut")
  func byTheNext() async throws {
    try await LandingScene.with(
      policy: { $0.gates = [GovernedFixture.gate("ok", "true")] },
      { scene in
        let first = try await scene.approve(["a.txt": "two\n"], titled: "First")
        let second = try await scene.approve(["b.txt": "two\n"], titled: "Second")
        _ = try await scene.workspace().merge(first.id, through: .claim)
        _ = try await scene.workspace().merge(second.id.hex)
        #expect(try scene.packet(first.id).state == .landed)
        #expect(try scene.packet(second.id).state == .landed)
      })
  }

  @Test("a hook that refuses leaves a claim that waits, and says so")
  func refused() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      let prev = try scene.main()
      let hook = ".git/hooks/reference-transaction"
      try scene.repository.write([
        hook: "#!/bin/sh\n[ \"$1\" = prepared ] && grep -q heads/main && exit 1\nexit 0\n"
      ])
      try await scene.repository.program.require(
        "chmod", ["+x", scene.repository.path + "/" + hook])
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace().merge("fix")
      }
      #expect(problem?.kind == .refused)
      #expect(problem?.hint?.contains("git o8 reconcile") == true)
      #expect(try scene.main() == prev)
      try scene.repository.write([hook: nil])
      let report = try await scene.workspace().reconcile()
      #expect(report.actions.map(\.kind) == [.landingCompleted])
      try await expectLanded(packet, as: try scene.main(), in: scene)
    }
  }

  private func expectLanded(
    _ packet: Packet, as commit: ObjectID, in scene: LandingScene
  ) async throws {
    #expect(try scene.main() == commit)
    #expect(try scene.packet(packet.id).landedCommit == commit)
    #expect(try scene.repository.read("a.txt") == "two\n")
    #expect(try await scene.status() == [])
    #expect(try scene.fixture.governed().store.note(on: commit)?.contains("Verdict") == true)
    #expect(try scene.fixture.governed().store.landingIntent() == nil)
    try scene.expectGone(packet)
    let claims = try await scene.repository.git(
      "log", "--format=%s", "--grep=^O8-Kind: landed", Layout.ledger.text)
    #expect(claims.split(separator: "\n").count == 1 && claims.hasPrefix("landed: Fix it as "))
  }
}

extension LandingScene {
  /// Every file of the work tree with its bytes.
  fileprivate func listing() async throws -> String {
    let script = "find . -path ./.git -prune -o -type p -print -o -type f -print -exec cat {} +"
    return try await repository.program.require("sh", ["-c", script])
  }
}
