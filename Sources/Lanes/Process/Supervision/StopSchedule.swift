/// How long each signal is given before the next, harsher one.
public struct StopGraces: Hashable, Sendable {
  /// After INT: agent CLIs write their transcript's end, build tools remove half-made files.
  public var interruptMilliseconds: Int64 = 10_000
  /// After TERM: what ignores INT still gets to let go of locks.
  public var terminateMilliseconds: Int64 = 5000
  /// After KILL: only the kernel can delay it, so this is when we stop believing in an end.
  public var killMilliseconds: Int64 = 15_000
  /// Between TERM and KILL for what a command left behind when it ended by itself.
  public var leftoverMilliseconds: Int32 = 1000

  public init() {}
}

/// Which signal is due when, as a value: it reads no clock and sends nothing.
struct StopSchedule {
  enum Step: Hashable { case interrupt, terminate, kill, abandon }

  let graces: StopGraces
  private(set) var cause: StopCause?
  private var next: Step?
  private var nextAt: Int64 = 0
  private var seenRequests = 0
  /// How many steps are to follow the next one without their grace.
  private var hurries = 0

  init(_ graces: StopGraces) { self.graces = graces }

  /// When something is due, in the caller's milliseconds.
  var deadline: Int64? { next == nil ? nil : nextAt }

  /// The first cause stands, except that a cancellation overrides whatever came before it. Each
  /// further call hurries by a step, but none gives up on the kernel any sooner.
  mutating func stop(_ cause: StopCause, at now: Int64) {
    let isFirst = self.cause == nil
    if isFirst || cause == .cancel { self.cause = cause }
    switch next {
    case nil where isFirst: (next, nextAt) = (.interrupt, now)
    case .interrupt: hurries += 1
    case .terminate, .kill: nextAt = now
    case .abandon, nil: break
    }
  }

  /// Takes in what a switch has collected since the last call.
  mutating func take(_ requests: [StopCause], at now: Int64) {
    for cause in requests.dropFirst(seenRequests) { stop(cause, at: now) }
    seenRequests = requests.count
  }

  /// The step to carry out now, if any.
  mutating func due(at now: Int64) -> Step? {
    guard let step = next, now >= nextAt else { return nil }
    switch step {
    case .interrupt: (next, nextAt) = (.terminate, now + grace(graces.interruptMilliseconds))
    case .terminate: (next, nextAt) = (.kill, now + grace(graces.terminateMilliseconds))
    case .kill: (next, nextAt) = (.abandon, now + graces.killMilliseconds)
    case .abandon: next = nil
    }
    return step
  }

  private mutating func grace(_ milliseconds: Int64) -> Int64 {
    guard hurries > 0 else { return milliseconds }
    hurries -= 1
    return 0
  }
}
