import Model
import Support
import Testing

@testable import Git

@Test func anObjectIsReadAsGitStoredIt() async throws {
  try await withRepository { test in
    let head = try #require(ObjectID(try await test.commit(["a.txt": "hello\n"])))
    let repository = try Repository.discover(from: test.path)
    let commit = try repository.commit(head)
    #expect(commit.parents.isEmpty)
    #expect(commit.message == "a change\n")
    #expect(commit.author.name == "Ann")
    #expect(commit.committer.email == "ann@example.org")
    #expect(commit.committer.seconds == 1_795_219_200)
    #expect(commit.committer.zone == "+0000")
    let entry = try #require(try repository.entry(at: "a.txt", in: commit.tree))
    #expect(entry.mode == .file)
    #expect(try repository.blob(entry.id, limit: 6) == Array("hello\n".utf8))
    #expect(try repository.kind(of: entry.id) == .blob)
  }
}

@Test func anOversizedObjectIsRefusedBeforeItIsRead() async throws {
  try await withRepository { test in
    let repository = try Repository.discover(from: test.path)
    let id = try repository.writeBlob(Array(repeating: 7, count: 1000))
    #expect(try repository.header(of: id)?.size == 1000)
    let error = #expect(throws: GitError.self) { try repository.blob(id, limit: 999) }
    #expect(error?.code == .tooLarge)
    #expect(error?.detail == "it has 1000 bytes and the limit is 999")
    #expect(try repository.blob(id, limit: 1000).count == 1000)
  }
}

@Test func anAbsentObjectIsNilForItsKindAndAnErrorForItsContent() async throws {
  try await withRepository { test in
    let repository = try Repository.discover(from: test.path)
    let id = try #require(ObjectID(String(repeating: "1", count: 40)))
    #expect(try repository.kind(of: id) == nil)
    #expect(!repository.contains(id))
    let error = #expect(throws: GitError.self) { try repository.blob(id, limit: 1) }
    #expect(error?.code == .notFound)
    let wrong = try repository.writeBlob([])
    #expect(throws: GitError.self) { try repository.commit(wrong) }
  }
}

@Test func whatIsWrittenHasTheIdThatGitGivesIt() async throws {
  try await withRepository { test in
    let repository = try Repository.discover(from: test.path)
    let empty = try repository.writeBlob([])
    let blob = try repository.writeBlob(Array("hello\n".utf8))
    #expect(try await test.git("hash-object", "--stdin", input: "hello\n") == blob.hex)
    #expect(try await test.git("hash-object", "--stdin") == empty.hex)
    #expect(try Repository.hash(Array("hello\n".utf8), kind: .blob) == blob)
    let inner = try repository.writeTree([TreeEntry("x", blob)])
    let tree = try repository.writeTree([
      TreeEntry("a.b", blob), TreeEntry("a", .tree, inner), TreeEntry("run", .executable, blob),
    ])
    #expect(try repository.tree(tree).map(\.name) == ["a.b", "a", "run"])
    let listed = try await test.git("ls-tree", "-r", "--name-only", tree.hex)
    #expect(listed == "a.b\na/x\nrun")
    let who = Signature(name: "o8", email: "o8", seconds: 5).line
    let raw = Array("tree \(tree)\nauthor \(who)\ncommitter \(who)\n\nhello\n".utf8)
    let commit = try repository.writeCommit(raw)
    #expect(try repository.commit(commit).raw == raw)
    #expect(try await test.git("log", "-1", "--format=%an %at %s", commit.hex) == "o8 5 hello")
    #expect(try await test.tryGit("fsck", "--strict").exit == 0)
  }
}

@Test(arguments: ["", ".", "..", ".git", "a/b", "a\0b"])
func aTreeTakesNoImpossibleName(name: String) async throws {
  try await withRepository { test in
    let repository = try Repository.discover(from: test.path)
    let blob = try repository.writeBlob([1])
    let error = #expect(throws: GitError.self) { try repository.writeTree([TreeEntry(name, blob)]) }
    #expect(error?.code == .invalidName)
  }
}

@Test func aTreeWithOneNameTwiceIsNeitherWrittenNorRead() async throws {
  try await withRepository { test in
    let repository = try Repository.discover(from: test.path)
    let blob = try repository.writeBlob([1])
    let inner = try repository.writeTree([TreeEntry("x", blob)])
    #expect(throws: GitError.self) {
      try repository.writeTree([
        TreeEntry("a", blob), TreeEntry("a.b", blob), TreeEntry("a", .tree, inner),
      ])
    }
    let lines = "100644 blob \(blob)\ta\n100644 blob \(blob)\ta\n"
    let forged = try #require(ObjectID(try await test.git("mktree", input: lines)))
    let error = #expect(throws: GitError.self) { try repository.tree(forged) }
    #expect(error?.code == .corrupt)
  }
}

@Test func aMalformedCommitIsNotWrittenAndNotRead() async throws {
  try await withRepository { test in
    let repository = try Repository.discover(from: test.path)
    #expect(throws: GitError.self) { try repository.writeCommit(Array("tree x\n".utf8)) }
    let forged = try await test.git(
      "hash-object", "-t", "commit", "-w", "--literally", "--stdin", input: "tree zz\n\nhi\n")
    let id = try #require(ObjectID(forged))
    let error = #expect(throws: GitError.self) { try repository.commit(id) }
    #expect(error?.code == .corrupt)
  }
}

@Test func aCommitWithUnreadableDateCountsAsTheEpoch() throws {
  let id = ObjectID.emptyTree
  let raw = Array("tree \(id)\nauthor x\ncommitter Bo <b> never\ngpgsig a\n b\n\nm".utf8)
  let commit = try #require(Commit(id, raw))
  #expect(commit.author == Signature(name: "x", email: "", seconds: 0, zone: ""))
  #expect(commit.committer == Signature(name: "Bo", email: "b", seconds: 0, zone: ""))
  #expect(commit.message == "m")
}

@Test(arguments: 0..<200)
func mutatedObjectsNeverTrapTheirReaders(seed: UInt64) throws {
  var random = SeededRandom(seed: seed)
  let id = ObjectID.emptyTree
  var commit = Array("tree \(id)\nparent \(id)\nauthor a <b> 1 +0000\n\nm\n".utf8)
  var tree = Array("100644 a\0".utf8) + id.bytes + Array("40000 b\0".utf8) + id.bytes
  for _ in 0..<3 {
    commit[Int.random(in: 0..<commit.count, using: &random)] = .random(in: 0...255, using: &random)
    tree[Int.random(in: 0..<tree.count, using: &random)] = .random(in: 0...255, using: &random)
  }
  commit.removeLast(.random(in: 0...commit.count, using: &random))
  tree.removeLast(.random(in: 0...tree.count, using: &random))
  let read = Commit(id, commit)
  #expect(read.map { $0.raw == commit && $0.message.utf8.count >= 0 } ?? true)
  #expect(read?.author.seconds ?? 0 >= Int64.min)
  let entries = TreeEntry.list(tree)
  #expect(entries.map { TreeEntry.bytes($0) != nil } ?? true)
}
