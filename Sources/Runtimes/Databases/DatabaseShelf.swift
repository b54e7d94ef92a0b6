internal import Model

/// A database in which a CLI keeps its conversations.
struct DatabaseShelf: Hashable, Sendable {
  /// Whose tables they are. A manifest names one by its raw value.
  enum Form: String, CaseIterable, Hashable, Sendable {
    case opencode, goose

    /// What reads the lines that are made of its rows.
    var parser: ParserProfile {
      switch self {
      case .opencode: .opencodeSession
      case .goose: .gooseSession
      }
    }

    /// What shows a conversation where it cannot be read here.
    func command(showing session: String) -> String {
      switch self {
      case .opencode: "opencode export \(session)"
      case .goose: "goose session export --session-id \(session)"
      }
    }
  }

  let form: Form
  /// Absolute.
  let path: String

  /// The newest first, at most so many. None where there is no database.
  func sessions(limit: Int) throws(SQLiteFault) -> [DiscoveredSession] {
    guard UserFile.isThere(path) else { return [] }
    return try DatabaseQueries(form).sessions(in: SQLiteFile(path), at: path, limit: limit)
  }

  func session(_ id: SessionID) throws(SQLiteFault) -> DiscoveredSession? {
    guard UserFile.isThere(path) else { return nil }
    return try DatabaseQueries(form).session(id, in: SQLiteFile(path), at: path)
  }
}

/// What a form's tables are asked for, by what its program has called them over time.
struct DatabaseQueries {
  private let form: DatabaseShelf.Form

  init(_ form: DatabaseShelf.Form) { self.form = form }

  private static let titleCharacters = 200

  /// Id, directory, title, other title or name, and when it was written last: the newest form first.
  private var selections: [String] {
    switch form {
    case .opencode:
      ["SELECT id, directory, title, NULL, time_updated FROM session WHERE parent_id IS NULL"]
    case .goose:
      [
        """
        SELECT id, working_dir, name, description, updated_at FROM sessions \
        WHERE session_type NOT IN ('sub_agent', 'hidden')
        """,
        "SELECT id, working_dir, name, description, updated_at FROM sessions WHERE id IS NOT NULL",
        "SELECT id, working_dir, NULL, description, updated_at FROM sessions WHERE id IS NOT NULL",
      ]
    }
  }

  private var table: String { form == .opencode ? "session" : "sessions" }

  func sessions(
    in file: SQLiteFile, at path: String, limit: Int
  ) throws(SQLiteFault) -> [DiscoveredSession] {
    guard try file.hasTable(table) else { throw .unknownForm }
    let rows = try statement(" ORDER BY 5 DESC LIMIT ?1", in: file)
    try rows.bind(limit, at: 1)
    var found: [DiscoveredSession] = []
    while try rows.next() {
      if let session = session(rows, path) { found.append(session) }
    }
    return found
  }

  /// By its id, or by the name that was chosen for it.
  func session(
    _ id: SessionID, in file: SQLiteFile, at path: String
  ) throws(SQLiteFault) -> DiscoveredSession? {
    guard try file.hasTable(table) else { throw .unknownForm }
    let columns = form == .opencode ? ["id"] : ["id", "name"]
    for column in columns {
      let rows = try statement(" AND \(column) = ?1 ORDER BY 5 DESC LIMIT 1", in: file)
      try rows.bind(id.text, at: 1)
      if try rows.next() { return session(rows, path) }
    }
    return nil
  }

  /// The first of the known forms that these tables have.
  private func statement(
    _ rest: String, in file: SQLiteFile
  ) throws(SQLiteFault) -> SQLiteStatement {
    for selection in selections.dropLast() {
      if let statement = try? file.statement(selection + rest) { return statement }
    }
    return try file.statement(selections[selections.count - 1] + rest)
  }

  private func session(_ row: SQLiteStatement, _ path: String) -> DiscoveredSession? {
    guard let key = row.text(0), let id = SessionID(key) else { return nil }
    let names = [row.text(2), row.text(3)].compactMap { $0 }.filter { !$0.isEmpty }
    let chosen = form == .goose ? names.first.flatMap(Self.chosenID) : nil
    return DiscoveredSession(
      id: chosen ?? id, directory: row.text(1),
      title: chosen != nil
        ? nil : names.first.map { SafeText.singleLine($0, limit: Self.titleCharacters) },
      lastActive: moment(row), path: path,
      records: .database(DatabaseRecords(form: form, path: path, key: key)))
  }

  /// goose is told a name, and keeps it beside an id of its own.
  private static func chosenID(_ name: String) -> SessionID? {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    let isID =
      parts.map(\.utf8.count) == [8, 4, 4, 4, 12] && parts.joined().allSatisfy(\.isHexDigit)
    return isID ? SessionID(name) : nil
  }

  private func moment(_ row: SQLiteStatement) -> Instant? {
    switch form {
    case .opencode: return Instant(seconds: row.integer(4) / 1000)
    // `2026-03-01 09:01:05`, in UTC.
    case .goose:
      guard let text = row.text(4)?.prefix(19), text.count == 19 else { return nil }
      return Instant("\(text.prefix(10))T\(text.suffix(8))Z")
    }
  }
}
