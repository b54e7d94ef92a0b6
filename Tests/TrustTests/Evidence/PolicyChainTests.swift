import Git
import Model
import Store
import Support
import Testing
import Trust

/// A repository whose policy is about to be written, with two people's keys.
private struct PolicyFixture {
  let repository: TestRepository
  let ann: PrivateKey
  let bob: PrivateKey

  static func with(_ body: (PolicyFixture) async throws -> Void) async throws {
    try await withRepository { repository in
      try await repository.commit(["a.txt": "one\n"])
      try await body(
        PolicyFixture(
          repository: repository, ann: try PrivateKey(comment: "ann"),
          bob: try PrivateKey(comment: "bob")))
    }
  }

  func policy(owners: Int, attempts: Int = 3) throws -> Policy {
    func person(_ key: PrivateKey, _ name: String) -> Principal {
      Principal(roles: [.owner, .operator], human: name, keys: [key.publicKey])
    }
    return Policy(
      protected: [try #require(Pattern("main"))],
      principals: [
        try #require(PrincipalName("ann")): person(ann, "ann"),
        try #require(PrincipalName("bob")): person(bob, "bob"),
      ],
      require: Requirements(byRole: [.owner: owners, .operator: 1, .reviewer: 0]), gates: [],
      rules: StaticRules(), landing: [.merge], attempts: attempts, carry: .never,
      selfReview: .refused, expires: try #require(CalendarDay("2030-01-01")))
  }

  /// Appends a policy event signed by `keys`, whether or not they may.
  @discardableResult
  func write(_ policy: Policy, signedBy keys: [PrivateKey]) async throws -> ObjectID {
    let git = try Repository.discover(from: repository.path)
    let tip = try git.target(of: Layout.policy)
    let root = try tip.flatMap { try PolicyChain(at: $0, in: git)?.repo }
    let text = PolicyText(policy)
    let draft = EventDraft(
      .policy, packet: nil, author: try #require(PrincipalName("ann")),
      at: try #require(Instant("2026-11-21T12:00:00Z")),
      attachments: [
        PolicyAttachment.policy: text.policy, PolicyAttachment.signers: text.signers,
      ],
      subject: "a policy", fields: LedgerBody.policy(PolicyChange(tips: [:], ledger: nil)).fields)
    let written = try await Store(git, identity: root).append(
      [draft], to: Layout.policy, .policy
    ) { text in
      try keys.map { try $0.sign(text).armored }
    }
    return written[0].id
  }

  func history() throws -> PolicyChain? {
    let git = try Repository.discover(from: repository.path)
    guard let tip = try git.target(of: Layout.policy) else { return nil }
    return try PolicyChain(at: tip, in: git)
  }
}

@Test func theFirstPolicyIsSignedByItsOwnOwners() async throws {
  try await PolicyFixture.with { fixture in
    let root = try await fixture.write(try fixture.policy(owners: 1), signedBy: [fixture.ann])
    let history = try #require(try fixture.history())
    #expect(history.repo == root)
    #expect(history.newest.policy == (try fixture.policy(owners: 1)))
    #expect(history.refused == nil)
  }
}

@Test func aFirstPolicyThatNoOwnerSignedIsNone() async throws {
  try await PolicyFixture.with { fixture in
    let stranger = try PrivateKey(comment: "eve")
    try await fixture.write(try fixture.policy(owners: 1), signedBy: [stranger])
    #expect(try fixture.history() == nil)
  }
}

@Test func aChangeNeedsEnoughOwnersOfThePolicyBefore() async throws {
  try await PolicyFixture.with { fixture in
    let both = [fixture.ann, fixture.bob]
    try await fixture.write(try fixture.policy(owners: 2), signedBy: both)
    // The new policy would be content with one, but it is the old one that decides.
    let bad = try await fixture.write(
      try fixture.policy(owners: 1, attempts: 9), signedBy: [fixture.ann])
    let refused = try #require(try fixture.history())
    #expect(refused.newest.policy.attempts == 3)
    #expect(refused.refused?.id == bad)
    #expect(refused.refused?.reason.contains("1 of 2 owners") == true)
    // What follows a policy that does not count does not count either.
    try await fixture.write(try fixture.policy(owners: 2, attempts: 5), signedBy: both)
    #expect(try fixture.history()?.newest.policy.attempts == 3)
  }
}

@Test func oneKeyTwiceIsOneOwner() async throws {
  try await PolicyFixture.with { fixture in
    try await fixture.write(
      try fixture.policy(owners: 2), signedBy: [fixture.ann, fixture.ann])
    #expect(try fixture.history() == nil)
  }
}

@Test func aPacketsEventsAreAuthenticatedByTheirSignaturesAlone() async throws {
  try await PolicyFixture.with { fixture in
    let root = try await fixture.write(try fixture.policy(owners: 1), signedBy: [fixture.ann])
    let git = try Repository.discover(from: fixture.repository.path)
    let store = Store(git, identity: root)
    let opened = Opened(
      title: "Fix it", branch: try #require(ReferenceName("refs/heads/main")), runtime: "exec")
    let draft = EventDraft(
      .opened, packet: nil, author: try #require(PrincipalName("ann")),
      at: try #require(Instant("2026-11-21T12:00:00Z")), subject: "Fix it", state: "queued",
      fields: EventBody.opened(opened).fields)
    let events = try await store.open(draft) { text in
      // One good signature, one over another text.
      [try fixture.bob.sign(text).armored, try fixture.ann.sign([1]).armored]
    }
    let id = try #require(events.first?.id)
    let chain = try store.chain(.packet, of: Layout.packet(id))
    #expect(chain.events.first?.signers == [fixture.bob.publicKey])
    let packet = try #require(chain.packet(under: try fixture.history()?.newest.policy))
    #expect(packet.title == "Fix it")
    #expect(packet.state == .queued)
  }
}
