import Foundation
import Model
import Support
import Testing

@testable import Runtimes

@Suite("Conversations in a database")
struct DatabaseTests {
  private func with(
    _ form: DatabaseShelf.Form, _ statements: String, _ more: String = "",
    _ body: (DatabaseShelf) throws -> Void
  ) async throws {
    try await withTemporaryDirectory { directory in
      let shelf = DatabaseShelf(form: form, path: directory + "/x.db")
      try TestDatabase.make(shelf.path, statements, more)
      try body(shelf)
    }
  }

  private func events(_ shelf: DatabaseShelf, _ id: String) throws -> [TranscriptEvent] {
    let session = try #require(try shelf.session(SessionID(id)!))
    guard case .database(let records) = session.records else { return [] }
    var parser = shelf.form.parser.parser()
    var events: [TranscriptEvent] = []
    try records.lines { events += parser.events(in: $0) }
    return events
  }

  @Test("of opencode are listed, the newest first, without those of helpers")
  func opencodeSessions() async throws {
    try await with(.opencode, TestDatabase.opencode) { shelf in
      let sessions = try shelf.sessions(limit: 10)
      #expect(sessions.map(\.id.text) == ["ses_2", "ses_1"])
      #expect(sessions.map(\.directory) == ["/work/b", "/work/a"])
      #expect(sessions[1].title == "Fix \\u{1b}[2J it")
      #expect(sessions[1].lastActive == Instant(seconds: 1_795_000_060))
      #expect(try shelf.sessions(limit: 1).map(\.id.text) == ["ses_2"])
      #expect(try shelf.session(SessionID("ses_0")!) == nil)
    }
  }

  @Test(
    "are read with nothing left beside it, whatever it is called", arguments: ["x", "ä ?%#&=1"])
  func traces(name: String) async throws {
    try await withTemporaryDirectory { directory in
      let shelf = DatabaseShelf(form: .opencode, path: "\(directory)/\(name).db")
      try TestDatabase.make(shelf.path, TestDatabase.opencode)
      #expect(try shelf.sessions(limit: 10).count == 2)
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["\(name).db"])
    }
  }

  @Test("of opencode are told in the order in which they went on")
  func opencodeEvents() async throws {
    try await with(.opencode, TestDatabase.opencode) { shelf in
      let events = try events(shelf, "ses_1")
      #expect(
        events.map(\.body).prefix(2) == [
          .message(role: .user, text: "Why?"), .message(role: .system, text: "a file"),
        ])
      #expect(events.map(\.body).contains(.error(.rateLimit, text: "Too Many Requests")))
      let rest = events.map(\.body).suffix(6)
      #expect(
        rest == [
          .toolCall(id: "c1", name: "bash", input: #"{"command":"ls"}"#),
          .toolResult(id: "c1", text: "a.txt", outcome: .succeeded),
          .message(role: .agent, text: "Because."),
          .fileChange(path: "/work/a/a.txt", change: .changed),
          .usage(.init(inputTokens: 15, outputTokens: 2, costMicros: 500_000, counts: .turn)),
          .end(.completed),
        ])
      #expect(events.map(\.seq) == events.map(\.seq).sorted())
      #expect(events.first?.milliseconds == 1_795_000_001_000)
    }
  }

  @Test("of goose are found by their ids and by the names that were chosen for them")
  func goose() async throws {
    try await with(.goose, TestDatabase.goose) { shelf in
      let sessions = try shelf.sessions(limit: 10)
      let chosen = "0f0e0d0c-0b0a-4908-8706-050403020100"
      #expect(sessions.map(\.id.text) == ["20260301_1", chosen])
      #expect(sessions.map(\.title) == ["Greeting", nil])
      #expect(sessions[0].lastActive?.text == "2026-03-01T09:01:05Z")
      #expect(try shelf.session(SessionID(chosen)!)?.directory == "/work/b")
      #expect(
        try events(shelf, "20260301_1").map(\.body) == [
          .message(role: .user, text: "Hello"), .message(role: .agent, text: "Hi."),
          .toolCall(id: "t1", name: "shell", input: #"{"command":"ls"}"#),
          .toolResult(id: "t1", text: "a.txt", outcome: .succeeded),
          .toolResult(id: "t2", text: "no such tool", outcome: .failed),
        ])
    }
  }

  @Test("of an older goose, which had no names and no kinds, are told as well")
  func olderGoose() async throws {
    let tables = """
      CREATE TABLE sessions (id TEXT PRIMARY KEY, description TEXT, working_dir TEXT NOT NULL,
        updated_at TIMESTAMP);
      INSERT INTO sessions VALUES ('s1', 'Old', '/w', '2026-03-01 09:01:05');
      """
    try await with(.goose, tables) { shelf in
      let titles = try shelf.sessions(limit: 5).map(\.title)
      #expect(titles == ["Old"])
    }
  }

  @Test("are read without being changed")
  func unchanged() async throws {
    try await withTemporaryDirectory { directory in
      let shelf = DatabaseShelf(form: .opencode, path: directory + "/x.db")
      try TestDatabase.make(shelf.path, TestDatabase.opencode)
      let before = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
      let bytes = try Data(contentsOf: URL(fileURLWithPath: shelf.path))
      #expect(try shelf.sessions(limit: 5).count == 2)
      #expect(try Data(contentsOf: URL(fileURLWithPath: shelf.path)) == bytes)
      // A log of changes, which is its program's too, and empty.
      let after = try FileManager.default.contentsOfDirectory(atPath: directory)
      #expect(Set(after).subtracting(before).isSubset(of: ["x.db-shm", "x.db-wal"]))
    }
  }

  @Test("that are not there are none, and where there is no library that is said")
  func absent() async throws {
    try await withTemporaryDirectory { directory in
      let shelf = DatabaseShelf(form: .opencode, path: directory + "/x.db")
      #expect(try shelf.sessions(limit: 5).isEmpty)
      try TestDatabase.make(shelf.path, TestDatabase.opencode)
      #expect(SQLiteLibrary(["libnothing-of-the-kind.so.9"]) == nil)
      #expect(throws: SQLiteFault.noLibrary) { _ = try Self.open(shelf.path, nil) }
    }
  }

  static func open(_ path: String, _ library: SQLiteLibrary?) throws {
    let file = try SQLiteFile(path, library: library)
    _ = try file.hasTable("x")
  }
}

@Suite("A hostile database")
struct HostileDatabaseTests {
  private func fault(
    _ statements: String..., damage: (String) throws -> Void = { _ in }
  ) async throws -> SQLiteFault? {
    try await withTemporaryDirectory { directory in
      let shelf = DatabaseShelf(form: .opencode, path: directory + "/x.db")
      for statement in statements { try TestDatabase.make(shelf.path, statement) }
      try damage(shelf.path)
      do throws(SQLiteFault) {
        _ = try shelf.sessions(limit: 10)
        return nil
      } catch { return error }
    }
  }

  @Test("has views, virtual tables and other columns in the place of tables")
  func forms() async throws {
    let rows =
      "(SELECT 'a' AS id, '/' AS directory, 't' AS title, 1 AS time_updated, NULL AS parent_id)"
    #expect(try await fault("CREATE VIEW session AS SELECT * FROM \(rows)") == .unknownForm)
    #expect(try await fault("CREATE TABLE session (id TEXT)") == .unknownForm)
    #expect(try await fault("CREATE TABLE other (id TEXT)") == .unknownForm)
    let virtual =
      "CREATE VIRTUAL TABLE session USING fts5(id, directory, title, time_updated, parent_id)"
    #expect(try await fault(virtual) == .unknownForm)
    let generated = """
      CREATE TABLE session (id TEXT, directory TEXT, parent_id TEXT, time_updated INTEGER,
        title TEXT GENERATED ALWAYS AS (hex(zeroblob(9000000))) VIRTUAL);
      INSERT INTO session (id, directory, time_updated) VALUES ('a', '/', 1)
      """
    #expect(try await fault(generated) != nil)
  }

  @Test("is cut short, overwritten, a link, a folder, or no database at all")
  func damaged() async throws {
    let many = """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
      INSERT INTO session SELECT 'ses_x'||i, 'p', NULL, 's', '/work/'||hex(randomblob(50)), 't', '1', i, i FROM n
      """
    func file(_ path: String) throws -> FileHandle {
      try #require(FileHandle(forUpdatingAtPath: path))
    }
    let cut = try await fault(TestDatabase.opencode, many) {
      try file($0).truncate(atOffset: 9000)
    }
    #expect(cut == .unreadable)
    let garbled = try await fault(TestDatabase.opencode, many) { path in
      let handle = try file(path)
      for page in 5..<30 {
        try handle.seek(toOffset: UInt64(page * 4096))
        try handle.write(contentsOf: Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 * page) }))
      }
    }
    #expect(garbled == .unreadable)
    let text = try await fault {
      try Data("no database, but long enough to be one".utf8).write(to: URL(fileURLWithPath: $0))
    }
    #expect(text == .unreadable)
    let link = try await fault { path in
      try TestDatabase.make(path + ".real", TestDatabase.opencode)
      try FileManager.default.createSymbolicLink(
        atPath: path, withDestinationPath: path + ".real")
    }
    #expect(link == .notThere)
    let folder = try await fault {
      try FileManager.default.createDirectory(atPath: $0, withIntermediateDirectories: false)
    }
    #expect(folder == .notThere)
  }

  @Test("has a row that is too long, which is left out, and says so")
  func longRow() async throws {
    let long = "UPDATE part SET data = zeroblob(17000000) WHERE id = 'prt_4'"
    try await withTemporaryDirectory { directory in
      let shelf = DatabaseShelf(form: .opencode, path: directory + "/x.db")
      try TestDatabase.make(shelf.path, TestDatabase.opencode, long)
      let session = try #require(try shelf.session(SessionID("ses_1")!))
      guard case .database(let records) = session.records else { return }
      var parser = ParserProfile.opencodeSession.parser()
      var events: [TranscriptEvent.Body] = []
      try records.lines { events += parser.events(in: $0).map(\.body) }
      #expect(
        events.contains(.message(role: .system, text: "[a row of more than 16 MiB is left out]")))
      #expect(events.last == .end(.completed), "what stands behind it is read")
    }
  }

  @Test("takes too long, and is given up")
  func slow() async throws {
    let many = """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
      INSERT INTO session SELECT 'ses_x'||i, 'p', NULL, 's', '/', 't', '1', i, i FROM n
      """
    try await withTemporaryDirectory { directory in
      let path = directory + "/x.db"
      try TestDatabase.make(path, TestDatabase.opencode, many)
      #expect(throws: SQLiteFault.unreadable) {
        let file = try SQLiteFile(path, milliseconds: -1)
        _ = try DatabaseQueries(.opencode).sessions(in: file, at: path, limit: 200_000)
      }
    }
  }

  @Test("holds what is no JSON, no UTF-8 and no id")
  func contents() async throws {
    let odd = """
      INSERT INTO session VALUES ('-x', 'p', NULL, 's', '/w', 't', '1', 1, 1),
        ('a b', 'p', NULL, 's', '/w', 't', '1', 1, 1), (x'ff', 'p', NULL, 's', x'ff', x'fe', '1', 1, 'x');
      UPDATE part SET data = '}}"' || char(10) || '{' WHERE id = 'prt_1';
      UPDATE part SET data = x'fffe00' WHERE id = 'prt_2';
      UPDATE message SET data = '[' WHERE id = 'msg_2';
      """
    try await withTemporaryDirectory { directory in
      let shelf = DatabaseShelf(form: .opencode, path: directory + "/x.db")
      try TestDatabase.make(shelf.path, TestDatabase.opencode, odd)
      #expect(try shelf.sessions(limit: 10).map(\.id.text) == ["ses_2", "ses_1"])
      let session = try #require(try shelf.session(SessionID("ses_1")!))
      guard case .database(let records) = session.records else { return }
      var parser = ParserProfile.opencodeSession.parser()
      var events: [TranscriptEvent] = []
      try records.lines { events += parser.events(in: $0) }
      #expect(events.contains { $0.body == .message(role: .system, text: "Because.") })
      // One line stays one line.
      #expect(events.allSatisfy { $0.seq <= 8 })
    }
  }

  @Test("whose bytes were changed at random is read or refused", arguments: 0..<40)
  func mutated(seed: Int) async throws {
    var random = SeededRandom(seed: UInt64(seed))
    try await withTemporaryDirectory { directory in
      let shelf = DatabaseShelf(form: .opencode, path: directory + "/x.db")
      let plain = TestDatabase.opencode.replacing("PRAGMA journal_mode = WAL;", with: "")
      try TestDatabase.make(shelf.path, plain)
      var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: shelf.path)))
      for _ in 0..<Int.random(in: 1...40, using: &random) {
        // Behind what every reader looks at first.
        let index = Int.random(in: 24..<bytes.count, using: &random)
        bytes[index] = UInt8.random(in: 0...255, using: &random)
      }
      try Data(bytes).write(to: URL(fileURLWithPath: shelf.path))
      var lines = 0
      do {
        for session in try shelf.sessions(limit: 100) {
          guard case .database(let records) = session.records else { continue }
          try records.lines { _ in lines += 1 }
        }
      } catch is SQLiteFault {} catch is DatabaseTrouble {}
      #expect(lines <= 1000)
    }
  }
}
