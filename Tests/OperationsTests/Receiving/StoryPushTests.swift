import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

/// A way to have the server take in a landing by evidence that is none; see the rows of the threat
/// table.
struct FalseEvidence: Sendable, CustomTestStringConvertible {
  let row: Int
  let title: String
  let saying: String
  var policy: @Sendable (inout Policy) throws -> Void = { _ in }
  /// Leaves the clone as it is to be pushed, main and all of o8's references.
  let prepare: @Sendable (ServerScene) async throws -> Void

  var testDescription: String { "\(row): \(title)" }
}

extension FalseEvidence {
  private static func hand(_ scene: ServerScene) async throws -> Handed {
    let handed = try await scene.fixture.hand("lane", ["b.txt": "b\n"])
    try await scene.fixture.present(handed)
    return handed
  }

  private static func judged(
    _ scene: ServerScene, by stamp: Stamp? = nil, as role: Role = .operator,
    change: (inout Verdict) -> Void = { _ in }
  ) async throws {
    let handed = try await hand(scene)
    let verdict = try scene.fixture.verdict(on: handed, as: role, change: change)
    try await scene.fixture.say(verdict, on: handed.packet, stamp: stamp)
    try await scene.land(handed)
  }

  static let all: [FalseEvidence] = [
    FalseEvidence(row: 15, title: "a verdict that nobody signed", saying: "not signed") { scene in
      try await judged(scene, by: Stamp(GovernedFixture.ann, at: GovernedFixture.now))
    },
    FalseEvidence(row: 15, title: "a verdict by a key of one's own", saying: "not signed") {
      try await judged($0, by: try $0.stamp(of: PrivateKey(comment: "eve")))
    },
    FalseEvidence(row: 16, title: "a role that is not held", saying: "main may not move") {
      try await judged($0, as: .reviewer)
    },
    FalseEvidence(row: 12, title: "a verdict for another branch", saying: "main may not move") {
      try await judged($0) { $0.branch = ReferenceName(branch: "other")! }
    },
    FalseEvidence(row: 13, title: "a packet of another repository", saying: "another repository") {
      scene in
      let handed = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      let other = Store(try scene.fixture.open(), identity: handed.head)
      let draft = EventDraft(
        .verdict(try scene.fixture.verdict(on: handed)), of: handed.packet,
        stamp: scene.fixture.stamp, state: .review)
      try await other.append(
        [draft], to: Layout.packet(handed.packet), .packet, signing: scene.fixture.stamp.signing)
      try await scene.land(handed)
    },
    FalseEvidence(row: 14, title: "a packet that landed before", saying: "landed already") {
      scene in
      let handed = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      let before = try scene.fixture.value()
      let landed = try await scene.land(handed)
      let undone = try await scene.commit("\(before)^{tree}", parents: [landed], "undo")
      try await scene.force(from: landed, to: undone, rewind: false)
      try await scene.expectTaken(["\(undone):refs/heads/main", ServerScene.everything])
      try await scene.repository.git("reset", "-q", "--hard", undone.hex)
      let again = try await scene.commit("\(landed)^{tree}", parents: [undone, handed.head])
      try await scene.fixture.claim(handed, from: undone, by: again)
      try await scene.repository.git("reset", "-q", "--hard", again.hex)
    },
    FalseEvidence(
      row: 16, title: "a key that was withdrawn", saying: "missing 1 reviewer",
      policy: { policy in
        policy.principals[PrincipalName("bob")!] = Principal(
          roles: [.reviewer], human: "bob", keys: [try bob.get().publicKey])
        policy.require = Requirements(byRole: [.owner: 1, .operator: 0, .reviewer: 1])
      }
    ) { scene in
      let handed = try await hand(scene)
      let verdict = try scene.fixture.verdict(on: handed, as: .reviewer)
      try await scene.fixture.say(
        verdict, on: handed.packet, stamp: try scene.stamp(of: bob.get(), as: "bob"))
      var policy = try scene.fixture.governed().policy
      policy.principals[PrincipalName("bob")!] = nil
      policy.principals[PrincipalName("carl")!] = Principal(
        roles: [.reviewer], human: "carl", keys: [try PrivateKey(comment: "carl").publicKey])
      try await scene.fixture.write(policy)
      try await scene.land(handed)
    },
    FalseEvidence(
      row: 17, title: "a policy that has expired", saying: "the policy expired",
      policy: { $0.expires = CalendarDay("2026-01-01")! }
    ) { try await judged($0) },
    FalseEvidence(
      row: 18, title: "one's own work", saying: "worked on the packet",
      policy: { $0.selfReview = .refused }
    ) { scene in
      try await judged(scene) { $0.authors = [GovernedFixture.ann] }
    },
    FalseEvidence(row: 29, title: "a submodule that nobody listed", saying: "submodule") { scene in
      let handed = try await submodule(scene)
      try await scene.fixture.say(try scene.fixture.verdict(on: handed), on: handed.packet)
      try await scene.land(handed)
    },
    FalseEvidence(
      row: 30, title: "a sensitive path that nobody listed", saying: "sensitive path",
      policy: { $0.rules.sensitive = [Pattern("b.txt")!] }
    ) { try await judged($0) },
    FalseEvidence(
      row: 50, title: "a gate's run that nobody signed", saying: "gate test has not run",
      policy: { $0.gates = [GovernedFixture.gate("test", "true")] }
    ) { scene in
      let handed = try await scene.fixture.hand("lane", ["b.txt": "b\n"])
      let gate = try #require(try scene.fixture.governed().policy.gates.first)
      let gated = Gated(
        started: nil, name: gate.name, definition: gate.definition, head: handed.head,
        tree: handed.tree, passed: true, log: nil, seconds: 1)
      let nobody = Stamp(GovernedFixture.ann, at: GovernedFixture.now)
      let draft = EventDraft(.gated(gated), of: handed.packet, stamp: nobody, state: .gating)
      try await scene.fixture.governed().store.append(
        [draft], to: Layout.packet(handed.packet), .packet)
      try await scene.fixture.say(try scene.fixture.verdict(on: handed), on: handed.packet)
      try await scene.land(handed)
    },
    FalseEvidence(row: 52, title: "a verdict under a policy that is none", saying: "its policy") {
      let other = try $0.fixture.value()
      try await judged($0) { $0.policy = other }
    },
    FalseEvidence(row: 57, title: "a reject that stands", saying: "said reject") { scene in
      let handed = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      try await scene.fixture.say(
        try scene.fixture.verdict(on: handed, .reject), on: handed.packet)
      try await scene.land(handed)
    },
    FalseEvidence(row: 57, title: "a reject that the landing hides", saying: "had not seen") {
      scene in
      let handed = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      let tip = try scene.fixture.open().target(of: Layout.packet(handed.packet))
      try await scene.fixture.say(
        try scene.fixture.verdict(on: handed, .reject), on: handed.packet)
      try await scene.land(handed, tip: tip)
    },
  ]

  private static let bob = Result { try PrivateKey(comment: "bob") }

  private static func submodule(_ scene: ServerScene) async throws -> Handed {
    let head = try await scene.repository.id("main")
    try await scene.repository.git(
      "update-index", "--add", "--cacheinfo", "160000,\(head),sub")
    let tree = try await scene.repository.git("write-tree")
    try await scene.repository.git("reset", "-q", "--hard")
    let base = try scene.fixture.value()
    let commit = try await scene.commit(tree, parents: [base])
    try await scene.repository.git("branch", "lane", commit.hex)
    return try await scene.fixture.handIn("lane")
  }
}

@Suite struct PushedFalseEvidence {
  @Test(arguments: FalseEvidence.all)
  func isRefusedByTheServer(_ attack: FalseEvidence) async throws {
    try await ServerScene.with(policy: attack.policy) { scene in
      try await attack.prepare(scene)
      try await scene.expectRefused([ServerScene.everything, "main"], saying: attack.saying)
    }
  }
}
