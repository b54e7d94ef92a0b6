/// The full name of a reference, such as `refs/heads/main`, in the form that
/// `git check-ref-format` accepts.
public struct ReferenceName: Hashable, Sendable {
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

  private static func isWellFormed(_ text: String) -> Bool {
    let components = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard components.count >= 2, components[0].elementsEqual("refs".utf8) else { return false }
    guard !text.contains(".."), !text.contains("@{") else { return false }
    return components.allSatisfy(isWellFormed(component:))
  }

  private static func isWellFormed(component: Substring.UTF8View) -> Bool {
    guard let first = component.first, let last = component.last,
      component.count <= componentByteLimit
    else { return false }
    let dot = UInt8(ascii: ".")
    guard first != dot, last != dot else { return false }
    guard !component.elementsEqual("@".utf8) else { return false }
    guard !component.suffix(5).elementsEqual(".lock".utf8) else { return false }
    return component.allSatisfy { byte in
      byte > 0x20 && byte != 0x7f && !"~^:?*[\\".utf8.contains(byte)
    }
  }
}

extension ReferenceName: Comparable {
  public static func < (left: ReferenceName, right: ReferenceName) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}

extension ReferenceName: CustomStringConvertible {
  public var description: String { text }
}
