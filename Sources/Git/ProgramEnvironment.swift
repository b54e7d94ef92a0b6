/// What a program finds in its environment.
public struct ProgramEnvironment: Sendable, Hashable {
  /// Whether it begins with this process's own.
  let inherits: Bool
  /// Values set, or with nil taken away.
  let changes: [String: String?]

  public static let inherited = ProgramEnvironment(inherits: true, changes: [:])

  /// Exactly these variables and no others.
  public static func exactly(_ variables: [String: String]) -> ProgramEnvironment {
    ProgramEnvironment(inherits: false, changes: variables.mapValues { .some($0) })
  }

  /// The same with some variables set, or with nil taken away.
  public func changing(_ more: [String: String?]) -> ProgramEnvironment {
    ProgramEnvironment(inherits: inherits, changes: changes.merging(more) { _, new in new })
  }
}
