import Git
import Model
import Support
import Testing

@Test func twoCommitsJoinWithoutAWorkTree() async throws {
  try await withRepository { test in
    try await test.commit(["x": "1\n2\n3\n"])
    try await test.git("branch", "side")
    let ours = try #require(ObjectID(try await test.commit(["x": "one\n2\n3\n"])))
    try await test.git("checkout", "-q", "side")
    let theirs = try #require(ObjectID(try await test.commit(["x": "1\n2\nthree\n", "y": "y"])))
    let repository = try Repository.discover(from: test.path)
    let result = try await repository.location.merge(ours, theirs)
    let tree = try #require(result.tree)
    let entry = try #require(try repository.entry(at: "x", in: tree))
    #expect(try repository.blob(entry.id, limit: 100) == Array("one\n2\nthree\n".utf8))
    try await test.git("checkout", "-q", "main")
    try await test.git("merge", "-q", "--no-edit", "side")
    #expect(try await test.id("HEAD^{tree}") == tree.hex)
  }
}

@Test func aConflictNamesItsPathsAndWhy() async throws {
  try await withRepository { test in
    try await test.commit(["x y": "1", "deleted": "1", "fine": "1"])
    try await test.git("branch", "side")
    let ours = try #require(
      ObjectID(try await test.commit(["x y": "2", "deleted": nil, "fine": "2"])))
    try await test.git("checkout", "-q", "side")
    let theirs = try #require(ObjectID(try await test.commit(["x y": "3", "deleted": "2"])))
    let location = try Repository.discover(from: test.path).location
    guard case .conflict(let conflict) = try await location.merge(ours, theirs) else {
      Issue.record("these cannot be joined")
      return
    }
    #expect(conflict.paths == ["deleted", "x y"])
    #expect(conflict.messages.contains { $0.contains("Merge conflict in x y") })
    #expect(conflict.messages.count == 2)
  }
}

@Test func aGivenBaseDecidesWhatCountsAsAChange() async throws {
  try await withRepository { test in
    let first = try #require(ObjectID(try await test.commit(["x": "1", "y": "1"])))
    let second = try #require(ObjectID(try await test.commit(["x": "2", "y": "1"])))
    let third = try #require(ObjectID(try await test.commit(["x": "2", "y": "3"])))
    let repository = try Repository.discover(from: test.path)
    // What the third did to the second, done to the first.
    let picked = try await repository.location.merge(first, third, base: second)
    let tree = try #require(picked.tree)
    let x = try #require(try repository.entry(at: "x", in: tree))
    let y = try #require(try repository.entry(at: "y", in: tree))
    #expect(try repository.blob(x.id, limit: 1) == Array("1".utf8))
    #expect(try repository.blob(y.id, limit: 1) == Array("3".utf8))
    #expect(try await repository.location.merge(first, third, base: second) == picked)
  }
}

@Test func aMergeDependsOnItsTreesNotOnTheWorkTree() async throws {
  try await withRepository { test in
    try await test.commit(["x": "1\n"])
    try await test.git("branch", "side")
    let ours = try #require(ObjectID(try await test.commit(["x": "1\n2\n"])))
    try await test.git("checkout", "-q", "side")
    let theirs = try #require(ObjectID(try await test.commit(["x": "1\n3\n"])))
    let location = try Repository.discover(from: test.path).location
    let clean = try await location.merge(ours, theirs)
    #expect(clean.tree == nil)
    try test.write([".gitattributes": "x merge=union\n"])
    #expect(try await location.merge(ours, theirs) == clean)
  }
}

@Test func aTransactionMovesAllOrNone() async throws {
  try await withRepository { test in
    let first = try #require(ObjectID(try await test.commit()))
    let second = try #require(ObjectID(try await test.commit()))
    let repository = try Repository.discover(from: test.path)
    let (one, two) = (
      try #require(ReferenceName("refs/o8/1")), try #require(ReferenceName(branch: "b"))
    )
    try await repository.location.update(
      [ReferenceMove(one, from: nil, to: first), ReferenceMove(two, from: nil, to: first)],
      reason: "begin\nhere")
    #expect(try repository.target(of: one) == first)
    #expect(try await test.git("reflog", "-1", "--format=%gs", "b") == "begin here")
    let stale = await #expect(throws: GitError.self) {
      try await repository.location.update(
        [ReferenceMove(one, from: first, to: second), ReferenceMove(two, from: second, to: first)],
        reason: "late")
    }
    #expect(stale?.code == .modified)
    #expect(stale?.subject == "refs/heads/b")
    #expect(try repository.target(of: one) == first)
    try await repository.location.update(
      [ReferenceMove(one, from: first, to: nil), ReferenceMove(two, from: first, to: second)],
      reason: "on")
    #expect(try repository.target(of: one) == nil)
    #expect(try repository.target(of: two) == second)
  }
}

@Test func aHookJudgesATransaction() async throws {
  try await withRepository { test in
    let id = try #require(ObjectID(try await test.commit()))
    let hook = "#!/bin/sh\n[ \"$1\" = prepared ] || exit 0\necho no such thing >&2\nexit 1\n"
    try test.write([".git/hooks/reference-transaction": hook])
    try await test.program.require("chmod", ["+x", ".git/hooks/reference-transaction"])
    let repository = try Repository.discover(from: test.path)
    let name = try #require(ReferenceName(branch: "b"))
    let error = await #expect(throws: GitError.self) {
      try await repository.location.update([ReferenceMove(name, from: nil, to: id)], reason: "x")
    }
    #expect(error?.code == .programFailed(exit: 128))
    #expect(error?.detail.contains("no such thing") == true)
    #expect(try repository.target(of: name) == nil)
  }
}

@Test func aTransactionRefusesSymbolicAndLockedReferences() async throws {
  try await withRepository { test in
    let id = try #require(ObjectID(try await test.commit()))
    try await test.git("symbolic-ref", "refs/heads/alias", "refs/heads/main")
    let location = try Repository.discover(from: test.path).location
    let alias = try #require(ReferenceName(branch: "alias"))
    let symbolic = await #expect(throws: GitError.self) {
      try await location.update([ReferenceMove(alias, from: id, to: id)], reason: "x")
    }
    #expect(symbolic?.code == .conflict)
    try test.write([".git/refs/heads/b.lock": ""])
    let b = try #require(ReferenceName(branch: "b"))
    let locked = await #expect(throws: GitError.self) {
      try await location.update([ReferenceMove(b, from: nil, to: id)], reason: "x")
    }
    #expect(locked?.code == .locked)
  }
}
