import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

/// Data that no reader takes, pushed as a writer without scruples would make it.
@Suite struct PushedChains {
  @Test func aPacketThatIsNotWhatItMustBeIsRefusedByName() async throws {
    try await ServerScene.with { scene in
      let forge = try Forge(scene.fixture)
      let good = forge.envelope()
      let text = good.text()
      let known = "\"kind\":\"opened\""
      try await scene.expectRefused(
        packet: try forge.replaced(known, by: "\(known),\(known)"), saying: "a key occurs twice")
      try await scene.expectRefused(
        packet: try forge.replaced("\"v\":1", by: "\"v\":2"), saying: "event.json is of a version")
      try await scene.expectRefused(
        packet: try forge.replaced("\"title\":\"Forged\"", by: "\"title\":7"), saying: "`title`")
      try await scene.expectRefused(
        packet: try forge.replaced("\"v\":1", by: "\"v\": 1"),
        saying: "the JSON is not in its canonical")
      try await scene.expectRefused(
        packet: try forge.commit(good, text: text.dropLast(9)), saying: "event.json does not end")
      let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
      try await scene.expectRefused(
        packet: try forge.replaced("\"v\":1", by: "\"v\":1,\"x\":\(deep)"),
        saying: "the JSON nests too deep")
      try await scene.expectRefused(
        packet: try forge.commit(good, text: [0xff, 0xfe, 0x0a]), saying: "no JSON value")
      try await scene.expectRefused(
        packet: try forge.commit(good, text: Array(repeating: 0x20, count: Limits.blobBytes + 1)),
        saying: "`event.json` is too large")
      let blob = try forge.repository.writeBlob([1])
      let many = (0..<Limits.treeEntries).map { TreeEntry("f\($0)", blob) }
      try await scene.expectRefused(
        packet: try forge.commit(good, files: many), saying: "the tree is too large")
      try await scene.expectRefused(
        packet: try forge.commit(good, files: [TreeEntry("extra", blob)]),
        saying: "its files are not")
      let empty = try forge.repository.writeTree([])
      try await scene.expectRefused(
        packet: try forge.commit(good, files: [TreeEntry("dir", .tree, empty)]),
        saying: "it holds a directory")
      let long = String(repeating: "x", count: Limits.messageBytes)
      try await scene.expectRefused(
        packet: try forge.commit(good, suffix: long), saying: "the message is too large")
      // 48: the same event in another commit.
      try await scene.expectRefused(
        packet: try forge.commit(good, suffix: "more\n"), saying: "its commit is not the one")
      try await scene.expectRefused(
        packet: try forge.commit(forge.envelope { $0.repo = blob }), saying: "it belongs to another"
      )
      try await scene.expectRefused(
        packet: try forge.commit(forge.envelope { $0.kind = EventKind("novel")! }),
        saying: "this program does not know the kind")
      try await scene.expectRefused(
        packet: try forge.commit(forge.envelope { $0.clock = 2 }), saying: "its clock is 2")
      try await scene.expectRefused(
        packet: try forge.commit(forge.envelope { $0.packet = blob }),
        saying: "the chain does not begin")
      try await scene.expectRefused(packet: try scene.fixture.value(), saying: "it holds no event")
      let root = try forge.commit(good)
      try await scene.expectRefused(
        ["\(blob):\(Layout.packet(root))"], saying: "it is no commit")
      try await scene.expectRefused(
        ["\(root):\(Layout.packet(blob))"], saying: "the chain does not begin with the packet")
      try await scene.expectTaken(["\(root):\(Layout.packet(root))"])
      // What follows is held to the same.
      let next = try forge.commit(
        forge.envelope {
          ($0.kind, $0.packet, $0.parents, $0.clock) = (.steered, blob, [root], 2)
          $0.fields = EventBody.steered(message: "x", live: false).fields
        })
      try await scene.expectRefused(
        ["\(next):\(Layout.packet(root))"], saying: "it belongs to another packet")
    }
  }

  @Test func theLedgerOnlyGrowsAndOnlyByWhatItMayHold() async throws {
    try await ServerScene.with { scene in
      let forge = try Forge(scene.fixture)
      let ledger = Layout.ledger
      let tip = try #require(try scene.held(ledger))
      let handed = try await scene.fixture.hand("lane", ["b.txt": "b\n"])
      let packet = try #require(
        try forge.repository.target(of: Layout.packet(handed.packet)))
      func entry(_ change: (inout Envelope) -> Void = { _ in }) throws -> ObjectID {
        try forge.commit(
          forge.envelope {
            ($0.kind, $0.packet) = (.cancelled, handed.packet)
            ($0.parents, $0.clock) = ([tip, packet], 10)
            $0.fields = LedgerBody.cancelled(reason: "no").fields
            $0.fields["previous"] = JSONValue(tip)
            $0.fields["tip"] = JSONValue(packet)
            change(&$0)
          })
      }
      func refused(_ commit: ObjectID, _ text: String) async throws {
        try await scene.expectRefused(["\(commit):\(ledger)"], saying: text)
      }
      // 38: a clock that leaves no room for anybody else's.
      try await refused(try entry { $0.clock = 1 << 22 }, "its clock is 4194304")
      try await refused(try entry { $0.clock = 1 }, "its clock is 1")
      try await refused(try entry { $0.packet = nil }, "it rests on no packet")
      try await refused(try entry { $0.packet = packet }, "of the packet that it closes")
      try await refused(try entry { $0.fields["tip"] = .null }, "it is no entry of a ledger")
      try await refused(try entry { $0.fields["reason"] = .integer(1) }, "`reason`")
      // 27: back, and beside.
      let beside = try forge.commit(
        forge.envelope {
          ($0.kind, $0.packet, $0.parents) = (.cancelled, handed.packet, [packet])
          ($0.clock, $0.fields) = (10, LedgerBody.cancelled(reason: nil).fields)
          ($0.fields["previous"], $0.fields["tip"]) = (.null, JSONValue(packet))
        })
      try await refused(beside, "which is here, is not behind it")
      // Along `tip` is not along the ledger.
      let hidden = try forge.commit(
        forge.envelope {
          ($0.kind, $0.packet, $0.parents) = (.cancelled, tip, [tip])
          ($0.clock, $0.fields) = (10, LedgerBody.cancelled(reason: nil).fields)
          ($0.fields["previous"], $0.fields["tip"]) = (.null, JSONValue(tip))
        })
      try await refused(hidden, "of the packet that it closes")
      // 49: a join that says something.
      let tree = try await scene.repository.git("rev-parse", "main^{tree}")
      let join = try await scene.commit(tree, parents: [tip, beside].sorted(), "join")
      try await refused(join, "it holds no event")
      let unsorted = try await scene.commit(
        ObjectID.emptyTree.hex, parents: [tip, beside].sorted().reversed(), "join")
      try await refused(unsorted, "it is neither event nor join")
      try await scene.expectRefused([":\(ledger)"], saying: "only grows")
      try await scene.expectTaken(["\(try entry()):\(ledger)"])
      // 54, 56: a packet goes when the ledger has all of it and says for good that it is closed.
      try await scene.expectTaken(["\(packet):\(Layout.packet(handed.packet))"])
      try await scene.expectTaken([":\(Layout.packet(handed.packet))"])
    }
  }

  @Test func aPacketGoesOnlyWhenItIsClosedAndAllOfItIsKept() async throws {
    try await ServerScene.with { scene in
      let handed = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      let name = Layout.packet(handed.packet)
      let heads = Layout.heads(handed.packet)
      let tip = try #require(try scene.fixture.open().target(of: name))
      try await scene.expectTaken([ServerScene.everything])
      try await scene.expectRefused([":\(name)"], saying: "the ledger does not hold")
      try await scene.expectRefused([":\(heads)"], saying: "is still there")
      // Open again by a claim that is on no branch.
      let commit = try await scene.land(handed)
      try await scene.expectRefused(
        ["refs/o8/ledger", ":\(name)"], saying: "closed for good")
      // What the closer had not seen.
      try await scene.fixture.say(try scene.fixture.verdict(on: handed), on: handed.packet)
      try await scene.expectTaken(["\(name)"])
      try await scene.expectRefused(
        ["refs/o8/ledger", "\(commit):refs/heads/main", ":\(name)", ":\(heads)"],
        saying: "the ledger does not hold")
      let later = try #require(try scene.fixture.open().target(of: name))
      try await scene.fixture.enter(.late, of: handed.packet, tip: later)
      try await scene.expectTaken(
        ["refs/o8/ledger", "\(commit):refs/heads/main", ":\(name)", ":\(heads)"])
      // A stale clone brings it back, and that is let in as late.
      try await scene.expectTaken(["\(tip):\(name)"])
      #expect(try scene.held(name) == tip)
      try await scene.expectTaken([":\(name)"])
    }
  }

  @Test func headsOnlyGrowAndHintsGoForward() async throws {
    try await ServerScene.with { scene in
      let handed = try await scene.fixture.hand("lane", ["b.txt": "b\n"])
      let heads = Layout.heads(handed.packet)
      try await scene.expectTaken([ServerScene.everything])
      let other = try await scene.fixture.hand("other", ["c.txt": "c\n"])
      try await scene.expectRefused(["\(other.head):\(heads)"], saying: "is not behind it")
      let store = try scene.fixture.governed().store
      let joined = try store.joinHeads(ours: handed.head, fetched: other.head)
      try await scene.expectTaken(["\(joined):\(heads)"])

      let repository = try scene.fixture.open()
      func hint(_ bytes: [UInt8], after parents: [ObjectID]) async throws -> ObjectID {
        let blob = try repository.writeBlob(bytes)
        let tree = try repository.writeTree([TreeEntry("hints.json", blob)])
        return try await scene.commit(tree.hex, parents: parents)
      }
      let name = "refs/o8/hints/ann/laptop"
      let first = try await hint([1], after: [])
      try await scene.expectTaken(["\(first):\(name)"])
      try await scene.expectRefused(
        ["\(try await hint([2], after: [])):\(name)"], saying: "is not behind it")
      let large = try await hint(Array(repeating: 0, count: Limits.blobBytes + 1), after: [first])
      try await scene.expectRefused(["\(large):\(name)"], saying: "is too large")
      try await scene.expectTaken(["\(try await hint([2], after: [first])):\(name)"])
    }
  }
}
