/// The mode that a tree gives an entry.
public struct FileMode: RawRepresentable, Sendable, Hashable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let tree = FileMode(rawValue: 0o040000)
  public static let file = FileMode(rawValue: 0o100644)
  public static let executable = FileMode(rawValue: 0o100755)
  public static let link = FileMode(rawValue: 0o120000)
  /// A commit of another repository: a submodule.
  public static let gitlink = FileMode(rawValue: 0o160000)

  /// The digits that a tree stores: `100644`, `40000`.
  public var octal: String { String(rawValue, radix: 8) }
}

extension FileMode: CustomStringConvertible {
  public var description: String { String(repeating: "0", count: 6 - min(6, octal.count)) + octal }
}
