/// One value of a JSON text, or a key, as a range of its bytes.
struct JSONToken: Sendable {
  enum Kind: UInt8, Sendable {
    case object, array
    /// An object or array below `JSONTape.depthLimit`, of which only the extent is known.
    case deep
    case string
    /// A string with backslashes in it.
    case escaped
    case number
    case yes, no, null
  }

  /// Of the first byte; for strings, of the one behind the quote.
  var start: UInt32
  /// Of the byte behind the last; for strings, of the closing quote.
  var end: UInt32
  /// The token that follows this one and all it holds.
  var next: UInt32
  var kind: Kind
}
