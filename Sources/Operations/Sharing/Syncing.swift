import Git
import Lanes
import Model
import Store
import Trust

/// Where a sync is; a process may die at any of these places, and the next one goes on from there.
enum SyncPoint: String, CaseIterable, Hashable {
  case fetched, policyKept, policyPinned, policyMoved, chainMoved, taken, settled, pushed, noted
}

/// One meeting with a remote.
///
/// What was fetched is validated and joined with what is here, closed packets are cleared away,
/// and what the remote lacks is sent from exactly what it was seen to hold. Where others were first
/// all is looked at again.
struct Syncing {
  let workspace: Workspace
  var governed: GovernedRepository
  let remote: any SharedRemote
  let point: (SyncPoint) throws -> Void
  let actor: Actor
  var report: SyncReport

  /// The shared references here, and those that the last fetch or push saw at the remote.
  var here: [ReferenceName: ObjectID] = [:]
  var there: [ReferenceName: ObjectID] = [:]
  var branchesThere: Set<ReferenceName> = []
  /// References that the remote cannot send.
  var lost: [Fetched.Lost] = []
  /// References that hold what they must not: neither taken nor sent nor deleted.
  var apart: Set<ReferenceName> = []
  /// References of which this clone's value is known to be sound.
  var sound: Set<ReferenceName> = []
  /// Packets that were here and whose events changed.
  var touched: Set<ObjectID> = []
  /// Packets of which a landing is claimed by an entry that came.
  var claimed: Set<ObjectID> = []
  /// Packets that are closed for good.
  var closed: Set<ObjectID> = []
  var sendsPolicy = true
  var sendsBranches = true
  var form: PushForm = .atomic
  /// Knows what was there when it was made: whatever moves needs another, and then only, since
  /// each reads all references of remotes.
  var judge: Judge
  var isJudgeStale = false

  var repository: Repository { governed.repository }
  var store: Store { governed.store }
  var stamp: Stamp { Stamp(actor, at: workspace.now()) }

  /// Others who share at the same time are first a few times, not always.
  static let attempts = 12
  private static let shortestPauseMilliseconds = 5
  private static let longestPauseMilliseconds = 2000

  init(
    workspace: Workspace, governed: GovernedRepository, remote: any SharedRemote,
    at point: @escaping (SyncPoint) throws -> Void
  ) throws {
    self.workspace = workspace
    self.governed = governed
    self.remote = remote
    self.point = point
    actor = try governed.actor(environment: workspace.environment)
    report = SyncReport(remote: remote.name)
    judge = Judge(governed)
  }

  mutating func run() async throws {
    var mustFetch = true
    for attempt in 0..<Self.attempts {
      if mustFetch {
        try await fetch()
        try await take()
      }
      try await settle()
      let plan = try plan()
      guard !plan.isEmpty else { return try await finish() }
      switch try await send(plan) {
      case .accepted:
        // A branch that moved makes landings final, and what those leave there goes too.
        guard !plan.branches.isEmpty else { return try await finish() }
        mustFetch = false
      case .outrun:
        mustFetch = true
        try await pause(after: attempt)
      case .notAtomic:
        form = .oneByOne
        mustFetch = false
      case .refused(let words):
        guard try await !wasLate(plan) else {
          mustFetch = false
          try await pause(after: attempt)
          continue
        }
        report.refusal = words
        // What proves a branch may be welcome where the branch is not.
        guard !plan.branches.isEmpty, sendsBranches else { return try await finish() }
        sendsBranches = false
        mustFetch = false
      }
    }
    throw Problem(
      .stale, "cannot share with \(remote.name): others were first \(Self.attempts) times",
      hint: "what came is here; repeat the command to send the rest")
  }

  /// Whether a refused push was of what others had moved by then; looks at the remote again.
  private mutating func wasLate(_ plan: SyncPlan) async throws -> Bool {
    try await fetch()
    try await take()
    return try haveOthersMoved(plan.evidence + plan.removals + plan.branches)
  }

  /// Takes what the remote has and settles what follows from it, but sends nothing. The caller
  /// holds the landing lock. Returns what became of a landing on this remote that was cut.
  mutating func meet() async throws -> LandingCompletion? {
    try await fetch()
    try await take()
    let completion = try await completeLanding()
    try await settleUnderLock()
    return completion
  }

  /// A random while, longer with each try, so that clones that met do not meet again.
  func pause(after attempt: Int) async throws {
    let longest = min(
      Self.shortestPauseMilliseconds << attempt, Self.longestPauseMilliseconds)
    try await Task.sleep(for: .milliseconds(Int.random(in: 0...longest)))
  }

  private mutating func fetch() async throws {
    var failure = try await failureToFetch()
    // What was seen there once and is gone can be in the way of what is there now.
    if failure != nil, try forgetStrangers() { failure = try await failureToFetch() }
    if let failure {
