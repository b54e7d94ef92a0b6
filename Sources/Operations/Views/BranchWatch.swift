import Git
import Model
import Store
import Trust

/// Looks whether anything moved a protected branch that nothing covers, such as a move around the
/// hooks; `verify` proves it, this is a glance.
///
/// What was found covered is remembered, so that only what came since is judged.
struct BranchWatch {
  let governed: GovernedRepository
  let judge: Judge
  private let memory: BranchMemory

  /// Steps that one glance judges, from the newest: each may take reading a packet.
  private static let stepLimit = 128

  init(governed: GovernedRepository, judge: Judge) {
    self.governed = governed
    self.judge = judge
    memory = BranchMemory(.covered, of: governed)
  }

  /// The steps of the branch that nothing covers, among those that were not known to be covered.
  ///
  /// - Parameter remote: whose branch stands at `tip`; nil for the one here.
  func uncovered(
    on branch: ReferenceName, at tip: ObjectID, of remote: String? = nil
  ) throws -> Int {
    let known = try remembered(on: branch, at: remote)
    if known?.covered == tip { return 0 }
    // What owners took away is told of as that, in a clone that saw it covered or not.
    if try judge.rewindNotFollowed(on: branch, at: tip) != nil { return 0 }
    let circumstances = try governed.circumstances(of: tip)
    if let known, known.circumstances == circumstances { return known.uncovered }
    guard let beginning = try judge.beginning(of: branch, upTo: tip) else { return 0 }
    let ends = Set([known?.covered, beginning].compactMap { $0 })
    let start = try governed.glance(from: tip, backTo: ends, limit: Self.stepLimit)
    let steps = start == tip ? [] : try judge.history(of: branch, from: start, to: tip) ?? []
    let covered = steps.prefix(while: \.isCovered).last?.stretch.commit ?? start
    let count = steps.count { !$0.isCovered }
    try memory.remember(
      [covered.hex, circumstances.hex, String(count)], on: branch, at: remote)
    return count
  }

  private struct Known {
    /// Up to here the rule or an owner covers every step that was looked at.
    let covered: ObjectID
    /// Under which so many steps behind it were found uncovered.
    let circumstances: ObjectID
    let uncovered: Int
  }

  private func remembered(
    on branch: ReferenceName, at remote: String?
  ) throws(GitError) -> Known? {
    guard let words = try memory.words(on: branch, at: remote), words.count == 3,
      let covered = ObjectID(words[0]), let circumstances = ObjectID(words[1]),
      let uncovered = Int(words[2])
    else { return nil }
    return Known(covered: covered, circumstances: circumstances, uncovered: uncovered)
  }
}
