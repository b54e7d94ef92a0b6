import Git
import Model
import Store
import Support
import Testing

/// Three tips of one packet, grown at random from one root and each other's joins.
private func tips(_ store: Store, seed: UInt64) async throws -> [ObjectID] {
  var random = SeededRandom(seed: seed)
  let root = try await opened(store)
  var tips = [root.id, root.id, root.id]
  let scratch = try #require(ReferenceName("refs/o8-local/scratch"))
  for step in 0..<Int.random(in: 2...8, using: &random) {
    let index = Int.random(in: 0..<3, using: &random)
    if Int.random(in: 0..<4, using: &random) == 0 {
      let other = Int.random(in: 0..<3, using: &random)
      tips[index] = try store.join(.packet, ours: tips[index], fetched: tips[other])
      continue
    }
    try store.repository.move(scratch, from: nil, to: tips[index])
    let seconds = Int64.random(in: 0..<10, using: &random)
    let events = try await store.append(
      [try note("step \(step)", root.id, at: seconds)], to: scratch, .packet)
    tips[index] = events[0].id
    try store.repository.move(scratch, from: tips[index], to: nil)
  }
  return tips
}

@Test(arguments: UInt64(0)..<24) func joinsKeepAllAndComeToRest(seed: UInt64) async throws {
  try await withStore { test, store in
    let tips = try await tips(store, seed: seed)
    func join(_ one: ObjectID, _ other: ObjectID) throws -> ObjectID {
      try store.join(.packet, ours: one, fetched: other)
    }
    func events(_ tip: ObjectID) throws -> Set<ObjectID> {
      let chain = try store.chain(.packet, at: tip)
      #expect(chain.inert.isEmpty && chain.foreign.isEmpty)
      #expect(chain.events.count == chain.substance.count)
      return chain.substance
    }
    let (a, b, c) = (tips[0], tips[1], tips[2])
    let both = try join(a, b)
    #expect(try events(both) == events(a).union(events(b)))
    #expect(try events(both) == events(join(b, a)))
    #expect(try join(a, a) == a)
    #expect(try join(both, a) == both && join(a, both) == both)
    #expect(try join(both, b) == both && join(b, both) == both)
    let (left, right) = (try join(both, c), try join(a, join(b, c)))
    #expect(try events(left) == events(right))
    // With nothing new on either side whoever fetches takes the other's, and no join is made.
    #expect(try [left, right].contains(join(left, right)))
    #expect(try events(join(left, right)) == events(left))
  }
}

@Test func aJoinIsRebuiltAndAnythingLikeItRefused() async throws {
  try await withStore { test, store in
    let root = try await opened(store)
    let name = Layout.packet(root.id)
    let one = try await store.append([try note("one", root.id)], to: name, .packet)[0]
    try store.repository.move(name, from: one.id, to: root.id)
    let two = try await store.append([try note("two", root.id)], to: name, .packet)[0]
    let join = try store.join(.packet, ours: one.id, fetched: two.id)
    #expect(try store.chain(.packet, at: join).commits[join]?.content == .join)
    #expect(try store.chain(.packet, at: join).commits[join]?.clock == 2)
    let raw = try store.repository.commit(join).raw
    let text = String(decoding: raw, as: UTF8.self)
    let sorted = [one.id, two.id].sorted()
    let (first, second) = ("parent \(sorted[0])\n", "parent \(sorted[1])\n")
    let forged = [
      text.replacing("\n\njoin", with: "\n\nJoin"),
      text.replacing("1767225601", with: "1767225602"),
      text.replacing(first + second, with: second + first),
      text.replacing(first, with: ""),
      text.replacing("<o8>", with: "<o9>"),
    ]
    for text in forged {
      #expect(Array(text.utf8) != raw)
      let id = try store.repository.writeCommit(Array(text.utf8))
      let chain = try store.chain(.packet, at: id)
      #expect(chain.foreign.map(\.id) == [id])
      #expect(throws: StoreError.self) {
        try store.join(.packet, ours: root.id, fetched: id)
      }
    }
    // An event after a join counts on from the larger side.
    try store.repository.move(name, from: two.id, to: join)
    let after = try await store.append([try note("after", root.id)], to: name, .packet)
    #expect(after[0].envelope.clock == 3 && after[0].parents == [join])
    #expect(try store.chain(.packet, of: name).events.count == 4)
  }
}

@Test func policiesNeverJoin() async throws {
  try await withStore { test, store in
    let root = try #require(try store.repository.target(of: Layout.policy))
    #expect(store.identity == root)
    let one = try await store.append(
      [try draft("policy", subject: "one")], to: Layout.policy, .policy)[0]
    try store.repository.move(Layout.policy, from: one.id, to: root)
    let two = try await store.append(
      [try draft("policy", subject: "two")], to: Layout.policy, .policy)[0]
    #expect(try store.chain(.policy, of: Layout.policy).events.count == 2)
    #expect(try store.join(.policy, ours: root, fetched: one.id) == one.id)
    #expect(throws: StoreError.self) {
      try store.join(.policy, ours: one.id, fetched: two.id)
    }
  }
}

@Test func headsAreASetOfCodeCommits() async throws {
  try await withStore { test, store in
    let packet = try await opened(store).id
    let one = try #require(ObjectID(try await test.commit(["a": "1"])))
    let two = try #require(ObjectID(try await test.commit(["a": "2"])))
    let three = try #require(ObjectID(try await test.commit(["a": "3"])))
    #expect(try store.heads(of: packet) == [])
    try await store.addHead(one, for: packet)
    #expect(try store.repository.target(of: Layout.heads(packet)) == one)
    try await store.addHead(two, for: packet)
    let joined = try store.repository.target(of: Layout.heads(packet))
    try await store.addHead(one, for: packet)
    #expect(try store.repository.target(of: Layout.heads(packet)) == joined)
    try await store.addHead(three, for: packet)
    #expect(try store.heads(of: packet) == [one, two, three].sorted())
    let tip = try #require(try store.repository.target(of: Layout.heads(packet)))
    let apart = try store.joinHeads(ours: three, fetched: one)
    #expect(try store.joinHeads(ours: apart, fetched: tip) == tip)
    #expect(try store.joinHeads(ours: tip, fetched: apart) == tip)
    #expect(try store.heads(at: apart) == [one, three])
    try await test.git("fsck", "--strict", "--no-dangling")
  }
}
