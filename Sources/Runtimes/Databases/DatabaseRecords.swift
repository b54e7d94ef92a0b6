/// A conversation in a database, told in lines like those of a file.
public struct DatabaseRecords: Hashable, Sendable {
  let form: DatabaseShelf.Form
  let path: String
  /// Its id in the database.
  let key: String

  /// More than anybody reads: a line for each message and for each part of one.
  private static let linesMost = 1_000_000
  /// How long a whole conversation may take, its reader's work included.
  private static let milliseconds: Int64 = 60_000

  /// Tells the lines in their order; throws where the database cannot be read (any further).
  public func lines(_ tell: (TranscriptLine) throws -> Void) throws {
    let file: SQLiteFile
    do throws(SQLiteFault) { file = try SQLiteFile(path, milliseconds: Self.milliseconds) } catch {
      throw DatabaseTrouble(form, key, error)
    }
    var seq = 0
    func say(_ record: [UInt8]) throws -> Bool {
      seq += 1
      try tell(TranscriptLine(seq: seq, milliseconds: nil, stream: .standard, bytes: record))
      return seq < Self.linesMost
    }
    do {
      switch form {
      case .opencode: try tellParts(of: file, say)
      case .goose: try tellMessages(of: file, say)
      }
    } catch let fault as SQLiteFault { throw DatabaseTrouble(form, key, fault) }
  }

  /// opencode: a row for each message, and one for each of its parts.
  private func tellParts(
    of file: SQLiteFile, _ say: ([UInt8]) throws -> Bool
  ) throws {
    for table in ["message", "part"] where try !file.hasTable(table) {
      throw SQLiteFault.unknownForm
    }
    let messages = try file.statement(
      "SELECT id, time_created FROM message WHERE session_id = ?1 ORDER BY time_created, id")
    let message = try file.statement("SELECT data FROM message WHERE id = ?1")
    let parts = try file.statement(
      "SELECT id, time_created FROM part WHERE message_id = ?1 ORDER BY id")
    let part = try file.statement("SELECT data FROM part WHERE id = ?1")
    try messages.bind(key, at: 1)
    while try messages.next() {
      let id = messages.text(0) ?? ""
      try message.bind(id, at: 1)
      let data = try message.only()
      let role = data.flatMap { JSONRecord($0[...])?["role"]?.string }
      let time = messages.integer(1)
      guard try say(Self.record(time, role, "message", data)) else { return }
      try parts.bind(id, at: 1)
      while try parts.next() {
        try part.bind(parts.text(0) ?? "", at: 1)
        let record = Self.record(parts.integer(1), role, "part", try part.only())
        guard try say(record) else { return }
      }
    }
  }

  /// goose: a row for each message, with all that it holds.
  private func tellMessages(
    of file: SQLiteFile, _ say: ([UInt8]) throws -> Bool
  ) throws {
    guard try file.hasTable("messages") else { throw SQLiteFault.unknownForm }
    let messages = try file.statement(
      "SELECT id, role, created_timestamp FROM messages WHERE session_id = ?1 ORDER BY id")
    let content = try file.statement("SELECT content_json FROM messages WHERE id = ?1")
    try messages.bind(key, at: 1)
    while try messages.next() {
      try content.bind(Int(clamping: messages.integer(0)), at: 1)
      let record = Self.record(
        messages.integer(2), messages.text(1), "content", try content.only())
      guard try say(record) else { return }
    }
  }

  /// A line of what a row holds, which nobody has looked at yet: as JSON, or as what is left out.
  private static func record(
    _ time: Int64, _ role: String?, _ name: String, _ data: [UInt8]?
  ) -> [UInt8] {
    let speaker = role.flatMap { ["user", "assistant"].contains($0) ? $0 : nil } ?? "system"
    let head = #"{"timestamp":\#(time),"role":"\#(speaker)","\#(name)":"#
    guard let data else {
      return Array(#"{"timestamp":\#(time),"omitted":true}"#.utf8)
    }
    // A line has one end.
    let line = data.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") ? 0x20 : $0 }
    return Array(head.utf8) + line + [UInt8(ascii: "}")]
  }
}

/// A database that could not be read.
public struct DatabaseTrouble: Error, Hashable, CustomStringConvertible {
  public let words: String
  /// What shows a conversation of it all the same.
  public let command: String

  init(_ form: DatabaseShelf.Form, _ session: String, _ fault: SQLiteFault) {
    words = fault.words
    command = form.command(showing: session)
  }

  public var description: String { "\(words); it can show one itself: \(command)" }
}
