#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The calls of the system's SQLite that reading takes. It is opened when a database is first read:
/// nothing is linked, and no other start pays for it.
struct SQLiteLibrary: Sendable {
  typealias Handle = OpaquePointer
  typealias Name = UnsafePointer<CChar>
  typealias Text = UnsafePointer<UInt8>
  typealias Context = UnsafeMutableRawPointer

  typealias Open =
    @convention(c) @Sendable (Name, UnsafeMutablePointer<Handle?>, Int32, Name?) -> Int32
  typealias OfHandle = @convention(c) @Sendable (Handle?) -> Int32
  typealias SetNumber = @convention(c) @Sendable (Handle, Int32) -> Int32
  typealias SetLimit = @convention(c) @Sendable (Handle, Int32, Int32) -> Int32
  typealias Execute =
    @convention(c) @Sendable (Handle, Name, Context?, Context?, Context?) -> Int32
  typealias Watch = @convention(c) @Sendable (Context?) -> Int32
  typealias SetWatch = @convention(c) @Sendable (Handle, Int32, Watch?, Context?) -> Void
  typealias Judge = @convention(c) @Sendable (Context?, Int32, Name?, Name?, Name?, Name?) -> Int32
  typealias SetJudge = @convention(c) @Sendable (Handle, Judge?, Context?) -> Int32
  typealias Prepare =
    @convention(c) @Sendable (
      Handle, Name, Int32, UnsafeMutablePointer<Handle?>, UnsafeMutablePointer<Name?>?
    ) -> Int32
  typealias BindText = @convention(c) @Sendable (Handle, Int32, Name, Int32, Context?) -> Int32
  typealias BindInteger = @convention(c) @Sendable (Handle, Int32, Int64) -> Int32
  typealias ColumnInteger = @convention(c) @Sendable (Handle, Int32) -> Int64
  typealias ColumnText = @convention(c) @Sendable (Handle, Int32) -> Text?
  typealias ColumnNumber = @convention(c) @Sendable (Handle, Int32) -> Int32

  let open: Open
  let close: OfHandle
  let setBusyTimeout: SetNumber
  let setLimit: SetLimit
  let execute: Execute
  let setWatch: SetWatch
  let setJudge: SetJudge
  let prepare: Prepare
  let finalize: OfHandle
  let reset: OfHandle
  let step: OfHandle
  let bindText: BindText
  let bindInteger: BindInteger
  let integer: ColumnInteger
  let text: ColumnText
  let bytes: ColumnNumber
  let type: ColumnNumber

  /// Nil where the system has none, or one that is older than any that still gets mended.
  static let system = SQLiteLibrary(systemNames)

  #if os(macOS)
    private static let systemNames = ["/usr/lib/libsqlite3.dylib"]
  #else
    private static let systemNames = ["libsqlite3.so.0", "libsqlite3.so"]
  #endif

  /// The first of these that can be opened and has all that is called.
  init?(_ names: [String]) {
    guard let library = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else {
      return nil
    }
    func find<Function>(_ name: String, _ type: Function.Type) -> Function? {
      dlsym(library, "sqlite3_\(name)").map { unsafeBitCast($0, to: type) }
    }
    guard
      let open = find("open_v2", Open.self), let close = find("close_v2", OfHandle.self),
      let setBusyTimeout = find("busy_timeout", SetNumber.self),
      let setLimit = find("limit", SetLimit.self), let execute = find("exec", Execute.self),
      let setWatch = find("progress_handler", SetWatch.self),
      let setJudge = find("set_authorizer", SetJudge.self),
      let prepare = find("prepare_v2", Prepare.self),
      let finalize = find("finalize", OfHandle.self), let reset = find("reset", OfHandle.self),
      let step = find("step", OfHandle.self), let bindText = find("bind_text", BindText.self),
      let bindInteger = find("bind_int64", BindInteger.self),
      let integer = find("column_int64", ColumnInteger.self),
      let text = find("column_text", ColumnText.self),
      let bytes = find("column_bytes", ColumnNumber.self),
      let type = find("column_type", ColumnNumber.self)
    else { return nil }
    self.open = open
    self.close = close
    self.setBusyTimeout = setBusyTimeout
    self.setLimit = setLimit
    self.execute = execute
    self.setWatch = setWatch
    self.setJudge = setJudge
    self.prepare = prepare
    self.finalize = finalize
    self.reset = reset
    self.step = step
    self.bindText = bindText
    self.bindInteger = bindInteger
    self.integer = integer
    self.text = text
    self.bytes = bytes
    self.type = type
  }
}
