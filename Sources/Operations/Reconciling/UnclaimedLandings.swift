import Git
import Model
import Store
import Trust

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Landings on a branch that no entry of the ledger claims, as they come with a fetch or a pull:
/// merges made with git alone, and a host's own.
///
/// Until an entry names what proves it, whatever is said of the packet later is heard too. How
/// far a branch was looked at is remembered, so that only what came since is judged.
struct UnclaimedLandings {
  let governed: GovernedRepository
  private let directory: String

  /// Steps that are looked at once, from the newest; `reconcile` looks further.
  private static let stepLimit = 256

  init(governed: GovernedRepository) {
    self.governed = governed
    directory = governed.location.commonDirectory + "/o8/claimed"
  }

  /// Whether they are this actor's to record: who only reads the repository can share nothing.
  func isFor(_ actor: Actor) -> Bool { actor.principal != nil }

  /// Those of open packets up to a value of the branch, the oldest first.
  func all(on branch: ReferenceName, upTo tip: ObjectID) throws -> [UnclaimedLanding] {
    let known = try remembered(on: branch)
    if known?.settled == tip { return [] }
    let circumstances = try circumstances(of: tip)
    if let known, known.circumstances == circumstances { return [] }
    let judge = Judge(governed)
    guard let beginning = try judge.beginning(of: branch, upTo: tip) else { return [] }
    let start = try start(at: tip, knowing: known?.settled, from: beginning)
    guard let part = try judge.claimedPart(of: branch, from: start, to: tip) else { return [] }
    // What is found and not recorded is to be found again.
    let memory = Memory(
      settled: part.settled, circumstances: part.landings.isEmpty ? circumstances : tip)
    try remember(memory, on: branch)
    return part.landings
  }

  private struct Memory {
    /// Up to here nothing is left to claim.
    let settled: ObjectID
    /// Under which nothing was found beyond.
    let circumstances: ObjectID
  }

  /// Stands for all that could speak for a step.
  private func circumstances(of tip: ObjectID) throws(GitError) -> ObjectID {
    let seen =
      try governed.repository.references(under: Layout.shared)
      + governed.repository.references(under: Layout.remotes)
    let text = seen.map { "\($0.name.text) \($0.target.hex)\n" }.joined()
    return try Repository.hash(Array((tip.hex + text).utf8), kind: .blob)
  }

  private func start(
    at tip: ObjectID, knowing known: ObjectID?, from beginning: ObjectID
  ) throws -> ObjectID {
    var place = tip
    for _ in 0..<Self.stepLimit where place != known && place != beginning {
      guard let parent = try governed.repository.commit(place).parents.first else { break }
      place = parent
    }
    return place
  }

  private func path(of branch: ReferenceName) throws(GitError) -> String {
    let name = try Repository.hash(Array(branch.text.utf8), kind: .blob)
    return "\(directory)/\(name.hex)"
  }

  /// The policy decides what is covered: under a new one all is looked at anew.
  private func remembered(on branch: ReferenceName) throws(GitError) -> Memory? {
    guard let bytes = FileManager.default.contents(atPath: try path(of: branch)) else { return nil }
    let words = String(decoding: bytes.prefix(200), as: UTF8.self).split(separator: "\n")
    guard words.count == 3, words[0] == governed.policies.newest.id.hex,
      let settled = ObjectID(words[1]), let circumstances = ObjectID(words[2])
    else { return nil }
    return Memory(settled: settled, circumstances: circumstances)
  }

  /// A memory that cannot be written costs time and nothing else.
  private func remember(_ memory: Memory, on branch: ReferenceName) throws(GitError) {
    let file = URL(fileURLWithPath: try path(of: branch))
    let words = [governed.policies.newest.id, memory.settled, memory.circumstances]
    try? FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    try? Data(words.map { $0.hex + "\n" }.joined().utf8).write(to: file, options: .atomic)
  }
}
