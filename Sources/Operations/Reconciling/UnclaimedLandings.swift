import Git
import Model
import Store
import Trust

/// Landings on a branch that no entry of the ledger claims, as they come with a fetch or a pull:
/// merges made with git alone, and a host's own.
///
/// Until an entry names what proves it, whatever is said of the packet later is heard too. How
/// far a branch was looked at is remembered, so that only what came since is judged.
struct UnclaimedLandings {
  let governed: GovernedRepository
  let judge: Judge
  private let memory: BranchMemory

  /// Steps that are looked at once, from the newest; `reconcile` looks further.
  private static let stepLimit = 256

  init(governed: GovernedRepository, judge: Judge) {
    self.governed = governed
    self.judge = judge
    memory = BranchMemory(.claimed, of: governed)
  }

  /// Whether they are this actor's to record: who only reads the repository can share nothing.
  static func areFor(_ actor: Actor) -> Bool { actor.principal != nil }

  /// Those of open packets up to a value of the branch, the oldest first.
  func all(on branch: ReferenceName, upTo tip: ObjectID) throws -> [UnclaimedLanding] {
    let known = try remembered(on: branch)
    if known?.settled == tip { return [] }
    let circumstances = try governed.circumstances(of: tip)
    if let known, known.circumstances == circumstances { return [] }
    guard let beginning = try judge.beginning(of: branch, upTo: tip) else { return [] }
    let ends = Set([known?.settled, beginning].compactMap { $0 })
    let start = try governed.glance(from: tip, backTo: ends, limit: Self.stepLimit)
    guard let part = try judge.claimedPart(of: branch, from: start, to: tip) else { return [] }
    // What is found and not recorded is to be found again.
    let marker = part.landings.isEmpty ? circumstances : tip
    try memory.remember([part.settled.hex, marker.hex], on: branch)
    return part.landings
  }

  private struct Known {
    /// Up to here nothing is left to claim.
    let settled: ObjectID
    /// Under which nothing was found beyond.
    let circumstances: ObjectID
  }

  private func remembered(on branch: ReferenceName) throws(GitError) -> Known? {
    guard let words = try memory.words(on: branch), words.count == 2,
      let settled = ObjectID(words[0]), let circumstances = ObjectID(words[1])
    else { return nil }
    return Known(settled: settled, circumstances: circumstances)
  }
}
