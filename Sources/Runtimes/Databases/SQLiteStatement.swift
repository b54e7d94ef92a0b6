/// A query that is being carried out.
final class SQLiteStatement {
  static let denied: Int32 = 23
  private static let row: Int32 = 100
  private static let done: Int32 = 101
  private static let tooBig: Int32 = 18
  private static let null: Int32 = 5

  private let library: SQLiteLibrary
  private let handle: OpaquePointer
  /// Which has to stay open as long.
  private let file: SQLiteFile

  init(_ handle: OpaquePointer, of file: SQLiteFile, _ library: SQLiteLibrary) {
    self.handle = handle
    self.file = file
    self.library = library
  }

  deinit { _ = library.finalize(handle) }

  func bind(_ text: String, at index: Int32) throws(SQLiteFault) {
    rewind()
    // -1: the library keeps a copy.
    let copied = UnsafeMutableRawPointer(bitPattern: -1)
    guard library.bindText(handle, index, text, -1, copied) == 0 else { throw .unreadable }
  }

  func bind(_ number: Int, at index: Int32) throws(SQLiteFault) {
    rewind()
    guard library.bindInteger(handle, index, Int64(number)) == 0 else { throw .unreadable }
  }

  /// Returns whether there is another row.
  func next() throws(SQLiteFault) -> Bool {
    switch library.step(handle) {
    case Self.row: return true
    case Self.done: return false
    default: throw .unreadable
    }
  }

  /// The bytes of the only column of the only row; nil where there is none, or it is too long.
  func only() throws(SQLiteFault) -> [UInt8]? {
    defer { _ = library.reset(handle) }
    switch library.step(handle) {
    case Self.row: return bytes(0)
    case Self.done, Self.tooBig: return nil
    default: throw .unreadable
    }
  }

  private func rewind() { _ = library.reset(handle) }

  func integer(_ column: Int32) -> Int64 { library.integer(handle, column) }

  /// Nil for NULL; U+FFFD stands for what is no UTF-8.
  func text(_ column: Int32) -> String? {
    bytes(column).map { String(decoding: $0, as: UTF8.self) }
  }

  func bytes(_ column: Int32) -> [UInt8]? {
    guard library.type(handle, column) != Self.null, let text = library.text(handle, column) else {
      return nil
    }
    return Array(UnsafeBufferPointer(start: text, count: Int(library.bytes(handle, column))))
  }
}
