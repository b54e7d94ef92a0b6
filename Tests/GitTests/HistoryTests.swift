import Git
import Model
import Support
import Testing

/// main: a ─ b ─ m, and c beside b; m merges c.
private struct Diamond {
  let (a, b, c, merge): (ObjectID, ObjectID, ObjectID, ObjectID)
  let repository: Repository

  init(_ test: TestRepository) async throws {
    a = try #require(ObjectID(try await test.commit(["x": "1"], message: "a")))
    try await test.git("branch", "side")
    b = try #require(ObjectID(try await test.commit(["x": "2"], message: "b")))
    try await test.git("checkout", "-q", "side")
    c = try #require(ObjectID(try await test.commit(["y": "1"], message: "c")))
    try await test.git("checkout", "-q", "main")
    try await test.git("merge", "-q", "--no-edit", "side")
    merge = try #require(ObjectID(try await test.id("HEAD")))
    repository = try Repository.discover(from: test.path)
  }
}

@Test func ancestryFollowsAllParentsAndTheChainOnlyTheFirst() async throws {
  try await withRepository { test in
    let it = try await Diamond(test)
    let repository = it.repository
    #expect(try repository.isAncestor(it.c, of: it.merge))
    #expect(try repository.isAncestor(it.a, of: it.a))
    #expect(try !repository.isAncestor(it.merge, of: it.c))
    #expect(try repository.mergeBase(it.b, it.c) == it.a)
    let chain = try repository.firstParentChain(from: it.merge, limit: 10)
    #expect(chain == [it.merge, it.b, it.a])
    #expect(
      try repository.firstParentChain(from: it.merge, until: it.b, limit: 10) == [it.merge, it.b])
    #expect(try repository.firstParentChain(from: it.merge, until: it.c, limit: 10).last == it.a)
    let long = #expect(throws: GitError.self) {
      try repository.firstParentChain(from: it.merge, limit: 2)
    }
    #expect(long?.code == .tooLarge)
    let all = try repository.commits(from: [it.merge], excluding: [it.b], limit: 10)
    #expect(all == [it.merge, it.c])
    #expect(throws: GitError.self) { try repository.commits(from: [it.merge], limit: 3) }
  }
}

@Test func unrelatedHistoriesHaveNoMergeBase() async throws {
  try await withRepository { test in
    let one = try #require(ObjectID(try await test.commit(message: "one")))
    try await test.git("checkout", "-q", "--orphan", "other")
    let other = try #require(ObjectID(try await test.commit(message: "two")))
    let repository = try Repository.discover(from: test.path)
    #expect(try repository.mergeBase(one, other) == nil)
    #expect(try !repository.isAncestor(one, of: other))
  }
}

@Test func changesAreRawAndComplete() async throws {
  try await withRepository { test in
    let old = try #require(
      ObjectID(
        try await test.commit([
          "same": "s", "changed": "1", "gone": "g", "moved": "content\n", "was-file": "f",
          "was-directory/x": "x", "deep/a/b": "1", "mode": "m",
        ])))
    try await test.git("mv", "moved", "renamed")
    try test.write(["was-file": nil, "was-directory/x": nil, "gone": nil])
    try await test.git("rm", "-q", "-r", "--cached", "was-directory")
    try await test.program.require("rm", ["-r", "was-directory"])
    try await test.program.require("chmod", ["+x", "mode"])
    let new = try #require(
      ObjectID(
        try await test.commit([
          "changed": "2", "was-file/y": "y", "was-directory": "w", "deep/a/b": "2",
          ".gitattributes": "* -diff\n",
        ])))
    let repository = try Repository.discover(from: test.path)
    let changes = try repository.changes(from: old, to: new)
    let raw = try await test.git(
      "diff-tree", "-r", "--no-renames", "--name-status", old.hex, new.hex)
    let wanted = raw.split(separator: "\n").map { String($0.split(separator: "\t")[1]) }
    #expect(changes.map(\.path) == wanted)
    let mode = try #require(changes.first { $0.path == "mode" })
    #expect(mode.old?.mode == .file && mode.new?.mode == .executable)
    #expect(changes.first { $0.path == "moved" }?.new == nil)
    #expect(changes.first { $0.path == "renamed" }?.old == nil)
    #expect(try repository.changes(from: nil, to: old).count == 8)
    #expect(try repository.changes(from: old, to: old).isEmpty)
    #expect(throws: GitError.self) { try repository.changes(from: nil, to: old, limit: 7) }
  }
}

@Test func aPathIsFoundOnlyWhereItIs() async throws {
  try await withRepository { test in
    let head = try #require(ObjectID(try await test.commit(["a/b/c": "1", "f": "2"])))
    let repository = try Repository.discover(from: test.path)
    let tree = try repository.treeID(head)
    #expect(try repository.entry(at: "a/b", in: tree)?.mode == .tree)
    #expect(try repository.entry(at: "a/b/c", in: tree)?.mode == .file)
    for path in ["a/c", "f/x", "", "none", "../f"] {
      #expect(try repository.entry(at: path, in: tree) == nil)
    }
  }
}

@Test func namesThatAreNoTextAreKeptByteForByte() async throws {
  try await withRepository { test in
    let repository = try Repository.discover(from: test.path)
    let blob = try repository.writeBlob([1])
    let names: [[UInt8]] = [[0xff, 0x2e], [0xc3, 0x28], Array("日本\n\"".utf8)]
    let tree = try repository.writeTree(names.map { TreeEntry(nameBytes: $0, .file, blob) })
    #expect(Set(try repository.tree(tree).map(\.nameBytes)) == Set(names))
    let changes = try repository.changes(from: nil, to: tree)
    #expect(Set(changes.map(\.pathBytes)) == Set(names))
  }
}
