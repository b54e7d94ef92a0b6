import Git
import Model
import Store
import Support
import Synchronization
import Testing

@Test func whatIsAppendedIsReadBack() async throws {
  try await withStore { test, store in
    let root = try await opened(store)
    let name = Layout.packet(root.id)
    let written = try await store.append(
      [try note("go on", root.id), try note("naïve — ok", root.id)], to: name, .packet,
      signing: { text in [Array("one \(text.count)".utf8), Array("two".utf8)] })
    let chain = try store.chain(.packet, of: name)
    #expect(chain.events == [root] + written)
    #expect(chain.events.map(\.envelope.clock) == [1, 2, 3])
    #expect(chain.events.map(\.signatures.count) == [0, 2, 2])
    #expect(root.envelope.parents.isEmpty && written[0].parents == [root.id])
    #expect(chain.tip == written[1].id)
    #expect(chain.inert.isEmpty && chain.foreign.isEmpty)
    let prompt = try #require(root.attachments["prompt.md"])
    #expect(try store.repository.blob(prompt, limit: 100) == Array("Do it.\n".utf8))
  }
}

@Test func gitAcceptsTheObjectsAndTellsTheStory() async throws {
  try await withStore { test, store in
    let root = try await opened(store)
    let name = Layout.packet(root.id)
    try await store.append(
      [try note("look at the tests first", root.id)], to: name, .packet,
      signing: { _ in [Array("signature".utf8)] })
    let ledger = try draft("cancelled", packet: root.id, subject: "no need", tip: root.id)
    try await store.append([ledger], to: Layout.ledger, .ledger)
    try await test.git("fsck", "--strict", "--full", "--no-dangling")
    let story = try await test.git("log", "--format=%s|%an|%ae|%aI", name.text)
    #expect(
      story == """
        steered: look at the tests first|ann|ann|2026-01-01T00:00:01+00:00
        opened: Fix the parser|ann|ann|2026-01-01T00:00:01+00:00
        """)
    let trailers = try await test.git("log", "-1", "--format=%(trailers:unfold)", name.text)
    #expect(
      trailers.hasPrefix(
        "O8-Packet: \(root.id)\nO8-Kind: steered\nO8-Clock: 2\nO8-State: queued"))
    let files = try await test.git("ls-tree", "--format=%(objectmode) %(path)", name.text)
    #expect(files == "100644 event.json\n100644 event.json.sig")
  }
}

@Test func aKnownChainIsContinuedNotReadAgain() async throws {
  try await withStore { test, store in
    let root = try await opened(store)
    let name = Layout.packet(root.id)
    let before = try store.chain(.packet, of: name)
    try await store.append([try note("more", root.id)], to: name, .packet)
    let after = try store.chain(.packet, of: name, since: before)
    #expect(after.events == (try store.chain(.packet, of: name)).events)
    #expect(after.events.count == 2)
    // A chain that is known but not part of the tip leaves nothing behind.
    let other = try await opened(store, "Another")
    let apart = try store.chain(.packet, at: other.id, since: after)
    #expect(apart.events == [other])
  }
}

@Test func concurrentAppendsLoseNothing() async throws {
  try await withStore { test, store in
    let root = try await opened(store)
    let name = Layout.packet(root.id)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          let mine = try Store(try Repository.discover(from: test.path))
          for number in 0..<5 {
            try await mine.append(
              [try note("writer \(writer), number \(number)", root.id)], to: name, .packet)
          }
        }
      }
      try await group.waitForAll()
    }
    let chain = try store.chain(.packet, of: name)
    let wanted = (0..<8).flatMap { w in (0..<5).map { "writer \(w), number \($0)" } }
    #expect(chain.events.dropFirst().map(\.envelope.subject).sorted() == wanted.sorted())
    #expect(chain.events.map(\.envelope.clock) == Array(1...41))
  }
}

@Test func aDecisionIsMadeAgainOnWhatAnotherWrote() async throws {
  try await withStore { test, store in
    let root = try await opened(store)
    let name = Layout.packet(root.id)
    let rival = try Store(try Repository.discover(from: test.path))
    var seen: [Int] = []
    let written = try await store.append(to: name, .packet) { chain in
      seen.append(chain.events.count)
      if seen.count == 1 { try await rival.append([try note("first", root.id)], to: name, .packet) }
      return [try note("after \(chain.events.count)", root.id)]
    }
    #expect(seen == [1, 2])
    #expect(written.map(\.envelope.subject) == ["after 2"])
    #expect(try store.chain(.packet, of: name).events.count == 3)
  }
}

private struct Killed: Error {}

@Test func whatDiesBeforeTheReferenceMovesLeavesNothingVisible() async throws {
  try await withStore { test, store in
    let root = try await opened(store)
    let name = Layout.packet(root.id)
    let before = try await test.git("for-each-ref")
    let signed = Mutex(0)
    await #expect(throws: Killed.self) {
      try await store.append(
        [try note("one", root.id), try note("two", root.id)], to: name, .packet,
        signing: { _ in
          if signed.withLock({ count in
            count += 1
            return count == 2
          }) {
            throw Killed()
          }
          return []
        })
    }
    #expect(try await test.git("for-each-ref") == before)
    #expect(try store.chain(.packet, of: name).events == [root])
  }
}

@Test func aDraftThatNoReaderWouldTakeIsRefused() async throws {
  try await withStore { test, store in
    let root = try await opened(store)
    let name = Layout.packet(root.id)
    var bad = try note("two\nlines", root.id)
    await #expect(throws: FormatError.self) { try await store.append([bad], to: name, .packet) }
    bad = try note("a directory", root.id)
    bad.attachments = ["a/b": []]
    await #expect(throws: FormatError.self) { try await store.append([bad], to: name, .packet) }
    bad.attachments = ["large": Array(repeating: 0, count: Limits.blobBytes + 1)]
    await #expect(throws: StoreError.self) { try await store.append([bad], to: name, .packet) }
    bad = try draft("steered", packet: root.id, subject: "tip", tip: root.id)
    await #expect(throws: StoreError.self) { try await store.append([bad], to: name, .packet) }
    let homeless = Store(try Repository.discover(from: test.path), identity: nil)
    await #expect(throws: StoreError.self) {
      try await homeless.append([try note("x", root.id)], to: name, .packet)
    }
    #expect(try store.chain(.packet, of: name).events == [root])
  }
}

@Test func namesOfPrincipalsThatGitRefusesAreSpelledOut() throws {
  let month = try #require(Instant("2026-11-21T00:00:00Z"))
  func data(_ name: String) throws -> String {
    Layout.data(month, try #require(PrincipalName(name))).text
  }
  #expect(try data("ann@example.org") == "refs/o8-data/2026-11/ann@example.org")
  #expect(try data("a..b") == "refs/o8-data/2026-11/a%2e%2eb")
  #expect(try data("a.lock") == "refs/o8-data/2026-11/a%2elock")
  #expect(try data("a.") == "refs/o8-data/2026-11/a%2e")
  let packet = ObjectID.emptyTree
  #expect(Layout.packet(of: Layout.heads(packet)) == packet)
  #expect(
    Layout.remote("origin", Layout.ledger)?.text == "refs/o8-remotes/origin/ledger")
  #expect(Layout.remote("origin", Layout.pins) == nil)
}
