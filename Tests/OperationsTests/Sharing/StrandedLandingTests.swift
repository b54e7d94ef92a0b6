import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// An owner landed under a policy of theirs that `sync` then set aside, since another was first.
@Suite("Landings under a policy that was set aside")
struct StrandedLandingTests {
  /// Ann landed, Bob's policy was first; she has met the remote.
  private func with(
    _ change: @escaping (inout Policy) -> Void = { $0.attempts = 5 },
    _ body: (SharingScene, Handed, SyncReport) async throws -> Void
  ) async throws {
    try await SharingScene.with { scene in
      try await scene.settle()
      try await scene.change(scene.ann, change)
      let handed = try await scene.ann.approved("lane", ["c.txt": "c\n"])
      _ = try await scene.workspace(scene.ann).merge(handed.packet.hex)
      try await scene.change(scene.bob) { $0.carry = .never }
      try await scene.sync(scene.bob)
      let report = try await scene.sync(scene.ann)
      #expect(report.refusal == nil)
      try await body(scene, handed, report)
    }
  }

  @Test("are no breach, and every command says under which policy they landed")
  func named() async throws {
    try await with { scene, handed, report in
      let workspace = try scene.workspace(scene.ann)
      let (id, branch) = (handed.packet.short, GovernedFixture.main)
      let need = try #require(report.needs.last)
      #expect(need.text.contains("packet \(id) landed on main here under the policy"))
      #expect(
        need.commands == ["git o8 verdict \(id) approve --merge", "git o8 sync origin"])
      let found = try await workspace.verification(of: .protected)
      guard case .unproved(let reasons) = found.branches.first?.steps.last?.finding,
        case .landedUnder(let policy)? = reasons.first
      else {
        Issue.record("\(found)")
        return
      }
      #expect(try scene.ann.target(Layout.quarantine(Layout.policy, policy)!) == policy)
      let done = try await workspace.reconcile()
      #expect(done.actions.isEmpty && done.remarks.isEmpty)
      #expect(done.problems.count == 1)
      #expect(done.problems.first?.hasSuffix("then git o8 sync origin") == true)
      #expect(try Judge(scene.ann.governed()).recordedBreaches().isEmpty)
      // A policy that is signed now names what others have.
      let there = try #require(try scene.fixture.atBare(branch))
      let kept = try #require(Layout.quarantine(Layout.policy, policy))
      let draft = try workspace.draft(try await workspace.policyRequest(asAt: kept.text))
      let signed = try await workspace.sign(draft)
      #expect(try scene.ann.governed().policies.newest.change.tips[branch] == there)
      #expect(signed.notes.contains { $0.contains("the policy names the value of origin/main") })
      #expect(try await scene.sync(scene.ann).refusal == nil)
      #expect(try scene.fixture.atBare(Layout.policy) == signed.policy)
    }
  }

  @Test("count where they are once they are approved again")
  func approvedAgain() async throws {
    try await with { scene, handed, _ in
      let here = try scene.ann.value()
      try await scene.judge(handed.packet, .approve, in: scene.ann)
      let landed = try await scene.workspace(scene.ann).merge(handed.packet.hex)
      #expect(landed.commit == here)
      #expect(try await scene.sync(scene.ann).needs.isEmpty)
      #expect(try scene.fixture.atBare(GovernedFixture.main) == here)
      try await scene.settle()
      for clone in scene.fixture.clones {
        #expect(try await scene.workspace(clone).verification(of: .protected).isProved)
        #expect(try scene.packet(handed.packet, in: clone)?.state == .landed)
      }
    }
  }

  @Test("land again where an approval alone does not let them in")
  func landedAgain() async throws {
    try await with({ $0.landing = [.squash] }) { scene, handed, report in
      let id = handed.packet.short
      let commands = [
        "git reset --keep origin/main", "git o8 gate \(id)",
        "git o8 verdict \(id) approve --merge", "git o8 sync origin",
      ]
      #expect(report.needs.last?.commands == commands)
      // With the approval alone it is refused, and the refusal names the same.
      try await scene.judge(handed.packet, .approve, in: scene.ann)
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace(scene.ann).merge(handed.packet.hex)
      }
      #expect(problem?.hint == commands.joined(separator: ", then "))
      try await scene.ann.repository.git("reset", "-q", "--keep", "origin/main")
      _ = try await scene.workspace(scene.ann).merge(handed.packet.hex)
      #expect(try await scene.sync(scene.ann).needs.isEmpty)
      #expect(try await scene.workspace(scene.ann).verification(of: .protected).isProved)
    }
  }

  @Test("tell nothing of what no policy ever let in, nor when the kept policy is gone")
  func breaches() async throws {
    try await with { scene, _, _ in
      let repository = scene.ann.repository
      try await repository.git("config", "core.hooksPath", "/dev/null")
      try await repository.commit(["evil.txt": "evil\n"], message: "sneaked")
      let workspace = try scene.workspace(scene.ann)
      let found = try await workspace.verification(of: .protected)
      let steps = try #require(found.branches.first?.steps)
      #expect(steps.count == 2)
      guard case .unproved = steps[0].finding, case .breach = steps[1].finding else {
        Issue.record("\(steps)")
        return
      }
      #expect(try await workspace.reconcile().actions.map(\.kind) == [.breachRecorded])
      // Both are in the way of the branch, and an approval would not be enough.
      #expect(
        try await scene.sync(scene.ann).needs.last?.commands == ["git o8 verify --branch main"])
      for kept in try scene.ann.open().references(under: Layout.quarantines) {
        try await repository.git("update-ref", "-d", kept.name.text)
      }
      let again = try await workspace.verification(of: .protected)
      #expect(
        again.branches.first?.steps.allSatisfy { step in
          if case .breach = step.finding { true } else { false }
        } == true)
    }
  }
}
