#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The full name of a reference, such as `refs/heads/main`, in the form that
/// `git check-ref-format` accepts.
public struct ReferenceName: Sendable {
  public let text: String

  /// Longer names are refused by common file systems once `.lock` is added to a component.
  public static let byteLimit = 1024
  public static let componentByteLimit = 250

  public init?(_ text: some StringProtocol) {
    let text = String(text)
    guard text.utf8.count <= Self.byteLimit, Self.isWellFormed(text) else { return nil }
    self.text = text
  }

  /// The branch called `name`, such as `main`.
  public init?(branch name: some StringProtocol) {
    self.init("refs/heads/" + name)
  }

  /// What people call it: `main` for `refs/heads/main`, the whole name for what is no branch.
  public var short: String {
    isBranch ? String(text.dropFirst("refs/heads/".count)) : text
  }

  public var isBranch: Bool { text.hasPrefix("refs/heads/") }

  /// One pass over the bytes: listings make tens of thousands of names.
  private static func isWellFormed(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      guard bytes.starts(with: "refs/".utf8) else { return false }
      var start = bytes.startIndex
      for index in bytes.indices {
        guard bytes[index] != UInt8(ascii: "/") else {
          guard isWellFormed(component: bytes[start..<index]) else { return false }
          start = index + 1
          continue
        }
        guard isAllowed(bytes[index], after: index > start ? bytes[index - 1] : nil) else {
          return false
        }
      }
      return isWellFormed(component: bytes[start...])
    }
  }

  private static func isAllowed(_ byte: UInt8, after last: UInt8?) -> Bool {
    switch byte {
    case ...0x20, 0x7f: false
    case UInt8(ascii: "~"), UInt8(ascii: "^"), UInt8(ascii: ":"), UInt8(ascii: "?"),
      UInt8(ascii: "*"), UInt8(ascii: "["), UInt8(ascii: "\\"):
      false
    case UInt8(ascii: "."): last != UInt8(ascii: ".")
    case UInt8(ascii: "{"): last != UInt8(ascii: "@")
    default: true
    }
  }

  /// What remains to be said of a whole component.
  private static func isWellFormed(component: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard let first = component.first, let last = component.last,
      component.count <= componentByteLimit
    else { return false }
    let dot = UInt8(ascii: ".")
    return first != dot && last != dot
      && !(component.count == 1 && first == UInt8(ascii: "@"))
      && !(component.count >= 5 && component.suffix(5).elementsEqual(".lock".utf8))
  }
}

extension ReferenceName: Hashable {
  /// Byte by byte, as git has it: two spellings of one accent are two references.
  public static func == (left: ReferenceName, right: ReferenceName) -> Bool {
    left.order(beside: right) == 0
  }

  public func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension ReferenceName: Comparable {
  public static func < (left: ReferenceName, right: ReferenceName) -> Bool {
    left.order(beside: right) < 0
  }

  /// Below, at or above zero. Listings compare tens of thousands of names.
  private func order(beside other: ReferenceName) -> Int {
    var (own, others) = (text, other.text)
    return own.withUTF8 { own in
      others.withUTF8 { others in
        let length = min(own.count, others.count)
        let order = length == 0 ? 0 : Int(memcmp(own.baseAddress!, others.baseAddress!, length))
        return order == 0 ? own.count - others.count : order
      }
    }
  }
}

extension ReferenceName: CustomStringConvertible {
  public var description: String { text }
}
