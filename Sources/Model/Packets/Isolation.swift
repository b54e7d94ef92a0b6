/// How a packet's worker, and all that runs code of its, is kept apart.
public enum Isolation: String, CaseIterable, Hashable, Sendable {
  /// A cage that shows the lane's worktree and hides keys, agents, other lanes and the repository.
  case sandbox
  /// A git directory of its own that borrows the repository's objects; no cage.
  case clone
  /// A worktree and a scrubbed environment, and beyond that all that the user may do.
  case worktree
}

extension Isolation: Comparable {
  /// Less keeps less apart.
  public static func < (left: Isolation, right: Isolation) -> Bool {
    left.strength < right.strength
  }

  private var strength: Int {
    switch self {
    case .worktree: 0
    case .clone: 1
    case .sandbox: 2
    }
  }
}

/// Who reaches the network from a cage.
public enum CageNetwork: String, CaseIterable, Hashable, Sendable {
  case all
  /// Workers and set-up steps, but no gate.
  case workers
  case none
}

extension CageNetwork: Comparable {
  /// Less lets fewer out.
  public static func < (left: CageNetwork, right: CageNetwork) -> Bool {
    left.breadth < right.breadth
  }

  private var breadth: Int {
    switch self {
    case .none: 0
    case .workers: 1
    case .all: 2
    }
  }
}
