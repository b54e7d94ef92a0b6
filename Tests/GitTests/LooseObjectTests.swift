import Foundation
import Model
import Support
import Testing

@testable import Git

/// An object in a file of its own, which a crash may cut short and a disk may spoil.
@Suite("A loose object") struct LooseObjectTests {
  private func file(of id: ObjectID, in test: TestRepository) -> URL {
    URL(fileURLWithPath: test.gitDirectory)
      .appending(path: "objects/\(id.hex.prefix(2))/\(id.hex.dropFirst(2))")
  }

  private func replace(_ file: URL, by bytes: Data) throws {
    try FileManager.default.removeItem(at: file)
    try bytes.write(to: file)
  }

  /// libgit2 waits for ever for the rest of it.
  @Test(.timeLimit(.minutes(15))) func thatIsCutShortIsAnErrorAtEveryLength() async throws {
    try await withRepository { test in
      let text = (0..<40).map { "line \($0 &* 7919)" }.joined(separator: "\n")
      let id = try Repository.discover(from: test.path).writeBlob(Array(text.utf8))
      let whole = try Data(contentsOf: file(of: id, in: test))
      for count in 0..<whole.count {
        try replace(file(of: id, in: test), by: whole.prefix(count))
        // Each anew: what was read once is remembered.
        let repository = try Repository.discover(from: test.path)
        #expect(throws: GitError.self, "\(count)") { try repository.blob(id, limit: 10_000) }
        _ = try? repository.kind(of: id)
        _ = try? repository.changes(from: nil, to: id)
      }
      try replace(file(of: id, in: test), by: whole)
      let repository = try Repository.discover(from: test.path)
      #expect(try repository.blob(id, limit: 10_000) == Array(text.utf8))
    }
  }

  @Test(.timeLimit(.minutes(15))) func thatIsSpoiltIsAnErrorAtEveryByte() async throws {
    try await withRepository { test in
      let text = (0..<20).map { "line \($0 &* 7919)" }.joined(separator: "\n")
      let id = try Repository.discover(from: test.path).writeBlob(Array(text.utf8))
      let whole = try Data(contentsOf: file(of: id, in: test))
      for place in whole.indices {
        var spoilt = whole
        spoilt[place] ^= 0x55
        try replace(file(of: id, in: test), by: spoilt)
        let repository = try Repository.discover(from: test.path)
        // Bits that say nothing of the content may be anything.
        if let read = try? repository.blob(id, limit: 10_000) { #expect(read == Array(text.utf8)) }
      }
    }
  }

  @Test(.timeLimit(.minutes(15))) func thatIsACutCommitEndsAWalk() async throws {
    try await withRepository { test in
      let first = try #require(ObjectID(try await test.commit(["a": "1"])))
      let head = try #require(ObjectID(try await test.commit(["a": "2"])))
      let whole = try Data(contentsOf: file(of: first, in: test))
      for count in 0..<whole.count {
        try replace(file(of: first, in: test), by: whole.prefix(count))
        let repository = try Repository.discover(from: test.path)
        #expect(throws: GitError.self, "\(count)") {
          try repository.commits(from: [head], limit: 10)
        }
        _ = try? repository.isAncestor(first, of: head)
      }
    }
  }

  @Test func thatIsSpoiltIsReadFromAPackThatHasItToo() async throws {
    try await withRepository { test in
      let head = try #require(ObjectID(try await test.commit(["a": "1"])))
      let loose = try Data(contentsOf: file(of: head, in: test))
      try await test.git("repack", "-adq")
      for bytes in [loose.prefix(20), loose.prefix(loose.count / 2), Data("junk".utf8)] {
        try FileManager.default.createDirectory(
          at: file(of: head, in: test).deletingLastPathComponent(),
          withIntermediateDirectories: true)
        try bytes.write(to: file(of: head, in: test))
        #expect(try Repository.discover(from: test.path).commit(head).parents.isEmpty)
      }
    }
  }

  @Test(.timeLimit(.minutes(15)), arguments: ["\n", "\r\n"])
  func thatIsLentByAnotherRepositoryIsReadTheSame(ending: String) async throws {
    try await withRepository { test in
      let head = try #require(ObjectID(try await test.commit(["a": "1"])))
      let clone = try await test.clone(named: "borrower", options: ["--shared"])
      let alternates = clone.gitDirectory + "/objects/info/alternates"
      let line = try String(contentsOfFile: alternates, encoding: .utf8)
      // What only looks like one, and lines that end otherwise, keep none from being read.
      try ("/nowhere" + ending + line).write(toFile: alternates, atomically: true, encoding: .utf8)
      #expect(try Repository.discover(from: clone.path).commit(head).parents.isEmpty)
      let whole = try Data(contentsOf: file(of: head, in: test))
      for count in 0..<whole.count {
        try replace(file(of: head, in: test), by: whole.prefix(count))
        let repository = try Repository.discover(from: clone.path)
        #expect(throws: GitError.self, "\(count)") { try repository.commit(head) }
      }
    }
  }

  @Test func mayBeOfAnySizeAndKind() async throws {
    try await withRepository { test in
      let repository = try Repository.discover(from: test.path)
      for count in [0, 1, 20, 24, 25, 26, 31, 32, 33, 100, 70_000] {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let id = try repository.writeBlob(bytes)
        let fresh = try Repository.discover(from: test.path)
        #expect(try fresh.blob(id, limit: count) == bytes)
        #expect(try fresh.header(of: id)?.size == count)
        if count > 0 {
          let error = #expect(throws: GitError.self) { try fresh.blob(id, limit: count - 1) }
          #expect(error?.code == .tooLarge)
        }
      }
      let head = try #require(ObjectID(try await test.commit(["d/a": "1"])))
      let fresh = try Repository.discover(from: test.path)
      #expect(try fresh.tree(fresh.treeID(head)).map(\.name) == ["d"])
    }
  }

  @Test func isFoundAmongAnyNumberOfPackedOnes() async throws {
    try await withRepository { test in
      let packed = try (0..<30).map { number in
        try Repository.discover(from: test.path).writeBlob(Array("\(number)".utf8))
      }
      for id in packed { try await test.git("tag", id.short, id.hex) }
      try await test.git("repack", "-adq")
      let loose = try (100..<130).map { number in
        try Repository.discover(from: test.path).writeBlob(Array("\(number)".utf8))
      }
      let repository = try Repository.discover(from: test.path)
      for (number, ids) in zip(packed, loose).enumerated() {
        // Runs of packed ones grow, so that looking here first is given up and taken up again.
        for id in packed.prefix(number) { _ = try repository.blob(id, limit: 10) }
        #expect(try repository.blob(ids.0, limit: 10) == Array("\(number)".utf8))
        #expect(try repository.blob(ids.1, limit: 10) == Array("\(100 + number)".utf8))
      }
      #expect(throws: GitError.self) { try repository.blob(loose[0], limit: 2) }
    }
  }
}
