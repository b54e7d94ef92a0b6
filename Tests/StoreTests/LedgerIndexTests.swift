import Foundation
import Git
import Model
import Store
import Support
import Testing

@Suite("The ledger's index")
struct LedgerIndexTests {
  private static let file = "/.git/o8/ledger-index"

  private func landed(_ packet: StoredEvent, as commit: ObjectID) throws -> EventDraft {
    let body = LedgerBody.landed(
      Landed(
        branch: try #require(ReferenceName(branch: "main")), prev: commit, commit: commit,
        base: commit, head: commit, tree: commit, verdicts: [], gates: []))
    return try draft(
      "landed", packet: packet.id, subject: "One", tip: packet.id, fields: body.fields)
  }

  private func cancelled(_ packet: ObjectID) throws -> EventDraft {
    try draft(
      "cancelled", packet: packet, subject: "Two", tip: packet,
      fields: LedgerBody.cancelled(reason: nil).fields)
  }

  /// An id that no object has.
  private func made(_ number: Int) throws -> ObjectID {
    let digits = String(0x1000 + number, radix: 16)
    return try #require(
      ObjectID(digits + String(repeating: "7", count: ObjectID.hexCount - digits.count)))
  }

  @Test("finds entries by packet and by landed commit, and says where the chain goes")
  func looksUp() async throws {
    try await withStore { test, store in
      let (one, two) = (try await opened(store, "One"), try await opened(store, "Two"))
      let commit = try #require(ObjectID(try await test.commit()))
      let branch = try #require(ReferenceName(branch: "main"))
      let entries = try await store.append(
        [
          try draft(
            "adopted", subject: "main",
            fields: LedgerBody.adopted(Adopted(branch: branch, commit: commit)).fields),
          try landed(one, as: commit), try cancelled(two.id),
          try draft("landed", packet: two.id, subject: "nothing named", tip: two.id),
          try draft("strange", packet: one.id, subject: "of tomorrow"),
        ], to: Layout.ledger, .ledger)
      let index = try Store(store.repository).ledgerIndex()
      #expect(index.tip == entries[4].id)
      #expect(index.clock == entries[4].envelope.clock)
      #expect(index.records(ofPacket: one.id).map(\.id) == [entries[1].id])
      #expect(index.records(landing: commit).map(\.packet) == [one.id])
      let closing = try #require(index.records(ofPacket: two.id).first)
      #expect(index.records(ofPacket: two.id).count == 1)
      #expect(closing.kind == .cancelled)
      #expect(closing.tip == two.id)
      #expect(closing.at == entries[2].envelope.at)
      #expect(index.notable().map(\.id) == [entries[0].id])
      #expect(entries.allSatisfy { index.contains($0.id) })
      // A packet's tip is a parent of its entry and no part of the ledger.
      #expect(!index.contains(one.id))
      #expect(index.packets(among: [one.id, commit].sorted()) == [one.id])
      #expect(index.packets(startingWith: String(two.id.hex.prefix(8))) == [two.id])
      #expect(index.packets(startingWith: "") == [one.id, two.id].sorted())
    }
  }

  @Test("agrees with the ledger whatever its size, and grows by what is new alone")
  func agreesWithTheLedger() async throws {
    try await withStore { test, store in
      var written: [StoredEvent] = []
      for round in 0..<4 {
        let drafts = try (0..<500).map { number in
          try draft(
            "cancelled", packet: try made(round * 500 + number), subject: "gone",
            fields: LedgerBody.cancelled(reason: nil).fields)
        }
        written += try await store.append(drafts, to: Layout.ledger, .ledger)
        let index = try Store(store.repository).ledgerIndex()
        #expect(index.packets(startingWith: "").count == written.count)
      }
      let index = try Store(store.repository).ledgerIndex()
      for entry in written.shuffled().prefix(200) {
        let packet = try #require(entry.envelope.packet)
        #expect(index.records(ofPacket: packet).map(\.id) == [entry.id])
        #expect(index.record(of: entry.id)?.clock == entry.envelope.clock)
      }
      let packets = written.compactMap(\.envelope.packet).sorted()
      #expect(index.packets(among: packets) == Set(packets))
      let some = packets.enumerated().filter { $0.offset % 97 == 0 }.map(\.element)
      let strangers = try (3000..<3010).map(made)
      #expect(index.packets(among: (some + strangers).sorted()) == Set(some))
      #expect(index.packets(startingWith: "12", limit: 3) == Array(packets[0x200..<0x203]))
    }
  }

  @Test("knows both sides of a join")
  func joins() async throws {
    try await withStore { test, store in
      let (one, two) = (try await opened(store, "One"), try await opened(store, "Two"))
      let first = try await store.append([try cancelled(one.id)], to: Layout.ledger, .ledger)
      _ = try store.ledgerIndex()
      let ours = try await store.append([try cancelled(two.id)], to: Layout.ledger, .ledger)
      try store.repository.move(Layout.ledger, from: ours[0].id, to: first[0].id)
      let theirs = try await store.append(
        [try draft("late", packet: one.id, subject: "One", tip: one.id)], to: Layout.ledger,
        .ledger)
      let joined = try store.join(.ledger, ours: theirs[0].id, fetched: ours[0].id)
      try store.repository.move(Layout.ledger, from: theirs[0].id, to: joined)
      let index = try Store(store.repository).ledgerIndex()
      #expect(index.contains(joined) && index.contains(ours[0].id))
      #expect(index.clock == theirs[0].envelope.clock)
      #expect(index.records(ofPacket: one.id).map(\.kind) == [.cancelled, .late])
      #expect(index.records(ofPacket: two.id).map(\.id) == [ours[0].id])
      // One side of a join is less than what was seen; the whole is not.
      #expect(try store.ledgerHolds(joined))
      try store.repository.move(Layout.ledger, from: joined, to: ours[0].id)
      #expect(try !store.ledgerHolds(joined))
      let other = try store.join(.ledger, ours: first[0].id, fetched: theirs[0].id)
      try store.repository.move(Layout.ledger, from: ours[0].id, to: other)
      #expect(try !store.ledgerHolds(joined))
      try store.repository.move(Layout.ledger, from: other, to: joined)
      let next = try await Store(store.repository).append(
        [try draft("late", packet: two.id, subject: "Two")], to: Layout.ledger, .ledger)
      #expect(next[0].envelope.clock == theirs[0].envelope.clock + 1)
      #expect(try store.chain(.ledger, of: Layout.ledger).events.count == 4)
      try checkThatReadingAllGivesTheSame(store)
    }
  }

  @Test("is made anew where the file is damaged, another's, or gone", arguments: 0..<6)
  func survivesDamage(kind: Int) async throws {
    try await withStore { test, store in
      let one = try await opened(store, "One")
      let entry = try await store.append([try cancelled(one.id)], to: Layout.ledger, .ledger)[0]
      _ = try Store(store.repository).ledgerIndex()
      let path = test.path + Self.file
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      switch kind {
      case 0: bytes = Data()
      case 1: bytes = bytes.dropLast(5)
      case 2: bytes[bytes.count / 2] ^= 0x40
      case 3: bytes[20] ^= 1  // another repository
      case 4: bytes[40] ^= 1  // another tip
      default: bytes = Data("not an index at all, but long enough to have a header ".utf8) + bytes
      }
      try bytes.write(to: URL(fileURLWithPath: path))
      let index = try Store(store.repository).ledgerIndex()
      #expect(index.records(ofPacket: one.id).map(\.id) == [entry.id])
      #expect(index.contains(entry.id))
    }
  }

  @Test("does not keep what a ledger that went back has lost")
  func goesBack() async throws {
    try await withStore { test, store in
      let (one, two) = (try await opened(store, "One"), try await opened(store, "Two"))
      let entries = try await store.append(
        [try cancelled(one.id), try cancelled(two.id)], to: Layout.ledger, .ledger)
      _ = try store.ledgerIndex()
      try store.repository.move(Layout.ledger, from: entries[1].id, to: entries[0].id)
      let index = try store.ledgerIndex()
      #expect(!index.contains(entries[1].id))
      #expect(index.records(ofPacket: two.id).isEmpty)
      try store.repository.move(Layout.ledger, from: entries[0].id, to: nil)
      #expect(try store.ledgerIndex().packets(startingWith: "").isEmpty)
    }
  }

  @Test("what counts for nothing is behind the tip and about nothing")
  func inert() async throws {
    try await withStore { test, store in
      let one = try await opened(store, "One")
      let entry = try await store.append([try cancelled(one.id)], to: Layout.ledger, .ledger)[0]
      // Another repository's entry on top of ours.
      let stranger = Store(store.repository, identity: one.id)
      let foreign = try await stranger.append(
        [try draft("late", packet: one.id, subject: "x")], to: Layout.ledger, .ledger)[0]
      let index = try Store(store.repository).ledgerIndex()
      #expect(index.records(ofPacket: one.id).map(\.id) == [entry.id])
      #expect(index.contains(foreign.id) && index.contains(entry.id))
      #expect(index.clock == entry.envelope.clock)
      try checkThatReadingAllGivesTheSame(store)
    }
  }

  private func checkThatReadingAllGivesTheSame(_ store: Store) throws {
    let store = Store(store.repository, identity: store.identity)
    let read = try #require(
      store.indexBytes(of: try store.chain(.ledger, of: Layout.ledger)))
    #expect(try read == store.indexBytes(of: store.ledgerIndex()))
    #expect(LedgerIndex(bytes: read)?.tip == (try store.repository.target(of: Layout.ledger)))
  }

  @Test("goes on from bytes that somebody vouched for, where the ledger has all that they have")
  func goesOnFromBytes() async throws {
    try await withStore { test, store in
      let (one, two) = (try await opened(store, "One"), try await opened(store, "Two"))
      let first = try await store.append([try cancelled(one.id)], to: Layout.ledger, .ledger)[0]
      let bytes = try #require(
        store.indexBytes(of: try store.chain(.ledger, of: Layout.ledger)))
      #expect(try store.goOn(fromIndex: bytes)?.records.isEmpty == true)
      let second = try await store.append([try cancelled(two.id)], to: Layout.ledger, .ledger)[0]
      // What lies in the file is not asked.
      _ = try Store(store.repository).ledgerIndex()
      try Data("a lie".utf8).write(to: URL(fileURLWithPath: test.path + Self.file))
      let fresh = Store(store.repository, identity: store.identity)
      let growth = try #require(try fresh.goOn(fromIndex: bytes))
      #expect(growth.records.map(\.id) == [second.id])
      #expect(growth.before.tip == first.id && growth.now.tip == second.id)
      #expect(try fresh.ledgerIndex().records(ofPacket: two.id).map(\.id) == [second.id])
      for lie in [[], Array(bytes.dropLast()), Array("a lie".utf8)] {
        #expect(try fresh.goOn(fromIndex: lie) == nil)
      }
      try store.repository.move(Layout.ledger, from: second.id, to: one.id)
      #expect(try fresh.goOn(fromIndex: bytes) == nil)
    }
  }
}
