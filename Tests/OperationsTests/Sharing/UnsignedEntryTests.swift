import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// Anybody who may push can append entries to the ledger that nobody signed.
@Suite("Entries that nobody signed")
struct UnsignedEntryTests {
  private static let eve = Stamp(PrincipalName("eve")!, at: GovernedFixture.now)

  /// Somebody without a key writes it into a clone's ledger, and shares that with plain git.
  private func forge(
    _ body: LedgerBody, of packet: ObjectID? = nil, tip: ObjectID? = nil, in clone: GovernedFixture
  ) async throws {
    try await clone.enter(body, of: packet, tip: tip, stamp: Self.eve)
    let name = Layout.ledger.text
    try await clone.repository.git("push", "-q", "--no-verify", "origin", "\(name):\(name)")
  }

  @Test("take no deletion back")
  func deletion() async throws {
    try await SharingScene.with { scene in
      let handed = try await scene.ann.approved("work", ["b.txt": "b\n"])
      let report = try await scene.workspace(scene.ann).merge(handed.packet.hex)
      try await scene.settle()
      let tip = try scene.ann.governed().store.ledgerIndex().records(ofPacket: handed.packet)
        .compactMap(\.tip).first
      try await scene.ann.repository.git("switch", "-q", "-c", "trunk")
      _ = try await scene.workspace(scene.ann).force(
        ForceRequest(branch: "main", commit: nil, reason: "done with it"))
      let landed = Landed(
        branch: GovernedFixture.main, prev: report.commit,
        commit: ObjectID(String(repeating: "12", count: 20))!, base: handed.base,
        head: handed.head, tree: handed.tree,
        verdicts: try scene.packet(handed.packet, in: scene.ann)?.verdicts.map(\.id) ?? [],
        gates: [])
      try await forge(.landed(landed), of: handed.packet, tip: tip, in: scene.ann)
      let judge = try Judge(scene.ann.governed())
      #expect(try judge.deletion(of: GovernedFixture.main)?.old == report.commit)
      let found = try await scene.workspace(scene.ann).verification(of: .everything)
      #expect(found.isProved && found.branches.first?.deletion != nil)
      try await scene.bare.git("symbolic-ref", "HEAD", "refs/heads/trunk")
      try await scene.sync(scene.ann)
      #expect(try scene.fixture.atBare(GovernedFixture.main) == nil)
    }
  }

  @Test("spend no rewind")
  func rewind() async throws {
    try await SharingScene.with { scene in
      try await scene.settle()
      let first = try scene.ann.value()
      let handed = try await scene.ann.approved("work", ["b.txt": "b\n"])
      let second = try await scene.workspace(scene.ann).merge(handed.packet.hex).commit
      try await scene.settle()
      _ = try await scene.workspace(scene.ann).force(
        ForceRequest(branch: "main", commit: first.hex, reason: "bad", rewinds: true))
      let words = try Judge(scene.ann.governed()).rewinds(of: GovernedFixture.main)
      let own = try #require(words.last)
      let forged = Forced(
        branch: GovernedFixture.main, old: second, new: first, rewind: true, reason: "x",
        epoch: own.digest)
      try await forge(.forced(forged), in: scene.ann)
      let ruling = try Judge(scene.ann.governed()).ruling(
        on: GovernedFixture.main, from: second, to: first, present: second,
        now: GovernedFixture.now)
      #expect(ruling == .rewound(own.id))
      try await scene.sync(scene.ann)
      #expect(try scene.fixture.atBare(GovernedFixture.main) == first)
    }
  }

  @Test("are not what a policy has to know")
  func policy() async throws {
    try await SharingScene.with { scene in
      try await scene.settle()
      let value = try scene.bob.value()
      let epoch = try #require(
        try Judge(scene.bob.governed()).epoch(of: GovernedFixture.main, at: value))
      let forged = Forced(
        branch: GovernedFixture.main, old: value, new: value, rewind: false, reason: "x",
        epoch: epoch)
      try await forge(.forced(forged), in: scene.bob)
      // Ann has not heard of it, and her policy goes along all the same.
      let ann = try scene.workspace(scene.ann)
      let draft = try ann.draft(.renew(until: "2031-01-01"))
      _ = try await ann.sign(draft)
      let policy = try #require(try scene.ann.target(Layout.policy))
      let report = try await scene.sync(scene.ann)
      #expect(report.needs == [])
      #expect(try scene.fixture.atBare(Layout.policy) == policy)
      let judge = try Judge(scene.ann.governed())
      let index = try scene.ann.governed().store.ledgerIndex()
      let words = try index.notable().filter(judge.isOwnersWord)
      #expect(!words.isEmpty && words.allSatisfy { $0.kind != .forced })
    }
  }
}
