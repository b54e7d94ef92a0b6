public import Model

/// A reference and where it leads.
public struct Reference: Sendable, Hashable {
  public let name: ReferenceName
  /// The object at the end; a tag object is not peeled.
  public let target: ObjectID
  /// Whether it names another reference instead of an object.
  public let isSymbolic: Bool

  public init(name: ReferenceName, target: ObjectID, isSymbolic: Bool = false) {
    self.name = name
    self.target = target
    self.isSymbolic = isSymbolic
  }
}

/// What HEAD says.
public enum Head: Sendable, Hashable {
  case branch(ReferenceName, ObjectID)
  case unborn(ReferenceName)
  case detached(ObjectID)

  /// The commit that is checked out; nil before the first one.
  public var commit: ObjectID? {
    switch self {
    case .branch(_, let id), .detached(let id): id
    case .unborn: nil
    }
  }

  public var branch: ReferenceName? {
    switch self {
    case .branch(let name, _), .unborn(let name): name
    case .detached: nil
    }
  }
}
