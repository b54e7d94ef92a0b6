/// Reads the length-prefixed fields of SSH's wire format (RFC 4251, section 5), never past the
/// end and never more than a stated limit.
struct WireReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: some Sequence<UInt8>) { rest = ArraySlice(bytes) }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func bytes(_ count: Int, _ what: String) throws(SignatureError) -> ArraySlice<UInt8> {
    guard count <= rest.count else { throw .malformed("it ends within the \(what)") }
    let result = rest.prefix(count)
    rest = rest.dropFirst(count)
    return result
  }

  mutating func number(_ what: String) throws(SignatureError) -> UInt32 {
    try bytes(4, what).reduce(0) { $0 << 8 | UInt32($1) }
  }

  mutating func string(_ what: String, limit: Int) throws(SignatureError) -> ArraySlice<UInt8> {
    let count = try number(what)
    guard count <= limit else {
      throw .malformed("the \(what) has \(count) bytes; the limit is \(limit)")
    }
    return try bytes(Int(count), what)
  }

  /// A name: printable ASCII without a blank.
  mutating func name(_ what: String) throws(SignatureError) -> String {
    let bytes = try string(what, limit: Self.nameByteLimit)
    guard bytes.allSatisfy({ (0x21...0x7e).contains($0) }) else {
      throw .malformed("the \(what) is not printable ASCII")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A positive number without the sign byte, in the one spelling that has no needless zeros.
  mutating func positive(_ what: String, limit: Int) throws(SignatureError) -> ArraySlice<UInt8> {
    let bytes = try string(what, limit: limit + 1)
    guard let first = bytes.first, first < 0x80 else {
      throw .malformed("the \(what) is not a positive number")
    }
    guard first == 0 else {
      guard bytes.count <= limit else { throw .malformed("the \(what) is too large") }
      return bytes
    }
    guard let second = bytes.dropFirst().first, second >= 0x80 else {
      throw .malformed("the \(what) has needless zeros")
    }
    return bytes.dropFirst()
  }

  func end(_ what: String) throws(SignatureError) {
    guard isAtEnd else { throw .malformed("\(rest.count) bytes follow the \(what)") }
  }

  /// No name in the formats read here is longer than `sk-ecdsa-sha2-nistp256-cert-v01@openssh.com`.
  static let nameByteLimit = 64
}

/// Writes what `WireReader` reads.
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  mutating func raw(_ more: some Sequence<UInt8>) { bytes += more }

  mutating func number(_ value: UInt32) {
    for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(value >> shift & 0xff)) }
  }

  /// A field of at most 4 GiB, which every caller's limits keep far below.
  mutating func string(_ field: some Collection<UInt8>) {
    number(UInt32(truncatingIfNeeded: field.count))
    bytes += field
  }

  mutating func string(_ field: String) { string(Array(field.utf8)) }
}
