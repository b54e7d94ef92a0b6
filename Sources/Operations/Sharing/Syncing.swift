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
  /// Those of which the remote was asked whether it has them.
  private(set) var branchesAsked: Set<ReferenceName> = []
  /// What protected branches were at, there and here, when the last fetch brought its evidence.
  var metThere: [ReferenceName: (there: ObjectID, here: ObjectID?)] = [:]
  /// Where protected branches there stood before a fetch found them elsewhere.
  var seenBefore: [ReferenceName: (before: ObjectID, found: ObjectID)] = [:]
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
      if mustFetch { try await fetchAndTake() }
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
        try await Self.pause(after: attempt)
      case .notAtomic:
        form = .oneByOne
        mustFetch = false
      case .refused(let words):
        guard try await !wasLate(plan) else {
          mustFetch = false
          try await Self.pause(after: attempt)
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

  private mutating func fetchAndTake() async throws {
    try await fetch()
    try await take()
    // A policy that came may protect branches of which nobody has asked.
    guard try !branches().allSatisfy(branchesAsked.contains) else { return }
    try await fetch()
    try await take()
  }

  /// Whether a refused push was of what others had moved by then; looks at the remote again.
  private mutating func wasLate(_ plan: SyncPlan) async throws -> Bool {
    try await fetch()
    try await take()
    return try haveOthersMoved(plan.evidence + plan.removals + plan.branches)
      // Others clear away the same.
      || plan.removals.contains { there[$0.name] == nil }
  }

  /// Takes what the remote has and settles what follows from it, but sends nothing. The caller
  /// holds the landing lock. Returns what became of a landing on this remote that was cut.
  mutating func meet() async throws -> LandingCompletion? {
    try await fetchAndTake()
    let completion = try await completeLanding()
    try await settleUnderLock()
    return completion
  }

  /// A random while, longer with each try, so that clones that met do not meet again.
  static func pause(after attempt: Int) async throws {
    let longest = min(
      shortestPauseMilliseconds << attempt, longestPauseMilliseconds)
    try await Task.sleep(for: .milliseconds(Int.random(in: 0...longest)))
  }

  private mutating func fetch() async throws {
    let before = try valuesThere()
    var failure = try await failureToFetch()
    // What was seen there once and is gone can be in the way of what is there now.
    if failure != nil || !lost.isEmpty, try forgetStrangers() {
      failure = try await failureToFetch()
    }
    if let failure {
      throw Problem(
        .environment, "cannot fetch from \(remote.name):\n\(failure)",
        hint: "nothing has moved; repeat the command when the remote can be reached")
    }
    there = [:]
    let prefix = "\(Layout.remotes)\(remote.name)/"
    for reference in try repository.references(under: prefix) {
      guard let name = ReferenceName(Layout.shared + reference.name.text.dropFirst(prefix.count))
      else { continue }
      there[name] = reference.target
    }
    for found in lost { there[found.name] = found.tip }
    try noteMet()
    try noteMoves(since: before)
    try look()
    try point(.fetched)
  }

  /// Git's words; nil where it fetched.
  private mutating func failureToFetch() async throws -> String? {
    do {
      let asked = try branches()
      let fetched = try await remote.fetch(asked, to: governed.location)
      (branchesThere, lost) = (fetched.branches, fetched.lost)
      branchesAsked.formUnion(asked)
      return nil
    } catch let error as GitError {
      guard case .programFailed = error.code else { throw error }
      return error.detail
    }
  }

  /// Forgets what the remote was seen to have under names that nobody shares; says whether there
  /// was any. What it still has comes again.
  private func forgetStrangers() throws -> Bool {
    let prefix = "\(Layout.remotes)\(remote.name)/"
    let strangers = try repository.references(under: prefix).filter { reference in
      let name = ReferenceName(Layout.shared + reference.name.text.dropFirst(prefix.count))
      return name.flatMap { SharedName($0) } == nil
    }
    for stranger in strangers {
      try repository.move(stranger.name, from: stranger.target, to: nil)
    }
    return !strangers.isEmpty
  }

  /// Sees what is here now.
  mutating func look() throws {
    here = [:]
    for reference in try repository.references(under: Layout.shared) {
      here[reference.name] = reference.target
    }
    isJudgeStale = true
    renewJudge()
  }

  mutating func renewJudge() {
    guard isJudgeStale else { return }
    judge = Judge(governed)
    isJudgeStale = false
  }

  /// The branches that the rule is about, here or there.
  private func branches() throws -> [ReferenceName] {
    let tracked = "refs/remotes/\(remote.name)/"
    let seen = try repository.references(under: tracked).compactMap { reference in
      ReferenceName(branch: String(reference.name.text.dropFirst(tracked.count)))
    }
    let own = try repository.references(under: "refs/heads/").map(\.name)
    return try Set(seen + own + judge.governedBranches())
      .filter { try $0.short != "HEAD" && judge.protects($0.short) }.sorted()
  }

  /// Says what is left to do and remembers what was seen.
  private mutating func finish() async throws {
    governed.store.pinLedgerIfPossible()
    try await annotate()
    renewJudge()
    if report.came.contains(where: { $0.subject == .policy }) {
      try await workspace.tellHooks(of: governed.policy)
    }
    try tellOfBranchesTakenBack()
    report.needs += try needsOfBranches() + deletedThere().map(\.need)
    report.remarks += try judge.outrunDeletions()
    try rememberHeard()
    guard bringsNews else { return }
    // What waited for another's landing can start.
    do { try workspace.startQueuedLanes() } catch {
      report.remarks.append("queued packets were not started: \(Problem(error).message)")
    }
  }

  /// More entries than these come with the first meeting: `reconcile` writes their notes.
  private static let newsLimit = 100

  /// Whether somebody landed since the last meeting.
  private var bringsNews: Bool {
    !claimed.isEmpty && report.entriesThatCame <= Self.newsLimit
  }

  /// Notes are for people and are no part of what is shared.
  private mutating func annotate() async throws {
    guard bringsNews else { return }
    var reconciling = try Reconciling(in: governed, workspace)
    try await reconciling.rebuildNotes()
  }
}
