import Git
import Model
import Store
import Support
import Testing

@Test func theLedgerWalksAlongItsEntriesNotIntoPackets() async throws {
  try await withStore { test, store in
    let (one, two) = (try await opened(store, "One"), try await opened(store, "Two"))
    let more = try await store.append(
      [try note("a", two.id), try note("b", two.id)], to: Layout.packet(two.id), .packet)
    let first = try await store.append(
      [
        try draft("cancelled", packet: one.id, subject: "One", tip: one.id),
        try draft("adopted", subject: "main"),
      ], to: Layout.ledger, .ledger)
    let last = try await store.append(
      [try draft("rejected", packet: two.id, subject: "Two", tip: more[1].id)],
      to: Layout.ledger, .ledger)
    let ledger = try store.chain(.ledger, of: Layout.ledger)
    #expect(ledger.events == first + last)
    #expect(ledger.events.map(\.envelope.clock) == [2, 3, 4])
    #expect(ledger.events.map(\.previous) == [nil, first[0].id, first[1].id])
    #expect(ledger.events.map(\.tip) == [one.id, nil, more[1].id])
    #expect(last[0].parents == [first[1].id, more[1].id])
    #expect(ledger.commits.count == 3)
    // Pushed alone, the ledger carries the packets' whole stories.
    try await test.git("fsck", "--strict", "--no-dangling")
    let names = try await test.git("log", "--format=%s", Layout.ledger.text)
    #expect(names.contains("steered: b") && names.contains("opened: One"))
    // An event of a packet is no entry.
    #expect(try store.chain(.ledger, at: two.id).events.isEmpty)
  }
}

@Test func bodiesOfEntriesAreReadBack() throws {
  let id = ObjectID.emptyTree
  let branch = try #require(ReferenceName(branch: "main"))
  let epoch = try #require(Digest(String(repeating: "a", count: 64)))
  let bodies: [LedgerBody] = [
    .landed(
      Landed(
        branch: branch, prev: id, commit: id, base: id, head: id, tree: id, verdicts: [id],
        gates: [])),
    .rejected(reason: "no"), .cancelled(reason: nil), .reported(reason: nil), .late,
    .forced(
      Forced(branch: branch, old: id, new: nil, rewind: true, reason: "leak", epoch: epoch)),
    .breach(Breach(branch: branch, old: nil, new: id, reason: "pushed")),
    .policy(PolicyChange(tips: [branch: id], ledger: nil)),
    .adopted(Adopted(branch: branch, commit: id)),
  ]
  for body in bodies {
    let kind = try #require(body.kind)
    let envelope = Envelope(
      repo: id, kind: kind, packet: nil, parents: [], clock: 1,
      author: try #require(PrincipalName("ann")), at: try #require(Instant(seconds: 0)),
      nonce: "n", attachments: [:], subject: "s", state: "",
      fields: body.fields.merging(["previous": nil, "tip": nil]) { old, _ in old })
    #expect(LedgerBody(try Envelope(text: envelope.text())) == body)
    var broken = envelope
    broken.fields = ["branch": 1, "reason": 1, "tips": 1]
    if kind != .late {
      guard case .unknown = LedgerBody(broken) else {
        Issue.record("\(kind) was read from wrong fields")
        continue
      }
    }
  }
}

@Test func pinsMoveFromWhatTheyWere() async throws {
  try await withStore { test, store in
    let (one, two) = (try await opened(store, "One"), try await opened(store, "Two"))
    #expect(try store.pins() == nil)
    try await store.pin { _ in Pins(repo: one.id, policy: one.id, ledger: nil) }
    let rival = try Store(Repository.discover(from: test.path))
    let stale = try rival.record(at: Layout.pins)
    try await store.pin { old in
      #expect(old?.ledger == nil)
      return Pins(repo: one.id, policy: one.id, ledger: two.id)
    }
    #expect(try rival.pins() == Pins(repo: one.id, policy: one.id, ledger: two.id))
    #expect(throws: GitError.self) {
      try rival.replaceRecord(at: Layout.pins, from: stale, with: ["a": 1])
    }
    let intent = try store.replaceRecord(at: Layout.intent, from: nil, with: ["to": "main"])
    #expect(try store.record(at: Layout.intent) == intent)
    #expect(intent?.value == ["to": "main"])
    try store.replaceRecord(at: Layout.intent, from: intent, with: nil)
    #expect(try store.record(at: Layout.intent) == nil)
  }
}
