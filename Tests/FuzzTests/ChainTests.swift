import Fixtures
import Fuzzing
import Git
import Model
import Store
import Support
import Testing

/// Commits and trees in a chain, as somebody without scruples makes them.
@Suite struct FuzzedChains {
  /// The repository that the events of the corpus name.
  private static let identity = ObjectID("b1650487b3fe9852a4dbf24e89d90def33d5a834")!
  private static let rounds: UInt64 = 300

  /// Events of the corpus that stand at a beginning.
  private static func roots() throws -> [Sample] {
    try Corpus.samples(of: "events").filter {
      ["taken-opened", "taken-opened-extremes", "taken-adopted", "taken-policy"].contains($0.name)
    }
  }

  /// That a reader answers, and that an event it takes makes this commit and no other.
  private func check(_ id: ObjectID, _ repository: Repository, _ note: String) throws {
    for kind in [ChainKind.packet, .ledger, .policy, .brain] {
      let store = Store(repository, identity: Self.identity)
      let chain: Chain
      do { chain = try store.chain(kind, at: id) } catch { continue }
      for event in chain.events {
        let tree = try repository.commit(event.id).tree
        let count = 1 + event.signatures.count + event.attachments.count
        #expect(try repository.tree(tree).count == count, "\(note)")
        let seconds = event.parents.map { chain.commits[$0]?.committedSeconds ?? 0 }
        let form = CommitForm(event.envelope, tree: tree, parentSeconds: seconds)
        #expect(try Repository.hash(form.bytes, kind: .commit) == event.id, "\(note)")
      }
      // Whoever takes in takes what a reader counts, and nothing else.
      let growth = try? Store(repository, identity: Self.identity)
        .growth(kind, to: id, knownClock: { _ in nil }, judge: { _ in nil })
      let isWhole = chain.inert.isEmpty && chain.foreign.isEmpty
      #expect((growth != nil) == isWhole, "\(note): \(chain.inert) \(chain.foreign)")
    }
  }

  /// The commit that an event makes, or that another makes, around any bytes.
  private func commit(
    _ text: [UInt8], _ files: [TreeEntry], _ repository: Repository
  ) throws -> ObjectID {
    let opened = try #require(try Self.roots().first { $0.name == "taken-opened" })
    let envelope = try (try? Envelope(text: text)) ?? Envelope(text: opened.bytes)
    let event = try repository.writeBlob(text)
    let tree = try repository.writeTree([TreeEntry("event.json", event)] + files)
    let seconds = envelope.parents.map { _ in Int64(0) }
    return try repository.writeCommit(
      CommitForm(envelope, tree: tree, parentSeconds: seconds).bytes)
  }

  @Test func eventsAreTakenAsTheyAreOrNotAtAll() async throws {
    try await withRepository { directory in
      let repository = try Repository.discover(from: directory.path)
      let prompt = try repository.writeBlob(Array("Do it.\n".utf8))
      let roots = try Self.roots()
      for seed in 0..<Self.rounds {
        let text = Decoder.events.input(seed: seed, samples: roots)
        let files = seed.isMultiple(of: 3) ? [TreeEntry("prompt.md", prompt)] : []
        try check(try commit(text, files, repository), repository, "seed \(seed)")
      }
    }
  }

  @Test func treesAreReadOrRefused() async throws {
    try await withRepository { directory in
      let repository = try Repository.discover(from: directory.path)
      for sample in try Corpus.samples(of: "events") { _ = try repository.writeBlob(sample.bytes) }
      let kept = try Corpus.samples(of: "trees")
      let trees = Decoder("trees", words: ["100644 ", "40000 ", "event.json", "\u{0}"]) { _ in
        .taken
      }
      let inputs =
        kept.map(\.bytes) + (0..<Self.rounds).map { trees.input(seed: $0, samples: kept) }
      let names = inputs.indices.map { "tree-\($0)" }
      for (name, input) in zip(names, inputs) {
        try directory.write(name, bytes: input)
      }
      let ids = try await directory.git(
        "hash-object", "-t", "tree", "-w", "--literally", "--stdin-paths",
        input: names.map { "\($0)\n" }.joined())
      let opened = try #require(try Self.roots().first { $0.name == "taken-opened" })
      for (name, hex) in zip(names, ids.split(separator: "\n")) {
        let form = CommitForm(
          try Envelope(text: opened.bytes), tree: try #require(ObjectID(hex)), parentSeconds: [])
        try check(try repository.writeCommit(form.bytes), repository, name)
      }
    }
  }

  @Test func commitsAreReadOrRefused() async throws {
    try await withRepository { directory in
      let repository = try Repository.discover(from: directory.path)
      let kept = try Corpus.samples(of: "commits")
      let commits = try #require(Decoder.all.first { $0.name == "commits" })
      for seed in 0..<Self.rounds {
        let bytes = commits.input(seed: seed, samples: kept)
        // Not even git holds what has not a commit's header.
        guard let id = try? repository.writeCommit(bytes) else { continue }
        try check(id, repository, "seed \(seed)")
      }
    }
  }

  /// U+212A is another spelling of K to whoever compares texts, and another file to git.
  @Test func aFileUnderAnotherSpellingIsNotHidden() async throws {
    try await withRepository { directory in
      let repository = try Repository.discover(from: directory.path)
      let note = Array("note\n".utf8)
      let blob = try repository.writeBlob(note)
      let opened = try #require(try Self.roots().first { $0.name == "taken-opened" })
      var envelope = try Envelope(text: opened.bytes)
      envelope.attachments = ["K": Attachment(sha256: Digest(of: note), size: note.count)]
      let honest = try commit(envelope.text(), [TreeEntry("K", blob)], repository)
      let store = Store(repository, identity: Self.identity)
      #expect(try store.chain(.packet, at: honest).events.count == 1)
      let twin = try commit(
        envelope.text(), [TreeEntry("K", blob), TreeEntry("\u{212a}", blob)], repository)
      #expect(try store.chain(.packet, at: twin).events.isEmpty)
      try check(twin, repository, "a twin")
    }
  }
}
