import Git
import Model
import Support
import Testing

/// Two states of a few files; nil is absent.
private struct Passage: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let old: [String: String]
  let new: [String: String?]
}

private let passages = [
  Passage(testDescription: "nothing", old: ["a": "1"], new: [:]),
  Passage(testDescription: "a change", old: ["a": "1", "b": "1"], new: ["a": "2"]),
  Passage(testDescription: "deep down", old: ["a/b/c/d": "1", "a/x": "1"], new: ["a/b/c/d": "2"]),
  Passage(
    testDescription: "an addition between neighbours", old: ["a": "1", "a.c": "1", "a0": "1"],
    new: ["a.b": "1", "new/dir/f": "1"]),
  Passage(
    testDescription: "the last file of directories", old: ["a/b/c": "1", "d": "1"],
    new: ["a/b/c": nil]),
  Passage(
    testDescription: "everything", old: ["a/b": "1", "c": "1"], new: ["a/b": nil, "c": nil]),
  Passage(
    testDescription: "a directory where a file was", old: ["a": "1", "a.b": "1"],
    new: ["a": nil, "a/b/c": "2"]),
  Passage(
    testDescription: "a file where a directory was", old: ["a/b/c": "1", "a/d": "1", "a.b": "1"],
    new: ["a/b/c": nil, "a/d": nil, "a": "2"]),
]

@Suite("A tree with changes laid over it")
struct OverlayTests {
  private func commit(_ files: [String: String?], _ test: TestRepository) async throws -> ObjectID {
    for (name, content) in files where content == nil { try await test.git("rm", "-q", name) }
    let id = try await test.commit(files.filter { $0.value != nil })
    return try #require(ObjectID(id))
  }

  @Test(arguments: passages)
  fileprivate func isTheTreeThatGitMakes(passage: Passage) async throws {
    try await withRepository { test in
      let old = try await commit(passage.old.mapValues { $0 }, test)
      let new = try await commit(passage.new, test)
      let repository = try Repository.discover(from: test.path)
      let there = try repository.changes(from: old, to: new)
      let back = try repository.changes(from: new, to: old)
      #expect(try repository.treeID(of: old, changing: there) == repository.treeID(new))
      #expect(try repository.treeID(of: new, changing: back) == repository.treeID(old))
      if !there.isEmpty {
        #expect(try repository.treeID(of: new, changing: there) == nil)
      }
    }
  }

  @Test func isNoneWhereWhatIsReplacedIsNotThere() async throws {
    try await withRepository { test in
      let base = try await commit(["a": "1", "d/f": "1"], test)
      let repository = try Repository.discover(from: test.path)
      let (one, two) = (try repository.writeBlob([1]), try repository.writeBlob([2]))
      func side(_ id: ObjectID, _ mode: FileMode = .file) -> PathChange.Side {
        PathChange.Side(mode: mode, id: id)
      }
      func overlay(_ path: String, _ old: PathChange.Side?, _ new: PathChange.Side?) throws
        -> ObjectID?
      {
        try repository.treeID(
          of: base, changing: [PathChange(pathBytes: Array(path.utf8), old: old, new: new)])
      }
      let present = try #require(try repository.entry(at: "a", in: repository.treeID(base)))
      #expect(try overlay("a", side(present.id), side(two)) != nil)
      #expect(try overlay("a", side(one), side(two)) == nil)
      #expect(try overlay("a", side(present.id, .executable), side(two)) == nil)
      #expect(try overlay("a", nil, side(two)) == nil)
      #expect(try overlay("b", side(one), nil) == nil)
      for path in ["a/x", "d", "", "d/", "/d", "d//f"] {
        #expect(try overlay(path, nil, side(two)) == nil, "\(path)")
      }
    }
  }

  @Test func keepsNamesThatAreNoTextAndContentThatIsNotHere() async throws {
    try await withRepository { test in
      let base = try await commit(["a": "1"], test)
      let repository = try Repository.discover(from: test.path)
      let absent = try #require(ObjectID(String(repeating: "7", count: 40)))
      let added = PathChange.Side(mode: .file, id: absent)
      let name: [UInt8] = [0xff, 0x2e]
      let made = try repository.treeID(
        of: base, changing: [PathChange(pathBytes: name, old: nil, new: added)])
      let entries = try repository.tree(repository.treeID(base))
      let wanted = try repository.writeTree(
        entries + [TreeEntry(nameBytes: name, .file, absent)])
      #expect(made == wanted)
    }
  }
}
