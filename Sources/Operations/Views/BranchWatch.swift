import Git
import Model
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
    let judge = Judge(governed)
    guard let beginning = try judge.beginning(of: branch, upTo: tip) else { return 0 }
    let start = try start(of: branch, at: tip, from: beginning)
    guard start != tip else { return 0 }
    let steps = try judge.history(of: branch, from: start, to: tip) ?? []
    let covered = steps.prefix(while: \.isCovered)
    if let last = covered.last?.stretch.commit { try remember(last, on: branch) }
    return steps.count { !$0.isCovered }
  }

  /// What was known last where that is on the chain still, else where history begins, but no
  /// further back than a glance goes.
  private func start(
    of branch: ReferenceName, at tip: ObjectID, from beginning: ObjectID
  ) throws -> ObjectID {
    let known = try remembered(on: branch)
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
  private func remembered(on branch: ReferenceName) throws(GitError) -> ObjectID? {
    guard let bytes = FileManager.default.contents(atPath: try path(of: branch)) else { return nil }
    let words = String(decoding: bytes.prefix(200), as: UTF8.self).split(separator: "\n")
    guard words.count == 2, words[0] == governed.policies.newest.id.hex else { return nil }
    return ObjectID(words[1])
  }

  /// A memory that cannot be written costs time and nothing else.
  private func remember(_ commit: ObjectID, on branch: ReferenceName) throws(GitError) {
    let file = URL(fileURLWithPath: try path(of: branch))
    let text = "\(governed.policies.newest.id.hex)\n\(commit.hex)\n"
    try? FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    try? Data(text.utf8).write(to: file, options: .atomic)
  }
}
