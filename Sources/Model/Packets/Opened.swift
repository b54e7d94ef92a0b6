/// The work as it was asked for: the first event of a packet.
public struct Opened: Hashable, Sendable {
  public var title: String
  /// The branch it is to land on.
  public var branch: ReferenceName
  /// What lands: new work of a worker, or a branch that exists already.
  public var origin: Origin
  /// What the work is judged against where it is on the branch already, and only its review is
  /// missing; nil means the branch as it is when it is gated.
  public var onto: ObjectID?
  public var scope: [String]
  public var acceptance: [String]
  public var runtime: String
  /// The arguments of an `exec` worker; empty for other runtimes.
  public var command: [String]
  public var model: String?
  public var tier: Tier
  /// Gates by name; empty for all that policy requires.
  public var gates: [String]
  public var attempts: Int
  public var timeoutSeconds: Int
  public var priority: Int
  /// Packets that must have landed before this one starts.
  public var after: [ObjectID]
  public var isolation: String
  /// What it is done with.
  public var delivers = Delivery.change
  /// On what its worker works.
  public var surface = WorkSurface.stream

  public enum Origin: Hashable, Sendable {
    case dispatched
    /// Work that stands on `lane` already; its branch is left alone.
    case adopted(lane: ReferenceName)
  }

  public init(
    title: String, branch: ReferenceName, origin: Origin = .dispatched, scope: [String] = [],
    acceptance: [String] = [], runtime: String, command: [String] = [], model: String? = nil,
    tier: Tier = .standard, gates: [String] = [], attempts: Int = 3, timeoutSeconds: Int = 1800,
    priority: Int = 0, after: [ObjectID] = [], isolation: String = "worktree"
  ) {
    self.title = title
    self.branch = branch
    self.origin = origin
    self.scope = scope
    self.acceptance = acceptance
    self.runtime = runtime
    self.command = command
    self.model = model
    self.tier = tier
    self.gates = gates
    self.attempts = attempts
    self.timeoutSeconds = timeoutSeconds
    self.priority = priority
    self.after = after
    self.isolation = isolation
  }
}

/// What a packet is to bring about.
public enum Delivery: String, CaseIterable, Hashable, Sendable {
  /// A change of files, which lands.
  case change
  /// A report for people; whatever files it changed, none of them lands.
  case report
}

/// What a worker reads from and writes to.
public enum WorkSurface: String, CaseIterable, Hashable, Sendable {
  /// Pipes, which o8 alone reads and writes.
  case stream
  /// A terminal, at which a person may take its place.
  case terminal
}

/// Who types at the terminal of a worker.
public enum TerminalHand: String, CaseIterable, Hashable, Sendable {
  /// A person who took over.
  case person
  /// The worker alone again, and what `steer` types.
  case worker
}

public enum Tier: String, CaseIterable, Hashable, Sendable {
  case light, standard, heavy
}
