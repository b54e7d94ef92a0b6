import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// What somebody spoilt by hand in the references of this clone.
@Suite("Damaged references")
struct DamageTests {
  @Test("a ledger that went back behind a landing is noticed by every command")
  func ledgerWentBack() async throws {
    try await LandingScene.with { scene in
      try await scene.fixture.governed().advancePins()
      let old = try #require(try scene.target(Layout.ledger))
      _ = try await scene.approve(["a.txt": "two\n"])
      let prev = try scene.main()
      _ = try await scene.workspace().merge("fix")
      let ledger = try #require(try scene.target(Layout.ledger))
      #expect(try scene.fixture.governed().store.pins()?.ledger == ledger)
      try await scene.repository.git("update-ref", Layout.ledger.text, old.hex)
      #expect(throws: NotGoverned.olderLedger(pinned: ledger)) {
        try scene.workspace().governed()
      }
      await #expect(throws: NotGoverned.olderLedger(pinned: ledger)) {
        try await scene.workspace().verification(of: .protected)
      }
      #expect(prev != (try scene.main()))
    }
  }

  @Test("a reader remembers what others have added to the ledger")
  func readersAdvance() async throws {
    try await LandingScene.with { scene in
      try await scene.fixture.governed().advancePins()
      let old = try #require(try scene.target(Layout.ledger))
      _ = try await scene.approve(["a.txt": "two\n"])
      _ = try await scene.workspace().merge("fix")
      let new = try #require(try scene.target(Layout.ledger))
      let store = try scene.fixture.governed().store
      try await store.pin { pins in
        var pins = try #require(pins)
        pins.ledger = old
        return pins
      }
      _ = try scene.workspace().governed()
      #expect(try store.pins()?.ledger == new)
    }
  }

  @Test("junk where notes belong is put aside and stops no landing", arguments: [true, false])
  func notes(isMerging: Bool) async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      if !isMerging { _ = try await scene.workspace().merge(packet.id, through: .close) }
      let junk = try scene.fixture.open().writeBlob(Array("x".utf8))
      try await scene.repository.git("update-ref", Layout.notes.text, junk.hex)
      if isMerging {
        let report = try await scene.workspace().merge("fix")
        #expect(report.remarks.count == 1)
      } else {
        _ = try await scene.workspace().reconcile()
      }
      let store = try scene.fixture.governed().store
      #expect(try store.note(on: scene.main()) != nil)
      #expect(try scene.target(Layout.quarantinedNotes(junk)) == junk)
      #expect(try scene.packet(packet.id).state == .landed)
    }
  }

  @Test("notes that cannot be written stop no landing")
  func noNotes() async throws {
    try await LandingScene.with { scene in
      _ = try await scene.approve(["a.txt": "two\n"])
      try scene.repository.write([".git/refs/notes/o8.lock": ""])
      let report = try await scene.workspace().merge("fix")
      #expect(report.remarks.contains { $0.contains("has no note") })
      try scene.repository.write([".git/refs/notes/o8.lock": nil])
      #expect(try await scene.workspace().reconcile().actions.map(\.kind) == [.noteWritten])
    }
  }

  @Test("junk in this clone's own records names the command that clears it")
  func records() async throws {
    try await LandingScene.with { scene in
      let junk = try scene.fixture.open().writeBlob(Array("{}\n".utf8))
      for name in [Layout.intent, Layout.pins] {
        try await scene.repository.git("update-ref", name.text, junk.hex)
        let error = await #expect(throws: UnreadableRecord.self) {
          try await scene.workspace().reconcile()
        }
        let problem = Problem(try #require(error))
        #expect(problem.kind == .environment)
        #expect(problem.hint?.contains("git update-ref -d \(name)") == true)
        try await scene.repository.git("update-ref", "-d", name.text)
      }
    }
  }

  @Test("a branch moved back behind landings is noticed, and reconcile makes the steps again")
  func branchWentBack() async throws {
    try await LandingScene.with(
      policy: { $0.gates = [GovernedFixture.gate("ok", "true")] },
      { scene in
        let first = try await scene.approve(["a.txt": "two\n"], titled: "First")
        let second = try await scene.approve(["b.txt": "two\n"], titled: "Second")
        let prev = try scene.main()
        _ = try await scene.workspace().merge(first.id.hex)
        _ = try await scene.workspace().merge(second.id.hex)
        let tip = try scene.main()
        let workspace = try scene.workspace()
        #expect(try await workspace.verification(of: .protected).isProved)
        try await scene.repository.git(
          "-c", "core.hooksPath=/dev/null", "update-ref", "refs/heads/main", prev.hex)
        let found = try await workspace.verification(of: .protected)
        #expect(!found.isProved)
        // Both landings, and that the branch is not where it was.
        #expect(found.problems.count == 3)
        #expect(
          try Repairs(governed: scene.fixture.governed(), now: GovernedFixture.now).all()
            .map(\.commands) == [["git o8 reconcile"], ["git o8 reconcile"]])
        let report = try await workspace.reconcile()
        #expect(report.actions.map(\.kind) == [.landingCompleted, .landingCompleted])
        #expect(try scene.main() == tip)
        #expect(try await scene.status() == [])
        #expect(try await workspace.verification(of: .protected).isProved)
        #expect(try await workspace.reconcile().actions == [])
      })
  }

  @Test("a lock on the ledger stops a landing by its name, and reconcile removes it")
  func ledgerLocked() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      try scene.repository.write([".git/refs/o8/ledger.lock": ""])
      let error = await #expect(throws: StoreError.self) {
        try await scene.workspace().merge("fix")
      }
      let problem = Problem(try #require(error))
      #expect(problem.kind == .environment)
      #expect(problem.message.contains("refs/o8/ledger.lock"))
      #expect(try await scene.workspace().reconcile().actions.map(\.kind) == [.landingDropped])
      _ = try await scene.workspace().merge("fix")
      #expect(try scene.packet(packet.id).state == .landed)
    }
  }

  @Test("a lock on the branch is never taken for another way that it went")
  func branchLocked() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      try scene.repository.write([".git/refs/heads/main.lock": "", ".git/HEAD.lock": ""])
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace().merge("fix")
      }
      #expect(problem?.message.contains("did not move") == true)
      #expect(try await scene.workspace().reconcile().actions.map(\.kind) == [.landingCompleted])
      #expect(try scene.packet(packet.id).state == .landed)
    }
  }

  @Test("a left lock on a branch that no landing names is told of by its path")
  func otherLocks() async throws {
    try await LandingScene.with { scene in
      let lock = ".git/refs/heads/main.lock"
      try scene.repository.write([lock: ""])
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace().reconcile()
      }
      #expect(problem?.kind == .environment)
      #expect(problem?.message.contains("refs/heads/main.lock") == true)
      try scene.repository.write([lock: nil])
      #expect(try await scene.workspace().reconcile().actions == [])
    }
  }

  @Test(
    "a lock that a killed process left on o8's own references is removed",
    arguments: ["refs/o8/ledger", "refs/o8/packets/x", "refs/notes/o8", "packed-refs"])
  func ownLocks(name: String) async throws {
    try await LandingScene.with { scene in
      try scene.repository.write([".git/\(name).lock": ""])
      let done = try await scene.workspace().reconcile()
      #expect(done.remarks.contains { $0.contains("\(name).lock") })
      #expect(throws: (any Error).self) { try scene.repository.read(".git/\(name).lock") }
    }
  }

  @Test("a lock that a process has open is left alone")
  func heldLock() async throws {
    try await LandingScene.with { scene in
      try scene.repository.write([".git/refs/o8/ledger.lock": ""])
      let held = try FileHandle(
        forReadingFrom: URL(
          fileURLWithPath: scene.repository.gitDirectory + "/refs/o8/ledger.lock"))
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace().reconcile()
      }
      #expect(problem?.message.contains("ledger.lock") == true)
      try held.close()
    }
  }
}
