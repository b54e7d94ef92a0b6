#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Why a database cannot be read.
enum SQLiteFault: Error, Hashable {
  /// The system has no SQLite that could be opened.
  case noLibrary
  case notThere
  /// It has no such table, or other columns in it.
  case unknownForm
  /// It is damaged, takes too long, is locked for too long, or has a row that is too large.
  case unreadable

  var words: String {
    switch self {
    case .noLibrary: "this system has no SQLite library (libsqlite3)"
    case .notThere: "the database is not there"
    case .unknownForm: "the database has another form than is known here"
    case .unreadable: "the database is damaged, in use, or takes too long to read"
    }
  }
}

/// A database that somebody else's program writes, opened to be read: nothing in it is trusted.
///
/// What a query may do is asked for each table and column that it names, so that a view or a virtual
/// table in the place of a table, and whatever it would compute, is refused.
final class SQLiteFile {
  /// One row; longer ones are passed over.
  static let rowBytes: Int32 = 16 << 20
  /// Of the library, for all that is open at once: some copies of a row.
  private static let heapBytes = 128 << 20
  /// The program may be writing; it never takes long.
  private static let busyMilliseconds: Int32 = 500
  /// A home's worth of conversations takes a tenth of that.
  static let readMilliseconds: Int64 = 5000
  /// How often the time is looked at, in steps of SQLite's machine.
  private static let watchSteps: Int32 = 10_000

  private let library: SQLiteLibrary
  private let handle: OpaquePointer
  /// When reading has taken too long.
  private let deadline: UnsafeMutablePointer<Int64>

  init(
    _ path: String, library: SQLiteLibrary? = .system, milliseconds: Int64 = readMilliseconds
  ) throws(SQLiteFault) {
    guard let library else { throw .noLibrary }
    guard UserFile.isRegular(path) else { throw .notThere }
    var opened: OpaquePointer?
    let flags = Flag.readOnly | Flag.noMutex | Flag.privateCache | Flag.noFollow | Flag.address
    let result = library.open(Self.address(of: UserFile.real(path)), &opened, flags, nil)
    guard let opened, result == 0 else {
      _ = library.close(opened)
      throw .unreadable
    }
    self.library = library
    handle = opened
    deadline = .allocate(capacity: 1)
    deadline.initialize(to: SteadyClock.milliseconds + milliseconds)
    try guardReading()
  }

  deinit {
    _ = library.close(handle)
    deadline.deallocate()
  }

  /// Where nobody has it open and nothing is left to be taken in, it is read as what does not change:
  /// SQLite would else make the files of a log beside it, and leave them. What its program writes
  /// meanwhile goes to such a file first.
  private static func address(of path: String) -> String {
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-".utf8)
    let text = path.utf8.map { byte in
      guard !plain.contains(byte) else { return String(Unicode.Scalar(byte)) }
      return (byte < 16 ? "%0" : "%") + String(byte, radix: 16)
    }
    let isAtRest = !["-wal", "-journal"].contains { UserFile.isThere(path + $0) }
    return "file:\(text.joined())" + (isAtRest ? "?immutable=1" : "")
  }

  private func guardReading() throws(SQLiteFault) {
    for (limit, value) in Self.limits { _ = library.setLimit(handle, limit, value) }
    _ = library.setBusyTimeout(handle, Self.busyMilliseconds)
    library.setWatch(
      handle, Self.watchSteps,
      { context in
        guard let deadline = context?.assumingMemoryBound(to: Int64.self) else { return 1 }
        return SteadyClock.milliseconds > deadline.pointee ? 1 : 0
      }, deadline)
    // A file that is cut short while it is mapped would end this process.
    let settings = """
      PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA mmap_size = 0;
      PRAGMA cell_size_check = ON; PRAGMA hard_heap_limit = \(Self.heapBytes);
      PRAGMA temp_store = MEMORY;
      """
    guard library.execute(handle, settings, nil, nil, nil) == 0 else { throw .unreadable }
    _ = library.setJudge(handle, { SQLiteFile.judge($1, $5) }, nil)
  }

  /// Queries may select and read columns, but none that a view or a trigger reads for them.
  private static func judge(_ action: Int32, _ inner: UnsafePointer<CChar>?) -> Int32 {
    let isAllowed = action == Action.select || action == Action.read && inner == nil
    return isAllowed ? 0 : 1
  }

  private enum Flag {
    static let readOnly: Int32 = 0x1
    static let address: Int32 = 0x40
    static let noMutex: Int32 = 0x8000
    static let privateCache: Int32 = 0x40000
    static let noFollow: Int32 = 0x0100_0000
  }

  private enum Action {
    static let read: Int32 = 20
    static let select: Int32 = 21
  }

  /// By the library's own numbers: a row, a statement, columns, depth, terms, steps, arguments,
  /// attached files, patterns, variables, triggers, threads.
  private static let limits: [(Int32, Int32)] = [
    (0, rowBytes), (1, 1 << 20), (2, 200), (3, 50), (4, 2), (5, 25_000), (6, 4), (7, 0), (8, 100),
    (9, 9), (10, 1), (11, 0),
  ]
}

extension SQLiteFile {
  /// Whether it has an ordinary table of this name.
  func hasTable(_ name: String) throws(SQLiteFault) -> Bool {
    let found = try statement(
      "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = ?1")
    try found.bind(name, at: 1)
    // Views and virtual tables have no pages.
    return try found.next() && found.integer(0) > 0
  }

  /// Throws for a query that names what is not there, or does more than read.
  func statement(_ query: String) throws(SQLiteFault) -> SQLiteStatement {
    var prepared: OpaquePointer?
    let result = library.prepare(handle, query, -1, &prepared, nil)
    guard result == 0, let prepared else {
      // An error in the query is one of form; anything else is the file's.
      throw result == 1 || result == SQLiteStatement.denied ? .unknownForm : .unreadable
    }
    return SQLiteStatement(prepared, of: self, library)
  }
}

/// Time that nobody sets.
private enum SteadyClock {
  static var milliseconds: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
