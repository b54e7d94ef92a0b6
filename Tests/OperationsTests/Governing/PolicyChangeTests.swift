import Fixtures
import Foundation
import Git
import Model
import Operations
import Store
import Support
import Testing
import Trust

@Suite("Changing the policy")
struct PolicyChangeTests {
  private let settings = PolicyRequest.settings(["carry=never", "attempts=5"])

  @Test func aDraftShowsWhatWouldBeDifferentAndWritesNothing() async throws {
    try await OwnersScene.with { scene in
      let before = try await scene.repository.git("for-each-ref")
      let draft = try scene.workspace().draft(settings)
      #expect(
        draft.difference.effects.map(\.text)
          == ["verdicts carry: disjoint → never", "attempts of a worker: 3 → 5"])
      #expect(try await scene.repository.git("for-each-ref") == before)
    }
  }

  @Test func aSignedChangeIsInForceInTheLedgerAndPinned() async throws {
    try await OwnersScene.with { scene in
      let outcome = try await scene.change(settings)
      let governed = try scene.fixture.governed()
      #expect(governed.policy.carry == .never)
      #expect(outcome.policy == governed.policies.newest.id)
      #expect(
        governed.policies.newest.change.tips == [OwnersScene.main: try #require(try scene.value())])
      #expect(try scene.entries(.policy).count == 1)
      #expect(try governed.store.pins()?.policy == outcome.policy)
      #expect(try await scene.workspace().verification(of: .protected).isProved)
    }
  }

  @Test func whoIsNoOwnerSignsNothing() async throws {
    try await OwnersScene.with { scene in
      #expect(try scene.workspace().draft(settings).obstacle == nil)
      try await scene.become("eve")
      let obstacle = try scene.workspace().draft(settings).obstacle
      #expect(obstacle?.hasPrefix("only owners sign policies, and SHA256:") == true)
      let problem = await #expect(throws: Problem.self) { try await scene.change(settings) }
      #expect(problem?.kind == .refused)
      #expect(try scene.policy().carry == .disjoint)
    }
  }

  @Test func aChangeMadeMeanwhileIsNotOverwritten() async throws {
    try await OwnersScene.with { scene in
      let draft = try scene.workspace().draft(settings)
      try await scene.change(.settings(["attempts=7"]))
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace().sign(draft)
      }
      #expect(problem?.kind == .stale)
      #expect(try scene.policy().attempts == 7)
    }
  }

  @Test func aBranchThatIsProtectedAnewIsAdoptedAndGuarded() async throws {
    try await OwnersScene.with { scene in
      let commit = try await scene.branch("release")
      try await scene.change(.settings(["protected=[main, release]"]))
      let branch = ReferenceName(branch: "release")!
      let judge = Judge(try scene.fixture.governed())
      #expect(try judge.adoption(of: branch)?.body.commit == commit)
      let moved = try await scene.repository.program.run(
        "git", ["branch", "-f", "release", "main"])
      #expect(moved.exit != 0)
      #expect(try scene.value(branch) == commit)
    }
  }

  @Test func aRevokedKeyTakesItsVerdictsAlongUnlessTheyLanded() async throws {
    try await OwnersScene.with(policy: { $0.require.byRole[.operator] = 1 }) { scene in
      let landed = try await scene.fixture.approved("landed", ["b.txt": "b\n"])
      _ = try await scene.workspace().merge(landed.packet.hex)
      let open = try await scene.fixture.approved("open", ["c.txt": "c\n"])
      try await scene.become("bob")
      let workspace = try scene.workspace()
      let draft = try workspace.draft(.remove(PolicyRequest.Removal(name: "ann")))
      #expect(draft.consequences.count == 1)
      #expect(draft.consequences[0].contains(open.packet.short))
      _ = try await workspace.sign(draft)
      let problem = await #expect(throws: (any Error).self) {
        try await workspace.merge(open.packet.hex)
      }
      #expect(problem != nil)
      let found = try await workspace.verification(of: .protected)
      #expect(found.isProved)
      let step = try #require(found.branches.first?.steps.first)
      guard case .admitted(let admitted) = step.finding else {
        Issue.record("\(step.finding)")
        return
      }
      #expect(admitted.flags == [.withdrawnSince(GovernedFixture.ann)])
    }
  }

  @Test func aRoleAKeyAndAPrincipalCanBeTaken() async throws {
    try await OwnersScene.with { scene in
      let key = scene.eve.key.line
      try await scene.change(.add(NewPrincipal(name: "bob", roles: [.reviewer], key: key)))
      let bob = try #require(PrincipalName("bob"))
      #expect(try scene.policy().principals[bob]?.keys.count == 2)
      let removal = PolicyRequest.Removal(
        name: "bob", roles: [.owner], key: scene.eve.key.fingerprint)
      try await scene.change(.remove(removal))
      #expect(try scene.policy().principals[bob]?.roles == [.operator, .reviewer])
      #expect(try scene.policy().principals[bob]?.keys == [scene.bob.key])
      try await scene.change(.remove(PolicyRequest.Removal(name: "bob")))
      #expect(try scene.policy().principals[bob] == nil)
    }
  }

  @Test func aPolicyThatNobodyCouldChangeAgainIsRefused() async throws {
    try await OwnersScene.with { scene in
      let lockouts: [PolicyRequest] = [
        .settings(["require.owner=3"]),
        .remove(PolicyRequest.Removal(name: "ann", key: scene.fixture.signer.key.fingerprint)),
      ]
      #expect(throws: Problem.self) { try scene.workspace().draft(lockouts[0]) }
      // Bob is an owner still.
      #expect(throws: Never.self) { try scene.workspace().draft(lockouts[1]) }
      try await scene.change(.remove(PolicyRequest.Removal(name: "bob")))
      #expect(throws: Problem.self) { try scene.workspace().draft(lockouts[1]) }
    }
  }

  @Test func theTextOfThePolicyIsSignedAsItWasWritten() async throws {
    try await OwnersScene.with { scene in
      let workspace = try scene.workspace()
      let text = String(decoding: try workspace.policyDocument(), as: UTF8.self)
      let edited =
        "# why: nobody carries\n" + text.replacing("carry: disjoint", with: "carry: never")
      try await scene.change(.document(Array(edited.utf8), name: "policy.yml"))
      #expect(try workspace.policyInForce().text.hasPrefix("# why: nobody carries\n"))
      #expect(try scene.policy().principals.count == 2)
      #expect(try workspace.draft(.document(try workspace.policyDocument(), name: "p")).isEmpty)
    }
  }

  @Test func aKeyThatIsSpeltWrongIsNamedByItsLineInTheDocument() async throws {
    try await OwnersScene.with { scene in
      let text = String(decoding: try scene.workspace().policyDocument(), as: UTF8.self)
      let lines = text.split(separator: "\n").count
      let wrong = Array((text + "# a comment\n\nbob ssh-ed25519 AAAA\n").utf8)
      let problem = #expect(throws: Problem.self) {
        try scene.workspace().draft(.document(wrong, name: "p.yml"))
      }
      #expect(
        problem?.message.hasPrefix("p.yml:\(lines + 3):5: ") == true, "\(problem?.message ?? "")")
    }
  }

  @Test func theEditorOfTheUserIsAsked() async throws {
    try await OwnersScene.with { scene in
      try await scene.repository.git("config", "core.editor", "sed -i s/disjoint/never/")
      let edited = try await scene.workspace().editedPolicy(in: .nowhere)
      try await scene.change(.document(try #require(edited), name: "policy.yml"))
      #expect(try scene.policy().carry == .never)
      try await scene.repository.git("config", "core.editor", "true")
      #expect(try await scene.workspace().editedPolicy(in: .nowhere) == nil)
      try await scene.repository.git("config", "core.editor", "false")
      await #expect(throws: Problem.self) {
        try await scene.workspace().editedPolicy(in: .nowhere)
      }
    }
  }

  @Test func anExpiredPolicyFreezesBranchesAndCanBeRenewed() async throws {
    try await OwnersScene.with { scene in
      let late = Instant("2029-12-10T00:00:00Z")!
      #expect(try scene.workspace().overview().warnings == [])
      #expect(
        try scene.workspace(at: late).overview().warnings
          == ["the policy ends on 2030-01-01, in 22 days: git o8 policy renew"])
      let over = Instant("2030-01-01T00:00:00Z")!
      let workspace = try scene.workspace(at: over)
      #expect(try workspace.overview().warnings.first?.contains("stand still") == true)
      let commit = try await scene.branch("work")
      let request = ForceRequest(branch: "main", commit: commit.hex, reason: "now")
      await #expect(throws: Problem.self) { try await workspace.force(request) }
      _ = try await workspace.sign(try workspace.draft(.renew(until: nil)))
      #expect(try scene.policy().expires.text == "2031-01-01")
      #expect(try workspace.overview().warnings == [])
      #expect(throws: Problem.self) { try workspace.draft(.renew(until: "2029-01-01")) }
    }
  }

  @Test func aPolicyThatIsSignedAgainSaysWhichAndWhy() async throws {
    try await OwnersScene.with { scene in
      let first = try scene.fixture.governed().policies.newest.id
      try await scene.change(settings)
      let workspace = try scene.workspace()
      let lost = try #require(try scene.fixture.open().target(of: Layout.policy))
      let request = try await workspace.policyRequest(asAt: lost.hex)
      #expect(try workspace.draft(request).subject == "changes again what \(lost.short) changed")
      try await scene.repository.git("update-ref", Layout.policy.text, first.hex)
      try await scene.repository.git("update-ref", "-d", "refs/o8-local/pins")
      let late = try await workspace.policyRequest(asAt: lost.hex)
      #expect(
        try workspace.draft(late).subject
          == "changes what \(lost.short) changed, which was set aside")
    }
  }

  @Test func theLastOwnerStays() async throws {
    try await OwnersScene.with { scene in
      try await scene.change(.remove(PolicyRequest.Removal(name: "bob")))
      let name = GovernedFixture.ann.text
      for roles in [[], [Role.owner]] as [Set<Role>] {
        let removal = PolicyRequest.Removal(name: name, roles: roles)
        let problem = try #require(throws: Problem.self) {
          try scene.workspace().draft(.remove(removal))
        }
        #expect(problem.message.hasPrefix("nobody could ever change that policy: "))
        #expect(problem.hint?.contains("git o8 policy add NAME --role owner") == true)
      }
    }
  }

  @Test func noPolicyIsSignedThatHasEndedAlready() async throws {
    try await OwnersScene.with { scene in
      let workspace = try scene.workspace()
      let text = String(decoding: try workspace.policyDocument(), as: UTF8.self)
      let edited = Array(text.replacing("expires: 2030-01-01", with: "expires: 2026-11-21").utf8)
      for request in [
        PolicyRequest.settings(["expires=2020-01-01"]), .settings(["expires=2026-11-21"]),
        .document(edited, name: "p.yml"), .renew(until: "2026-11-21"),
      ] {
        let problem = try #require(throws: Problem.self) { try workspace.draft(request) }
        #expect(problem.message.hasSuffix(": every branch would stand still at once"))
        let isToday = problem.message.contains("ends as its day begins (00:00 UTC)")
        #expect(isToday == problem.message.hasPrefix("2026-11-21"))
        #expect(problem.hint?.contains("git o8 policy renew") == true)
      }
      #expect(throws: Never.self) { try workspace.draft(.settings(["expires=2026-11-22"])) }
      // Once it has ended, everything else can be changed still.
      let late = try scene.workspace(at: Instant("2031-01-01T00:00:00Z")!)
      #expect(throws: Never.self) { try late.draft(settings) }
    }
  }

  @Test func whoReachesTheNetworkIsSaidInOneWay() async throws {
    try await OwnersScene.with { scene in
      let draft = try scene.workspace().draft(.settings(["isolation=sandbox", "network=workers"]))
      #expect(
        draft.difference.effects.map(\.text).contains(
          "network from a cage, at most: as each machine's o8.cageNetwork says → "
            + "workers (workers reach it, gates do not)"))
      try await scene.change(.settings(["isolation=sandbox", "network=workers"]))
      let workspace = try scene.workspace()
      let setting = try #require(
        try await workspace.settings().first { $0.key == "o8.cageNetwork" })
      #expect(
        setting.remark == "network from a cage, on this machine; the policy's network lets less: "
          + "workers (workers reach it, gates do not)")
    }
  }

  @Test func aWorkerChangesNoPolicy() async throws {
    try await OwnersScene.with { scene in
      var environment = scene.fixture.environment
      environment["O8_PACKET"] = String(repeating: "a", count: 40)
      let workspace = try Workspace(
        in: scene.repository.path, program: HookScene.program, environment: environment,
        now: { GovernedFixture.now })
      #expect(throws: Problem.self) { try workspace.draft(settings) }
    }
  }

  @Test func nobodyTakesAnothersNameInCodeOwnersBySaying() async throws {
    try await OwnersScene.with { scene in
      func add(_ name: String, _ owner: String) -> PolicyRequest {
        .add(NewPrincipal(name: name, roles: [], key: nil, owners: [owner]))
      }
      let problem = try #require(throws: Problem.self) {
        try scene.workspace().draft(add("ann", "@Bob"))
      }
      #expect(problem.kind == .refused && problem.message.contains("that is bob"))
      #expect(problem.hint?.contains("'owners.\"@bob\"=[bob, ann]'") == true, "\(problem)")
      // His own name says nothing new, and a team has several.
      #expect(try scene.workspace().draft(add("bob", "@bob")).isEmpty)
      try await scene.change(add("ann", "@org/net"))
      #expect(
        try scene.workspace().draft(add("bob", "@org/net")).difference.effects.map(\.text)
          == ["in CODEOWNERS @org/net is bob, as well as ann: the approval of either will do"])
      #expect(
        try scene.workspace().draft(.settings(["owners.\"@bob\"=[ann]"])).difference.effects
          .map(\.text)
          == ["in CODEOWNERS @bob is bob no longer", "in CODEOWNERS @bob is ann"])
    }
  }
}
