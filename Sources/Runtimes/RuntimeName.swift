/// What a runtime is called on the command line and in events, such as `exec` or `claude`.
public struct RuntimeName: Hashable, Sendable {
  public let text: String

  /// Long enough for any program's name, short enough for a column of a listing.
  public static let lengthLimit = 40

  /// The built-in adapter for any command.
  public static let exec = RuntimeName("exec")!

  /// Takes `[a-z][a-z0-9-]*`, at most 40 characters.
  public init?(_ text: some StringProtocol) {
    let lower = UInt8(ascii: "a")...UInt8(ascii: "z")
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard text.utf8.count <= Self.lengthLimit, let first = text.utf8.first, lower.contains(first),
      text.utf8.allSatisfy({
        lower.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "-")
      })
    else { return nil }
    self.text = String(text)
  }
}

extension RuntimeName: Comparable {
  public static func < (left: RuntimeName, right: RuntimeName) -> Bool { left.text < right.text }
}

extension RuntimeName: CustomStringConvertible {
  public var description: String { text }
}
