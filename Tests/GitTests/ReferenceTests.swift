import Foundation
import Git
import Model
import Support
import Testing

private func name(_ text: String) throws -> ReferenceName { try #require(ReferenceName(text)) }

@Test func aReferenceMovesOnlyFromWhatItHolds() async throws {
  try await withRepository { test in
    let first = try #require(ObjectID(try await test.commit()))
    let second = try #require(ObjectID(try await test.commit()))
    let repository = try Repository.discover(from: test.path)
    let tip = try name("refs/o8/packets/x")
    #expect(try repository.target(of: tip) == nil)
    try repository.move(tip, from: nil, to: first)
    #expect(try repository.target(of: tip) == first)
    #expect(try code { try repository.move(tip, from: nil, to: second) } == .exists)
    #expect(try code { try repository.move(tip, from: second, to: first) } == .modified)
    #expect(try code { try repository.move(tip, from: second, to: nil) } == .modified)
    try repository.move(tip, from: first, to: second)
    #expect(try await test.id("refs/o8/packets/x") == second.hex)
    try repository.move(tip, from: second, to: nil)
    #expect(try repository.target(of: tip) == nil)
    #expect(try code { try repository.move(tip, from: second, to: first) } == .modified)
    #expect(try code { try repository.move(tip, from: second, to: nil) } == .modified)
    let absent = try #require(ObjectID(String(repeating: "1", count: 40)))
    #expect(try code { try repository.move(tip, from: nil, to: absent) } == .notFound)
  }
}

@Test func packedReferencesMoveAndVanishLikeLooseOnes() async throws {
  try await withRepository { test in
    let first = try #require(ObjectID(try await test.commit()))
    let second = try #require(ObjectID(try await test.commit()))
    for name in ["a", "b", "c"] { try await test.git("update-ref", "refs/o8/\(name)", first.hex) }
    try await test.git("tag", "-a", "-m", "t", "annotated", first.hex)
    try await test.git("pack-refs", "--all")
    let repository = try Repository.discover(from: test.path)
    #expect(try code { try repository.move(name("refs/o8/a"), from: nil, to: second) } == .exists)
    try repository.move(name("refs/o8/a"), from: first, to: second)
    try repository.move(name("refs/o8/a"), from: second, to: nil)
    try repository.move(name("refs/o8/b"), from: first, to: nil)
    let tag = try #require(try repository.target(of: name("refs/tags/annotated")))
    try repository.move(name("refs/tags/annotated"), from: tag, to: nil)
    let left = try await test.git("for-each-ref", "--format=%(refname)")
    #expect(left == "refs/heads/main\nrefs/o8/c")
    #expect(try repository.references(under: "refs/o8/").map(\.name.text) == ["refs/o8/c"])
  }
}

@Test func aSymbolicReferenceIsRefusedNotFollowed() async throws {
  try await withRepository { test in
    let first = try #require(ObjectID(try await test.commit()))
    let second = try #require(ObjectID(try await test.commit()))
    try await test.git("symbolic-ref", "refs/o8/policy", "refs/heads/main")
    try await test.git("symbolic-ref", "refs/o8/dangling", "refs/heads/none")
    let repository = try Repository.discover(from: test.path)
    let policy = try name("refs/o8/policy")
    for old in [nil, first, second] {
      #expect(try code { try repository.move(policy, from: old, to: first) } == .conflict)
    }
    #expect(try code { try repository.move(policy, from: second, to: nil) } == .conflict)
    let dangling = try name("refs/o8/dangling")
    #expect(try code { try repository.move(dangling, from: nil, to: first) } == .conflict)
    #expect(try await test.id("refs/heads/main") == second.hex)
    let listed = try repository.references(under: "refs/o8/")
    #expect(listed == [Reference(name: policy, target: second, isSymbolic: true)])
  }
}

@Test func aSymbolicLinkInPlaceOfAReferenceIsRefusedNotFollowed() async throws {
  try await withRepository { test in
    let first = try #require(ObjectID(try await test.commit()))
    let second = try #require(ObjectID(try await test.commit()))
    try FileManager.default.createDirectory(
      atPath: test.gitDirectory + "/refs/o8", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: test.gitDirectory + "/refs/o8/ledger", withDestinationPath: "../heads/main")
    let repository = try Repository.discover(from: test.path)
    let ledger = try name("refs/o8/ledger")
    #expect(try code { try repository.move(ledger, from: second, to: first) } == .conflict)
    #expect(try await test.id("refs/heads/main") == second.hex)
  }
}

@Test(arguments: [true, false])
func aDirectoryAndAFileOfOneNameConflict(packed: Bool) async throws {
  try await withRepository { test in
    let id = try #require(ObjectID(try await test.commit()))
    try await test.git("update-ref", "refs/o8/a/b", id.hex)
    if packed { try await test.git("pack-refs", "--all") }
    let repository = try Repository.discover(from: test.path)
    #expect(try repository.references(under: "refs/o8/").map(\.name.text) == ["refs/o8/a/b"])
    for text in ["refs/o8/a", "refs/o8/a/b/c", "refs/o8/a/b/c/d"] {
      #expect(try code { try repository.move(name(text), from: nil, to: id) } == .conflict)
    }
    try repository.move(name("refs/o8/a/b"), from: id, to: nil)
    try repository.move(name("refs/o8/a"), from: nil, to: id)
    #expect(try await test.id("refs/o8/a") == id.hex)
  }
}

@Test func aLockedReferenceSaysSo() async throws {
  try await withRepository { test in
    let id = try #require(ObjectID(try await test.commit()))
    try await test.git("update-ref", "refs/o8/a", id.hex)
    try test.write([".git/refs/o8/a.lock": ""])
    let repository = try Repository.discover(from: test.path)
    let error = #expect(throws: GitError.self) {
      try repository.move(name("refs/o8/a"), from: id, to: nil)
    }
    #expect(error?.code == .locked)
    #expect(error?.meansSomeoneWasFirst == true)
  }
}

@Test(arguments: [true, false])
func ofManyWritersWithTheSameOldValueOneWins(creating: Bool) async throws {
  try await withRepository { test in
    let first = try #require(ObjectID(try await test.commit()))
    let opened = try Repository.discover(from: test.path)
    let tip = try name("refs/o8/ledger")
    if !creating { try opened.move(tip, from: nil, to: first) }
    let location = opened.location
    let tree = try opened.commit(first).tree
    let winners = try await withThrowingTaskGroup(of: ObjectID?.self) { group in
      for writer in 0..<16 {
        group.addTask { try race(location, tree, writer, from: creating ? nil : first) }
      }
      return try await group.reduce(into: [ObjectID]()) { if let id = $1 { $0.append(id) } }
    }
    #expect(winners.count == 1)
    #expect(try opened.target(of: tip) == winners.first)
  }
}

@Test func deletingPackedReferencesSideBySideLosesNoOther() async throws {
  try await withRepository { test in
    let id = try #require(ObjectID(try await test.commit()))
    let commands = (0..<40).map { "create refs/o8/packets/\($0) \(id)\n" }.joined()
    try await test.git("update-ref", "--stdin", input: commands)
    try await test.git("pack-refs", "--all")
    let location = try Repository.discover(from: test.path).location
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask {
          let repository = try Repository(location)
          try repository.move(name("refs/o8/packets/\(number)"), from: id, to: nil)
        }
      }
      group.addTask {
        for number in 100..<105 {
          try await test.git("update-ref", "refs/o8/packets/\(number)", id.hex)
          _ = try await test.tryGit("pack-refs", "--all")
        }
      }
      try await group.waitForAll()
    }
    let left = try Repository(location).references(under: "refs/o8/packets/").map(\.name.text)
    let wanted = (Array(20..<40) + Array(100..<105)).map { "refs/o8/packets/\($0)" }
    #expect(left == wanted.sorted())
  }
}

@Test func headIsABranchUnbornOrDetached() async throws {
  try await withRepository { test in
    let repository = try Repository.discover(from: test.path)
    let main = try name("refs/heads/main")
    #expect(try repository.head() == .unborn(main))
    let id = try #require(ObjectID(try await test.commit()))
    #expect(try repository.head() == .branch(main, id))
    try await test.git("checkout", "-q", "--detach")
    #expect(try repository.head() == .detached(id))
  }
}

@Test func referencesOfALinkedWorktreeAloneAreLeftToGit() async throws {
  try await withRepository { test in
    let id = try #require(ObjectID(try await test.commit()))
    try await test.git("worktree", "add", "-q", test.scratch + "/w")
    let repository = try Repository.discover(from: test.scratch + "/w")
    let own = try name("refs/worktree/x")
    #expect(try code { try repository.move(own, from: nil, to: id) } == .unsupported)
    #expect(throws: GitError.self) { try repository.target(of: own) }
  }
}

/// The commit that writer number `writer` got into `refs/o8/ledger`; nil if it came too late.
private func race(
  _ location: RepositoryLocation, _ tree: ObjectID, _ writer: Int, from old: ObjectID?
) throws -> ObjectID? {
  let repository = try Repository(location)
  let who = Signature(name: "w", email: "w", seconds: Int64(writer)).line
  let raw = "tree \(tree)\nauthor \(who)\ncommitter \(who)\n\n\(writer)\n"
  let mine = try repository.writeCommit(Array(raw.utf8))
  do {
    try repository.move(name("refs/o8/ledger"), from: old, to: mine)
    return mine
  } catch let error as GitError {
    guard error.meansSomeoneWasFirst else { throw error }
    return nil
  }
}

/// The code of the error that `act` throws.
func code(_ act: () throws -> Void) throws -> GitError.Code? {
  do {
    try act()
    return nil
  } catch let error as GitError {
    return error.code
  }
}

@Test func aProposalIsReadAsIfItHadBeenLetIn() async throws {
  try await withRepository { test in
    let first = try #require(ObjectID(try await test.commit()))
    let second = try #require(ObjectID(try await test.commit()))
    for name in ["kept", "moved", "gone"] {
      try await test.git("update-ref", "refs/o8/\(name)", first.hex)
    }
    let repository = try Repository.discover(from: test.path)
    repository.propose([try name("refs/o8/moved"): second, try name("refs/o8/gone"): nil])
    repository.propose([try name("refs/o8/new"): second])
    #expect(try repository.target(of: name("refs/o8/moved")) == second)
    #expect(try repository.target(of: name("refs/o8/gone")) == nil)
    #expect(try repository.presentTarget(of: name("refs/o8/gone")) == first)
    #expect(
      try repository.references(under: "refs/o8/").map { [$0.name.text, $0.target.hex] } == [
        ["refs/o8/kept", first.hex], ["refs/o8/moved", second.hex], ["refs/o8/new", second.hex],
      ])
    #expect(try repository.references(under: "refs/heads/").count == 1)
    let tip = try name("refs/o8/kept")
    #expect(try code { try repository.move(tip, from: first, to: second) } == .unsupported)
    #expect(try await test.id("refs/o8/moved") == first.hex)
  }
}
