import Model

/// How two tips of one chain become one.
public enum Join: Hashable, Sendable {
  case ours
  case fetched
  /// Neither holds all of the other: a commit with both as parents.
  case both
}

extension Join {
  /// Decides from what two tips reach. Only what is said counts, not how it was joined before,
  /// so joins come to rest.
  public init(ours: Chain, fetched: Chain) {
    guard let ourTip = ours.tip else {
      self = .fetched
      return
    }
    guard let fetchedTip = fetched.tip else {
      self = .ours
      return
    }
    if fetched.commits[ourTip] != nil {
      self = .fetched
    } else if ours.commits[fetchedTip] != nil {
      self = .ours
    } else {
      self.init(ours: ours.substance, fetched: fetched.substance)
    }
  }

  init(ours: Set<ObjectID>, fetched: Set<ObjectID>) {
    if ours.isSubset(of: fetched) {
      self = .fetched
    } else if fetched.isSubset(of: ours) {
      self = .ours
    } else {
      self = .both
    }
  }
}
