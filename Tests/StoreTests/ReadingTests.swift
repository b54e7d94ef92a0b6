import Git
import Model
import Store
import Support
import Testing

/// A packet of two events, and what a forger makes of the second.
private struct Forgery {
  let store: Store
  let root: StoredEvent
  let event: StoredEvent
  let raw: [UInt8]
  let tree: [TreeEntry]

  init(_ store: Store) async throws {
    self.store = store
    root = try await opened(store)
    event = try #require(
      try await store.append(
        [
          try draft(
            "steered", packet: root.id, subject: "the true one", attachments: ["a.txt": "true"])
        ], to: Layout.packet(root.id), .packet,
        signing: { _ in [Array("signature".utf8)] }
      ).first)
    let commit = try store.repository.commit(event.id)
    raw = commit.raw
    tree = try store.repository.tree(commit.tree)
  }

  func replacing(_ old: String, _ new: String) throws -> ObjectID {
    let text = String(decoding: raw, as: UTF8.self)
    let changed = text.replacing(old, with: new, maxReplacements: 1)
    #expect(changed != text)
    return try store.repository.writeCommit(Array(changed.utf8))
  }

  func with(_ entries: [TreeEntry]) throws -> ObjectID {
    let commit = try store.repository.commit(event.id)
    let tree = try store.repository.writeTree(entries)
    return try replacing("tree \(commit.tree)", "tree \(tree)")
  }

  func content(_ tip: ObjectID) throws -> ChainContent? {
    let chain = try store.chain(.packet, at: tip)
    #expect(chain.events == [root] || chain.foreign.count == 1)
    return chain.commits[tip]?.content
  }

  func isInert(_ tip: ObjectID) throws -> Bool {
    if case .inert = try content(tip) { true } else { false }
  }

  func isForeign(_ tip: ObjectID) throws -> Bool {
    if case .foreign = try content(tip) { true } else { false }
  }
}

@Test func aTamperedEventIsInertAndItsParentsAreRead() async throws {
  try await withStore { _, store in
    let forgery = try await Forgery(store)
    let repository = store.repository
    #expect(try forgery.isInert(forgery.replacing("the true one", "a false one")))
    #expect(try forgery.isInert(forgery.replacing(" 1767225601 +0000", " 1767225602 +0000")))
    #expect(try forgery.isInert(forgery.replacing("committer ann <ann>", "committer bob <ann>")))
    #expect(try forgery.isInert(forgery.replacing("O8-Clock: 2", "O8-Clock: 3")))
    #expect(
      try forgery.isInert(forgery.replacing("\n\nsteered", "\nencoding UTF-8\n\nsteered")))
    let blob = try repository.writeBlob(Array("more".utf8))
    #expect(try forgery.isInert(forgery.with(forgery.tree + [TreeEntry("more", blob)])))
    let other = forgery.tree.filter { $0.name != "a.txt" }
    #expect(try forgery.isInert(forgery.with(other)))
    #expect(try forgery.isInert(forgery.with(other + [TreeEntry("a.txt", blob)])))
    let executable =
      other + [
        TreeEntry("a.txt", .executable, try repository.writeBlob(Array("true".utf8)))
      ]
    #expect(try forgery.isInert(forgery.with(executable)))
    #expect(try forgery.isInert(forgery.with(forgery.tree + [TreeEntry("event.json.sig.3", blob)])))
  }
}

@Test func anEventInAnotherPlaceIsInert() async throws {
  try await withStore { test, store in
    let forgery = try await Forgery(store)
    let between = try #require(
      try await store.append(
        [try note("between", forgery.root.id)], to: Layout.packet(forgery.root.id), .packet
      ).last)
    let moved = try forgery.replacing("parent \(forgery.root.id)", "parent \(between.id)")
    let chain = try store.chain(.packet, at: moved)
    #expect(chain.inert.map(\.id) == [moved])
    #expect(chain.events.count == 3)
    // Another repository's policy makes all of this another repository's.
    let stranger = Store(store.repository, identity: forgery.root.id)
    #expect(try stranger.chain(.packet, at: between.id).events.isEmpty)
    #expect(try stranger.chain(.packet, at: between.id).inert.count == 3)
  }
}

@Test func aLyingClockIsInertAndMisleadsNoWriter() async throws {
  try await withStore { test, store in
    let forgery = try await Forgery(store)
    let name = Layout.packet(forgery.root.id)
    var envelope = forgery.event.envelope
    envelope.clock = 5000
    let text = try store.repository.writeBlob(envelope.text())
    let tree = try store.repository.writeTree(
      forgery.tree.filter { $0.name != "event.json" } + [TreeEntry("event.json", text)])
    let form = CommitForm(envelope, tree: tree, parentSeconds: [1_767_225_601])
    let liar = try store.repository.writeCommit(form.bytes)
    #expect(try forgery.isInert(liar))
    try store.repository.move(name, from: forgery.event.id, to: liar)
    let next = try await Store(store.repository).append(
      [try note("undeceived", forgery.root.id)], to: name, .packet)
    #expect(next.map(\.envelope.clock) == [2])
    #expect(try store.chain(.packet, of: name).events == [forgery.root] + next)
  }
}

@Test func whatIsNoEventKeepsTheChainApart() async throws {
  try await withStore { test, store in
    let forgery = try await Forgery(store)
    let code = try #require(ObjectID(try await test.commit(["a": "1"])))
    #expect(try forgery.isForeign(code))
    let repository = store.repository
    let large = try repository.writeBlob(Array(repeating: 0x20, count: Limits.blobBytes + 1))
    #expect(try forgery.isForeign(forgery.with(forgery.tree + [TreeEntry("large", large)])))
    let long = String(repeating: "x", count: Limits.messageBytes)
    #expect(try forgery.isForeign(forgery.replacing("the true one", long)))
    let inner = try repository.writeTree([TreeEntry("x", large)])
    #expect(
      try forgery.isForeign(forgery.with(forgery.tree + [TreeEntry("d", .tree, inner)])))
    let forged = try forgery.replacing("parent \(forgery.root.id)", "parent \(code)")
    let chain = try store.chain(.packet, at: forged)
    #expect(chain.foreign.isEmpty && chain.inert.map(\.id) == [forged])
  }
}
