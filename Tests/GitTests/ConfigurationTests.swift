import Git
import Model
import Support
import Testing

@Test func valuesAreAddedBesideOthersAndTakenAwayByValue() async throws {
  try await withRepository { test in
    let location = try Repository.discover(from: test.path).location
    let key = "remote.origin.fetch"
    #expect(try await location.configurations(of: key).isEmpty)
    let values = [
      "+refs/heads/*:refs/remotes/origin/*", "+refs/o8/*:refs/o8-remotes/origin/*", "a\n=b",
    ]
    for value in values { try await location.addConfiguration(key, value) }
    let read = try await location.configurations(of: key)
    #expect(read.map(\.value) == values)
    #expect(read.allSatisfy { $0.scope == "local" && $0.origin == "file:.git/config" })
    try await location.removeConfiguration(key, values[1])
    try await location.removeConfiguration(key, "not there")
    #expect(try await location.configurations(of: key).map(\.value) == [values[0], values[2]])
    try await location.setConfiguration(key, "one")
    #expect(try await location.configurations(of: key).map(\.value) == ["one"])
    try await location.removeConfiguration(key)
    #expect(try await location.configurations(of: key).isEmpty)
  }
}

@Test func aSectionIsListedWithItsKeys() async throws {
  try await withRepository { test in
    let location = try Repository.discover(from: test.path).location
    try await location.setConfiguration("o8.maxLanes", "3")
    try await location.setConfiguration("o8x.other", "3")
    try await test.git("config", "o8.runtime", "multi\nline")
    let all = try await location.configurations(in: "o8")
    #expect(all.map(\.key) == ["o8.maxlanes", "o8.runtime"])
    #expect(all.map(\.value) == ["3", "multi\nline"])
  }
}

@Test func configurationWithWindowsLineEndsIsRead() async throws {
  try await withRepository { test in
    try test.write([".git/config": "[core]\r\n\tbare = false\r\n[o8]\r\n\tmaxLanes = 3\r\n"])
    let repository = try Repository.discover(from: test.path)
    #expect(try repository.config("o8.maxLanes") == "3")
    #expect(try await repository.location.configurations(of: "o8.maxLanes").map(\.value) == ["3"])
  }
}

@Test func configurationThatCannotBeWrittenIsAnError() async throws {
  try await withRepository { test in
    try test.write([".git/config.lock": ""])
    let location = try Repository.discover(from: test.path).location
    await #expect(throws: GitError.self) { try await location.addConfiguration("o8.a", "b") }
  }
}

@Test func aLineIsTracedToItsCommit() async throws {
  try await withRepository { test in
    let first = try #require(ObjectID(try await test.commit(["old name": "1\n2\n"])))
    try await test.git("mv", "old name", "new name")
    let second = try #require(ObjectID(try await test.commit(["new name": "1\n2\n3\n"])))
    let location = try Repository.discover(from: test.path).location
    let origin = try await location.origin(of: 2, in: "new name", at: second)
    #expect(origin.commit == first)
    #expect(origin.path == "old name")
    #expect(origin.line == 2)
    #expect(origin.text == "2")
    #expect(try await location.origin(of: 3, in: "new name", at: second).commit == second)
    for (line, path) in [(9, "new name"), (1, "none"), (1, "-x")] {
      let error = await #expect(throws: GitError.self) {
        try await location.origin(of: line, in: path, at: second)
      }
      #expect(error?.code == .notFound)
    }
  }
}

@Test func notesAreWrittenAsGitReadsThem() async throws {
  try await withRepository { test in
    let first = try #require(ObjectID(try await test.commit(message: "1")))
    let second = try #require(ObjectID(try await test.commit(message: "2")))
    let repository = try Repository.discover(from: test.path)
    let name = try #require(ReferenceName("refs/notes/o8"))
    let one = try repository.notes(nil, writing: [first: Array("verdict one".utf8)])
    #expect(try repository.tree(one).map(\.name) == [String(first.hex.prefix(2))])
    let commit = try commit(one, in: repository)
    try repository.move(name, from: nil, to: commit)
    #expect(try await test.git("notes", "--ref=o8", "show", first.hex) == "verdict one")
    // git itself keeps few notes flat; both are found, and writing again tidies.
    try await test.git("notes", "--ref=o8", "add", "-m", "by hand", second.hex)
    let tip = try #require(try repository.target(of: name))
    #expect(try repository.note(on: second, in: tip, limit: 99) == Array("by hand\n".utf8))
    #expect(try repository.note(on: first, in: tip, limit: 99) == Array("verdict one".utf8))
    let two = try repository.notes(tip, writing: [first: Array("again".utf8)])
    #expect(try repository.tree(two).allSatisfy { $0.mode == .tree && $0.name.count == 2 })
    #expect(try repository.note(on: second, in: two, limit: 99) == Array("by hand\n".utf8))
    #expect(try repository.note(on: first, in: two, limit: 99) == Array("again".utf8))
    let three = try repository.notes(two, writing: [first: nil, second: nil])
    #expect(three == .emptyTree)
    #expect(try repository.note(on: first, in: three, limit: 99) == nil)
  }
}

private func commit(_ tree: ObjectID, in repository: Repository) throws -> ObjectID {
  let who = Signature(name: "o8", email: "o8", seconds: 1).line
  return try repository.writeCommit(
    Array("tree \(tree)\nauthor \(who)\ncommitter \(who)\n\nnotes\n".utf8))
}
