import Fixtures
import Foundation
import Git
import Model
import Operations
import Store
import Support
import Testing
import Trust

@Suite("Forcing a branch")
struct ForceTests {
  private func request(
    _ commit: ObjectID?, rewinds: Bool = false, reason: String = "the build is down"
  ) -> ForceRequest {
    ForceRequest(branch: "main", commit: commit?.hex, reason: reason, rewinds: rewinds)
  }

  @Test func anOwnersReasonMovesTheBranchAndStaysVisible() async throws {
    try await OwnersScene.with { scene in
      let commit = try await scene.branch("work")
      let report = try await scene.workspace().force(request(commit))
      #expect(try scene.value() == commit)
      #expect(report.checkouts.count == 1)
      #expect(try await scene.repository.git("status", "--porcelain").isEmpty)
      let entry = try #require(try scene.entries(.forced).first)
      #expect(entry.id == report.entry)
      let note = try scene.fixture.governed().store.note(on: commit)
      #expect(note?.contains("the build is down") == true)
      let found = try await scene.workspace().verification(of: .protected)
      #expect(found.isProved)
      #expect(found.branches.first?.steps.first?.finding == .forced(entry.id))
      #expect(found.branches.first?.steps.first?.title == "the build is down")
    }
  }

  @Test func withoutAReasonAnOwnerOrAPolicyNothingMoves() async throws {
    try await OwnersScene.with { scene in
      let commit = try await scene.branch("work")
      let before = try scene.value()
      let blank = await #expect(throws: Problem.self) {
        try await scene.workspace().force(request(commit, reason: " \n"))
      }
      #expect(blank?.kind == .usage)
      let free = await #expect(throws: Problem.self) {
        try await scene.workspace().force(
          ForceRequest(branch: "work", commit: "main", reason: "why not"))
      }
      #expect(free?.kind == .refused)
      try await scene.become("eve")
      let stranger = await #expect(throws: Problem.self) {
        try await scene.workspace().force(request(commit))
      }
      #expect(stranger?.kind == .refused)
      #expect(try scene.value() == before)
      #expect(try scene.entries(.forced).isEmpty)
    }
  }

  @Test func commitsLeaveTheBranchOnlyWhereThatIsSaid() async throws {
    try await OwnersScene.with { scene in
      let start = try #require(try scene.value())
      let handed = try await scene.fixture.approved("work", ["b.txt": "b\n"])
      _ = try await scene.workspace().merge(handed.packet.hex)
      let silent = await #expect(throws: Problem.self) {
        try await scene.workspace().force(request(start))
      }
      #expect(silent?.hint?.contains("--rewind") == true)
      _ = try await scene.workspace().force(request(start, rewinds: true))
      #expect(try scene.value() == start)
      #expect(try await scene.repository.git("status", "--porcelain").isEmpty)
      let found = try await scene.workspace().verification(of: .protected)
      #expect(found.isProved)
      #expect(found.branches.first?.rewinds.map(\.reason) == ["the build is down"])
      // The new epoch is another: the old verdicts land nothing.
      let again = try await scene.repository.program.run(
        "git", ["merge", "--no-ff", "--no-edit", handed.head.hex])
      #expect(again.exit != 0)
    }
  }

  @Test func aPolicyAfterARewindIsInForceThere() async throws {
    try await OwnersScene.with { scene in
      let start = try #require(try scene.value())
      let commit = try await scene.branch("work")
      _ = try await scene.workspace().force(request(commit))
      try await scene.change(.settings(["attempts=4"]))
      _ = try await scene.workspace().force(request(start, rewinds: true))
      try await scene.change(.settings(["attempts=5"]))
      let governed = try scene.fixture.governed()
      #expect(governed.policies.newest.change.tips[OwnersScene.main] == start)
      let inForce = try Judge(governed).policyInForce(on: OwnersScene.main, at: start)
      #expect(inForce?.policy.attempts == 5)
      #expect(try await scene.workspace().verification(of: .protected).isProved)
    }
  }

  @Test func aBranchIsDeletedAndMadeAgainByOwnersAlone() async throws {
    try await OwnersScene.with { scene in
      let start = try #require(try scene.value())
      let checkedOut = await #expect(throws: Problem.self) {
        try await scene.workspace().force(request(nil))
      }
      #expect(checkedOut?.message.contains("checked out") == true)
      try await scene.repository.git("switch", "-q", "--detach")
      _ = try await scene.workspace().force(request(nil))
      #expect(try scene.value() == nil)
      _ = try await scene.workspace().force(request(start))
      #expect(try scene.value() == start)
    }
  }

  @Test func anOverrideThatWasCutShortIsCarriedOutByReconcile() async throws {
    try await OwnersScene.with { scene in
      let old = try #require(try scene.value())
      let commit = try await scene.branch("work")
      let governed = try scene.fixture.governed()
      let epoch = try #require(try Judge(governed).epoch(of: OwnersScene.main, at: old))
      try await scene.fixture.enter(
        .forced(
          Forced(
            branch: OwnersScene.main, old: old, new: commit, rewind: false, reason: "cut",
            epoch: epoch)))
      #expect(try scene.workspace().overview().repairs.count == 1)
      let done = try await scene.workspace().reconcile()
      #expect(done.actions.map(\.kind) == [.overrideCarriedOut])
      #expect(try scene.value() == commit)
      #expect(try await scene.workspace().reconcile().actions == [])
    }
  }

  @Test func aDirtyWorkTreeIsRefusedBeforeAnythingIsSigned() async throws {
    try await OwnersScene.with { scene in
      let commit = try await scene.branch("work")
      try scene.repository.write(["a.txt": "mine\n"])
      await #expect(throws: Problem.self) { try await scene.workspace().force(request(commit)) }
      #expect(try scene.entries(.forced).isEmpty)
    }
  }
}
