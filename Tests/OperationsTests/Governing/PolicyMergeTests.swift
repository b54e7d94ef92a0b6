import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("Laying one change of the policy over another")
struct PolicyMergeTests {
  private static let ann = PrincipalName("ann")!
  private static let bob = PrincipalName("bob")!
  private static func key(_ text: String) -> SigningKey {
    SigningKey(type: "ssh-ed25519", base64: text)
  }

  private let base = Policy(
    protected: [Pattern("main")!, Pattern("old")!],
    principals: [
      ann: Principal(roles: [.owner, .operator], human: "ann", keys: [key("a1"), key("a2")]),
      bob: Principal(roles: [.reviewer], human: "bob", keys: [key("b1")]),
    ],
    require: Requirements(
      byRole: [.owner: 1, .operator: 1],
      byPath: [PathRequirement(pattern: Pattern("src/**")!, byRole: [.reviewer: 1])]),
    gates: [GovernedFixture.gate("build", "make"), GovernedFixture.gate("test", "make test")],
    rules: StaticRules(), landing: [.merge], attempts: 3, carry: .disjoint,
    selfReview: .allowed, expires: CalendarDay("2030-01-01")!)

  private func merge(
    _ mine: (inout Policy) -> Void, _ theirs: (inout Policy) -> Void
  ) -> PolicyMerge {
    var (change, newest) = (base, base)
    mine(&change)
    theirs(&newest)
    return PolicyMerge(change: change, since: base, over: newest)
  }

  @Test func whatEachSideChangedAloneIsInTheResult() {
    let found = merge {
      $0.protected = [Pattern("main")!, Pattern("release/*")!]
      $0.attempts = 5
      $0.gates[1].run = "make check"
      $0.landing.insert(.squash)
      $0.require.byPath = []
      $0.may["cancel"] = [.operator]
    } _: {
      $0.protected.append(Pattern("next")!)
      $0.carry = .never
      $0.gates.append(GovernedFixture.gate("lint", "make lint"))
      $0.landing.remove(.merge)
      $0.rules.sensitive = [Pattern(".ci/**")!]
    }
    #expect(found.conflicts == [])
    var expected = base
    expected.protected = [Pattern("main")!, Pattern("next")!, Pattern("release/*")!]
    (expected.attempts, expected.carry) = (5, .never)
    expected.gates[1].run = "make check"
    expected.gates.append(GovernedFixture.gate("lint", "make lint"))
    expected.landing = [.squash]
    expected.require.byPath = []
    expected.may["cancel"] = [.operator]
    expected.rules.sensitive = [Pattern(".ci/**")!]
    #expect(found.policy == expected)
  }

  @Test func runtimesAreLaidOneByOne() {
    var start = base
    start.runtimes = ["claude": [.worker], "codex": [.worker]]
    func merge(_ mine: [String: Set<RuntimeRole>]?, _ theirs: [String: Set<RuntimeRole>]?)
      -> PolicyMerge
    {
      var (change, newest) = (start, start)
      (change.runtimes, newest.runtimes) = (mine, theirs)
      return PolicyMerge(change: change, since: start, over: newest)
    }
    let both = merge(
      ["claude": [.worker, .reviewer], "codex": [.worker]],
      ["claude": [.worker], "exec": [.worker]])
    #expect(both.conflicts == [])
    #expect(both.policy.runtimes == ["claude": [.worker, .reviewer], "exec": [.worker]])
    let clash = merge(["claude": [.manager], "codex": [.worker]], ["claude": [.reviewer]])
    #expect(clash.conflicts == ["runtimes.claude"])
    #expect(clash.policy.runtimes == ["claude": [.reviewer]])
    #expect(merge(nil, start.runtimes).policy.runtimes == nil)
    #expect(merge(nil, ["claude": [.worker]]).conflicts == ["runtimes"])
  }

  @Test func whoWasTakenOutStaysOutAndSoDoesARevokedKey() {
    let found = merge {
      $0.attempts = 5
      $0.principals[Self.ann]?.roles.insert(.gate)
      $0.principals[Self.ann]?.keys.append(Self.key("a3"))
    } _: {
      $0.principals[Self.bob] = nil
      $0.principals[Self.ann]?.keys.removeFirst()
      $0.principals[Self.ann]?.roles.remove(.operator)
    }
    #expect(found.conflicts == [])
    #expect(found.policy.principals[Self.bob] == nil)
    #expect(found.policy.principals[Self.ann]?.keys == [Self.key("a2"), Self.key("a3")])
    #expect(found.policy.principals[Self.ann]?.roles == [.owner, .gate])
  }

  @Test func whatBothChangedOtherwiseIsNamedAndLeftAsItIs() {
    let found = merge {
      $0.attempts = 5
      $0.principals[Self.bob]?.roles.insert(.operator)
      $0.gates[0].run = "make all"
      $0.require.byRole[.reviewer] = 2
      $0.require.byPath[0].byRole = [.reviewer: 2]
    } _: {
      $0.attempts = 7
      $0.principals[Self.bob] = nil
      $0.gates.removeFirst()
      $0.require.byRole[.reviewer] = 3
      $0.require.byPath = []
    }
    #expect(
      found.conflicts == [
        "principals.bob", "require.reviewer", "require.\"src/**\"", "gates.build", "attempts",
      ])
    #expect(found.policy.attempts == 7)
    #expect(found.policy.principals[Self.bob] == nil)
    #expect(found.policy.gates.map(\.name) == ["test"])
  }

  @Test func whatBothChangedAlikeIsNoConflict() {
    func both(_ policy: inout Policy) {
      policy.attempts = 5
      policy.gates.removeFirst()
      policy.principals[Self.bob] = nil
      policy.protected.removeLast()
    }
    let found = merge(both, both)
    var expected = base
    both(&expected)
    #expect(found.conflicts == [] && found.policy == expected)
  }
}

@Suite("Signing again what sync has set aside")
struct SetAsidePolicyTests {
  private static let carol = PrincipalName("carol")!

  /// Bob's change of the policy was first; Ann's is set aside.
  private func raced(
    _ mine: (inout Policy) -> Void, _ theirs: (inout Policy) -> Void,
    _ body: (SharingScene, _ kept: String) async throws -> Void
  ) async throws {
    try await withTemporaryDirectory { keys in
      let maker = KeyMaker(directory: keys)
      _ = try maker.key(for: Self.carol)
      let key = try Signer(named: maker.path, format: "ssh", home: nil).key
      try await SharingScene.with(policy: {
        $0.principals[Self.carol] = Principal(roles: [.operator], human: "carol", keys: [key])
      }) { scene in
        try await scene.settle()
        try await scene.change(scene.bob, theirs)
        try await scene.sync(scene.bob)
        try await scene.change(scene.ann, mine)
        let own = try scene.ann.governed().policies.newest.id
        try await scene.sync(scene.ann)
        try await body(scene, try #require(Layout.quarantine(Layout.policy, own)).text)
      }
    }
  }

  private func draft(_ kept: String, _ scene: SharingScene) async throws -> PolicyDraft {
    let workspace = try scene.workspace(scene.ann)
    return try workspace.draft(try await workspace.policyRequest(asAt: kept))
  }

  @Test func itBringsNobodyBackWhomTheOtherTookOut() async throws {
    try await raced {
      $0.attempts = 5
    } _: {
      $0.principals[Self.carol] = nil
    } _: { scene, kept in
      let draft = try await draft(kept, scene)
      #expect(draft.difference.effects.map(\.text) == ["attempts of a worker: 3 → 5"])
      _ = try await scene.workspace(scene.ann).sign(draft)
      let policy = try scene.ann.governed().policy
      #expect(policy.attempts == 5 && policy.principals[Self.carol] == nil)
      #expect(try await scene.sync(scene.ann).refusal == nil)
      // A second time there is nothing left to change.
      #expect(try await self.draft(kept, scene).isEmpty)
    }
  }

  @Test func whatCannotBeSetInOneLineIsNamedAndNothingIsSigned() async throws {
    try await raced {
      $0.principals[Self.carol]?.roles.insert(.reviewer)
    } _: {
      $0.principals[Self.carol] = nil
    } _: { scene, kept in
      let draft = try await draft(kept, scene)
      #expect(draft.isEmpty && draft.conflicts.map(\.key) == ["principals.carol"])
      #expect(draft.conflicts.first?.setting == nil)
      let workspace = try scene.workspace(scene.ann)
      let problem = await #expect(throws: Problem.self) { try await workspace.sign(draft) }
      #expect(problem?.kind == .refused)
      let said = "principals.carol: the policy in force says nothing"
      #expect(problem?.message.contains(said) == true)
      #expect(problem?.hint?.contains("git o8 policy edit") == true)
    }
  }

  @Test func whatDoesNotCollideIsLaidAndTheRestNamedWithWhatTakesIt() async throws {
    try await raced {
      $0.attempts = 7
      $0.carry = .never
      $0.gates = [GovernedFixture.gate("test", "make all")]
    } _: {
      $0.attempts = 5
      $0.gates = [GovernedFixture.gate("test", "make check")]
    } _: { scene, kept in
      let workspace = try scene.workspace(scene.ann)
      let draft = try await draft(kept, scene)
      #expect(draft.difference.effects.map(\.text) == ["verdicts carry: disjoint → never"])
      #expect(draft.conflicts.map(\.key) == ["gates.test", "attempts"])
      #expect(draft.conflicts.map { [$0.inForce, $0.other] }.last == ["5", "7"])
      _ = try await workspace.sign(draft)
      #expect(try scene.ann.governed().policy.attempts == 5)
      // What is left is no longer laid, and doctor names what takes it.
      let left = try await self.draft(kept, scene)
      #expect(left.isEmpty && left.conflicts == draft.conflicts)
      let settings = left.conflicts.compactMap(\.setting)
      #expect(settings.count == 2)
      let command = try #require(PolicyConflict.command(taking: left.conflicts))
      let found = try await workspace.examination().findings.filter { $0.subject == .references }
      #expect(found.contains { $0.remedy?.command == command }, "\(found)")
      _ = try await workspace.sign(workspace.draft(.settings(settings)))
      let policy = try scene.ann.governed().policy
      #expect(policy.attempts == 7 && policy.gates.map(\.run) == ["make all"])
      let done = try await self.draft(kept, scene)
      #expect(done.isEmpty && done.conflicts == [])
    }
  }

  @Test func severalThatWereSetAsideCountTogether() async throws {
    try await raced {
      $0.attempts = 5
    } _: {
      $0.carry = .never
    } _: { scene, kept in
      // Two more of Ann's own behind the one that was kept.
      let ours = try #require(ObjectID(try await scene.ann.repository.id(kept)))
      let newest = try #require(try scene.ann.target(Layout.policy))
      try await scene.ann.repository.git("update-ref", Layout.policy.text, ours.hex)
      let chain = try #require(try PolicyChain(at: ours, in: scene.ann.open()))
      var policy = chain.newest.policy
      policy.landing = [.squash]
      try await scene.ann.write(policy)
      let second = try #require(try scene.ann.target(Layout.policy))
      try await scene.ann.repository.git("update-ref", Layout.policy.text, newest.hex)
      let effects = try await draft(second.hex, scene).difference.effects.map(\.text)
      #expect(effects.contains("attempts of a worker: 3 → 5"))
      #expect(effects.contains("landing by squash is accepted"))
      #expect(!effects.contains { $0.contains("carry") })
    }
  }

  @Test func onlyWhatOwnersSignedForThisRepositoryIsTaken() async throws {
    try await raced {
      $0.attempts = 5
    } _: {
      $0.carry = .never
    } _: { scene, kept in
      let git = scene.ann.repository
      // The same files in a commit that nobody signed.
      let tree = try await git.git("rev-parse", kept + "^{tree}")
      let parent = try #require(try scene.ann.target(Layout.policy)).hex
      let forged = try await git.git("commit-tree", "-m", "a policy", "-p", parent, tree)
      let first = try scene.ann.governed().policies.repo.hex
      for (revision, kind) in [(forged, Problem.Kind.noSuchThing), (first, .refused)] {
        let problem = await #expect(throws: Problem.self) {
          try await scene.workspace(scene.ann).policyRequest(asAt: revision)
        }
        #expect(problem?.kind == kind, "\(String(describing: problem))")
      }
    }
  }
}
