import Git
import Model
import Store
import Trust

/// What got onto a protected branch around the rule.
struct BreachSearch {
  let governed: GovernedRepository
  let judge: Judge
  private let recorded: [Breach]

  /// Steps that one search looks at, from the newest; `verify` looks at all.
  private static let stepLimit = 256

  init(governed: GovernedRepository, judge: Judge) throws {
    (self.governed, self.judge) = (governed, judge)
    recorded = try judge.recordedBreaches()
  }

  struct Found {
    var breaches: [Breach] = []
    var awaited: [Stretch] = []
  }

  /// What is on the branch and nothing covers, the oldest first.
  ///
  /// What came from a remote and only lacks evidence is a breach once that remote has told all it
  /// has, or somebody has recorded it as one; until then it is awaited.
  func all(on branch: ReferenceName, at tip: ObjectID) throws -> Found {
    var found = Found()
    if let beginning = try judge.beginning(of: branch, upTo: tip) {
      let start = try governed.glance(from: tip, backTo: [beginning], limit: Self.stepLimit)
      for step in try judge.history(of: branch, from: start, to: tip) ?? [] {
        try add(step, on: branch, to: &found)
      }
    }
    if let reason = try judge.regression(of: branch, at: tip) {
      let seen = governed.policies.newest.change.tips[branch]
      found.breaches.append(Breach(branch: branch, old: seen, new: tip, reason: reason))
    }
    return found
  }

  private func add(
    _ step: HistoryStep, on branch: ReferenceName, to found: inout Found
  ) throws {
    let breach: Breach
    switch step.finding {
    case .admitted, .forced: return
    case .breach(let reasons): breach = Breach(branch, step.stretch, reasons)
    case .unproved(let reasons):
      // Who landed under a policy that lost a race went around nothing.
      guard !reasons.contains(where: { $0.isTakingAway || $0.isUnderLostPolicy }) else { return }
      breach = Breach(branch, step.stretch, reasons)
      guard !isRecorded(breach), try !isToldInFull(step.stretch.commit, on: branch) else {
        break
      }
      return found.awaited.append(step.stretch)
    }
    found.breaches.append(breach)
  }

  /// Whether the ledger has it already.
  func isRecorded(_ breach: Breach) -> Bool {
    recorded.contains {
      ($0.branch, $0.old, $0.new) == (breach.branch, breach.old, breach.new)
    }
  }

  /// Whether the remote that the branch follows, or any where it follows none, was met since the
  /// commit was there or here, and is where it was then. A mirror may have the branch alone.
  private func isToldInFull(_ commit: ObjectID, on branch: ReferenceName) throws -> Bool {
    let heard = BranchMemory(.heard, of: governed)
    let followed = try judge.upstream(of: branch)?.remote
    let remotes =
      try followed.map { [$0] } ?? judge.remotes(beyond: commit, on: branch).map(\.remote)
    return try remotes.contains { remote in
      guard let words = try heard.words(on: branch, at: remote), words.count == 2,
        let there = ObjectID(words[0]),
        try Layout.tracked(remote, branch).flatMap(repository.target) == there
      else { return false }
      return [there, ObjectID(words[1])].compactMap { $0 }
        .contains { judge.isEarlier(commit, than: $0) }
    }
  }

  private var repository: Repository { governed.repository }
}

extension Breach {
  fileprivate init(_ branch: ReferenceName, _ stretch: Stretch, _ reasons: [Reason]) {
    self.init(
      branch: branch, old: stretch.prev, new: stretch.commit,
      reason: reasons.first.map { "\($0)" } ?? "nothing covers it")
  }
}
