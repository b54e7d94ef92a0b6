/// A version of the git program.
public struct GitVersion: Sendable, Hashable, Comparable {
  public let major: Int
  public let minor: Int
  public let patch: Int

  public init(_ major: Int, _ minor: Int, _ patch: Int = 0) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  /// The first with `git merge-tree --write-tree`, which joins two trees without a checkout.
  public static let required = GitVersion(2, 38)

  /// Reads `git version 2.39.5`, with whatever a vendor puts behind it.
  public init?(output: String) {
    let words = output.split(whereSeparator: \.isWhitespace)
    guard words.count >= 3, words[0] == "git", words[1] == "version" else { return nil }
    let numbers = words[2].split(separator: ".").map { Int($0) }
    guard numbers.count >= 2, let major = numbers[0], let minor = numbers[1] else { return nil }
    self.init(major, minor, numbers.count > 2 ? numbers[2] ?? 0 : 0)
  }

  public static func < (left: GitVersion, right: GitVersion) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }
}

extension GitVersion: CustomStringConvertible {
  public var description: String { "\(major).\(minor).\(patch)" }
}
