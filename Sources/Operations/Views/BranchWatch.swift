import Git
import Model
import Store
import Trust

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Looks whether anything moved a protected branch that nothing covers, such as a move around the
/// hooks; `verify` proves it, this is a glance.
///
/// What was found covered is remembered, so that only what came since is judged.
struct BranchWatch {
  let governed: GovernedRepository
  private let directory: String

  /// Steps that one glance judges, from the newest: each may take reading a packet.
  private static let stepLimit = 128

  init(governed: GovernedRepository) {
    self.governed = governed
    directory = governed.location.commonDirectory + "/o8/covered"
  }

  /// The steps of the branch that nothing covers, among those that were not known to be covered.
  func uncovered(on branch: ReferenceName, at tip: ObjectID) throws -> Int {
    let known = try remembered(on: branch)
    if known?.covered == tip { return 0 }
    let circumstances = try circumstances(of: tip)
    if let known, known.circumstances == circumstances { return known.uncovered }
    let judge = Judge(governed)
    guard let beginning = try judge.beginning(of: branch, upTo: tip) else { return 0 }
    let start = try start(at: tip, knowing: known?.covered, from: beginning)
    guard start != tip else { return 0 }
    let steps = try judge.history(of: branch, from: start, to: tip) ?? []
    let last = steps.prefix(while: \.isCovered).last?.stretch.commit
    let count = steps.count { !$0.isCovered }
    try remember(
      Memory(covered: last ?? start, circumstances: circumstances, uncovered: count), on: branch)
    return count
  }

  private struct Memory {
    /// Up to here the rule or an owner covers every step that was looked at.
    let covered: ObjectID
    /// Under which so many steps behind it were found uncovered.
    let circumstances: ObjectID
    let uncovered: Int
  }

  /// Stands for all that could speak for a step, so that nothing is judged twice in vain.
  private func circumstances(of tip: ObjectID) throws(GitError) -> ObjectID {
    let evidence = try governed.repository.references(under: Layout.shared)
    let remotes = try governed.repository.references(under: "refs/remotes/")
    let text = (evidence + remotes).map { "\($0.name.text) \($0.target.hex)\n" }.joined()
    return try Repository.hash(Array((tip.hex + text).utf8), kind: .blob)
  }

  /// What was known last where that is on the chain still, else where history begins, but no
  /// further back than a glance goes.
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

  /// The policy decides what is covered: under a new one all is judged anew.
  private func remembered(on branch: ReferenceName) throws(GitError) -> Memory? {
    guard let bytes = FileManager.default.contents(atPath: try path(of: branch)) else { return nil }
    let words = String(decoding: bytes.prefix(200), as: UTF8.self).split(separator: "\n")
    guard words.count == 4, words[0] == governed.policies.newest.id.hex,
      let covered = ObjectID(words[1]), let circumstances = ObjectID(words[2]),
      let uncovered = Int(words[3])
    else { return nil }
    return Memory(covered: covered, circumstances: circumstances, uncovered: uncovered)
  }

  /// A memory that cannot be written costs time and nothing else.
  private func remember(_ memory: Memory, on branch: ReferenceName) throws(GitError) {
    let file = URL(fileURLWithPath: try path(of: branch))
    let words = [
      governed.policies.newest.id.hex, memory.covered.hex, memory.circumstances.hex,
      String(memory.uncovered),
    ]
    try? FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    try? Data(words.map { $0 + "\n" }.joined().utf8).write(to: file, options: .atomic)
  }
}
