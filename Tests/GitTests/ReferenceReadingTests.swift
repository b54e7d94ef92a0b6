import Foundation
import Git
import Model
import Support
import Testing

/// What is read of references, beside what git says of the same repository.
@Suite("Reading references")
struct ReferenceReadingTests {
  /// Loose, packed, both, peeled, other names, and such as sort around a slash.
  private func withMixture(_ body: (TestRepository, Repository) async throws -> Void) async throws {
    try await withRepository { test in
      let first = try await test.commit()
      let second = try await test.commit()
      let names =
        ["a", "a-b", "a.b", "a/b", "a0", "b/c/d", "é", "z"].map { "refs/o8/\($0)" }
        .filter { $0 != "refs/o8/a" } + (0..<60).map { "refs/o8/packets/\($0)" }
      let commands = names.map { "create \($0) \(first)\n" }.joined()
      try await test.git("update-ref", "--stdin", input: commands)
      try await test.git("tag", "-a", "-m", "t", "one")
      try await test.git("tag", "-a", "-m", "t", "two")
      try await test.git("pack-refs", "--all")
      for number in [0, 7, 59, 100] {
        try await test.git("update-ref", "refs/o8/packets/\(number)", second)
      }
      try await test.git("symbolic-ref", "refs/o8/name", "refs/o8/packets/7")
      try await test.git("symbolic-ref", "refs/o8/nowhere", "refs/o8/none")
      try await body(test, try Repository.discover(from: test.path))
    }
  }

  private func named(_ text: String) throws -> ReferenceName {
    try #require(ReferenceName(text))
  }

  private func lines(of references: [Reference]) -> [String] {
    references.map { "\($0.target) \($0.name)" }
  }

  private func lines(_ test: TestRepository, under prefix: String) async throws -> [String] {
    try await test.git("for-each-ref", "--format=%(objectname) %(refname)")
      .split(separator: "\n").map(String.init)
      .filter { $0.dropFirst(ObjectID.hexCount + 1).hasPrefix(prefix) }
  }

  @Test(
    "a listing has what git lists, in git's order",
    arguments: [
      "refs/", "refs/o8/", "refs/o8/packets/", "refs/o8/packets/1", "refs/tags/", "refs/x/",
    ])
  func listing(prefix: String) async throws {
    try await withMixture { test, repository in
      let listed = lines(of: try repository.references(under: prefix))
      #expect(try await lines(test, under: prefix) == listed)
    }
  }

  @Test("each is found by itself, and what is not there is not")
  func lookup() async throws {
    try await withMixture { test, repository in
      for reference in try repository.references(under: "refs/") {
        #expect(try repository.target(of: reference.name) == reference.target)
      }
      for text in ["refs/o8/packets", "refs/o8/packets/60", "refs/a", "refs/zz", "refs/o8/nowhere"]
      {
        #expect(try repository.target(of: named(text)) == nil)
      }
    }
  }

  @Test("what another process packs, moves and deletes meanwhile is seen")
  func fresh() async throws {
    try await withMixture { test, repository in
      _ = try repository.references(under: "refs/")
      try await test.git("update-ref", "-d", "refs/o8/packets/3")
      try await test.git("update-ref", "refs/o8/packets/4", "HEAD")
      try await test.git("pack-refs", "--all")
      let listed = lines(of: try repository.references(under: "refs/"))
      #expect(try await lines(test, under: "refs/") == listed)
      #expect(try repository.target(of: named("refs/o8/packets/3")) == nil)
    }
  }

  @Test("packed references in no order and without a header are read as git reads them")
  func unsorted() async throws {
    try await withMixture { test, _ in
      let path = test.gitDirectory + "/packed-refs"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let packed = text.split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.hasPrefix("^") }
      try Data(packed.reversed().map { $0 + "\n" }.joined().utf8).write(
        to: URL(fileURLWithPath: path))
      let repository = try Repository.discover(from: test.path)
      let listed = lines(of: try repository.references(under: "refs/"))
      #expect(try await lines(test, under: "refs/") == listed)
      #expect(try repository.target(of: named("refs/o8/a0")) != nil)
    }
  }

  @Test("a damaged file is said to be damaged, each time", arguments: ["cut", "short", "folder"])
  func damaged(how: String) async throws {
    try await withMixture { test, _ in
      let path = test.gitDirectory + "/packed-refs"
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      switch how {
      case "cut": bytes.removeLast(3)
      case "short": bytes = Data("# pack-refs with: peeled fully-peeled sorted \nrefs/o8/a\n".utf8)
      default: try FileManager.default.removeItem(atPath: path)
      }
      if how == "folder" {
        try FileManager.default.createDirectory(
          atPath: path, withIntermediateDirectories: false)
      } else {
        try bytes.write(to: URL(fileURLWithPath: path))
      }
      let repository = try Repository.discover(from: test.path)
      for _ in 0..<2 {
        #expect(try code { _ = try repository.references(under: "refs/o8/") } == .corrupt)
      }
    }
  }

  @Test("a broken file hides what was packed of it, and a pipe is not waited for")
  func broken() async throws {
    try await withMixture { test, repository in
      try test.write([".git/refs/o8/packets/5": "no id\n", ".git/refs/o8/packets/6": ""])
      let broken = try #require(ReferenceName("refs/o8/packets/5"))
      let empty = try #require(ReferenceName("refs/o8/packets/6"))
      mkfifo(test.gitDirectory + "/refs/o8/packets/8", 0o600)
      let listed = try repository.references(under: "refs/o8/packets/").map(\.name)
      #expect(!listed.contains(broken) && !listed.contains(empty))
      #expect(!listed.map(\.text).contains("refs/o8/packets/8"))
      #expect(try code { _ = try repository.target(of: broken) } == .corrupt)
      #expect(try code { _ = try repository.target(of: empty) } == .corrupt)
    }
  }

  @Test("names in a circle end")
  func circle() async throws {
    try await withMixture { test, repository in
      try test.write([
        ".git/refs/o8/one": "ref: refs/o8/two\n", ".git/refs/o8/two": "ref: refs/o8/one\n",
      ])
      let one = try #require(ReferenceName("refs/o8/one"))
      #expect(try code { _ = try repository.target(of: one) } == .corrupt)
      #expect(try !repository.references(under: "refs/o8/").map(\.name).contains(one))
      try FileManager.default.createSymbolicLink(
        atPath: test.gitDirectory + "/refs/o8/loop", withDestinationPath: ".")
      #expect(try repository.references(under: "refs/o8/packets/").count == 61)
      #expect(try !repository.references(under: "refs/o8/").isEmpty)
    }
  }

  @Test("a link is another name, as git has it, wherever its path would lead")
  func links() async throws {
    try await withMixture { test, repository in
      let files = FileManager.default
      let place = test.gitDirectory + "/refs/o8/"
      try test.write([".git/refs/o8/refs/o8/a0": String(repeating: "1", count: 40) + "\n"])
      try files.createSymbolicLink(
        atPath: place + "linked", withDestinationPath: "refs/o8/a0")
      try files.createSymbolicLink(atPath: place + "a-b", withDestinationPath: "absent")
      let linked = try named("refs/o8/linked")
      #expect(try repository.symbolicTarget(of: linked) == "refs/o8/a0")
      #expect(try await test.id("refs/o8/linked") == repository.target(of: linked)?.hex)
      // Git does not take the packed value either.
      #expect(try code { _ = try repository.target(of: named("refs/o8/a-b")) } == .corrupt)
      #expect(
        try !repository.references(under: "refs/o8/").map(\.name.text).contains("refs/o8/a-b"))
    }
  }

  @Test(
    "a line without a value is damage for whoever misses one",
    arguments: ["value", "peeled value", "blank line", "blank line in no order"])
  func valueless(what: String) async throws {
    try await withMixture { test, _ in
      let path = test.gitDirectory + "/packed-refs"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      var lines = text.split(separator: "\n").map(String.init)
      let place = try #require(lines.firstIndex { $0.hasSuffix(" refs/o8/packets/30") })
      let nothing = String(repeating: "z", count: 40)
      switch what {
      case "value": lines[place] = "\(nothing) refs/o8/packets/30"
      case "peeled value": lines.insert("^\(nothing)", at: place + 1)
      default: lines.insert("", at: place)
      }
      if what.hasSuffix("no order") { lines.removeFirst() }
      try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: path))
      let repository = try Repository.discover(from: test.path)
      #expect(try code { try repository.checkPackedReferences() } == .corrupt)
    }
  }

  @Test("what git could read in two ways is damaged", arguments: ["twice", "swapped"])
  func ambiguous(how: String) async throws {
    try await withMixture { test, _ in
      let path = test.gitDirectory + "/packed-refs"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      var lines = text.split(separator: "\n").map(String.init)
      let place = try #require(lines.firstIndex { $0.hasSuffix(" refs/o8/packets/30") })
      if how == "twice" {
        let other = String(repeating: "1", count: 40) + " refs/o8/packets/30"
        lines.insert(other, at: place + 1)
      } else {
        lines.swapAt(place, place + 1)
      }
      try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: path))
      let repository = try Repository.discover(from: test.path)
      let name = try named("refs/o8/packets/30")
      #expect(try code { _ = try repository.target(of: name) } == .corrupt)
      #expect(try code { try repository.checkPackedReferences() } == .corrupt)
    }
  }
}
