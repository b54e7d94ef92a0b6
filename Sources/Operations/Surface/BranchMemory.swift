import Git
import Lanes
import Model
import Store
import Trust

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What was found of branches the last time, in files of this clone, so that only what came since
/// is judged.
///
/// Nothing is proved by it, and `verify` never asks it. What is lost costs time. Whoever may write
/// here can keep a glance, such as that of `status`, from looking, as they can with much else in
/// this directory.
struct BranchMemory {
  /// What is remembered, a directory each.
  enum Subject: String {
    /// How far nothing is left to claim.
    case claimed
    /// How far the rule or an owner covers every step.
    case covered
    /// The value of a remote's branch at which the remote had told all that it has to say.
    case heard
  }

  let governed: GovernedRepository
  private let directory: String

  /// A few ids of 40 digits and a number.
  private static let byteLimit = 512

  init(_ subject: Subject, of governed: GovernedRepository) {
    self.governed = governed
    directory = "\(governed.location.commonDirectory)/o8/\(subject.rawValue)"
  }

  /// The words that were remembered under the newest policy, which decides what is covered; nil
  /// where there are none.
  func words(on branch: ReferenceName, at remote: String? = nil) throws(GitError) -> [Substring]? {
    let file = try path(of: branch, at: remote)
    guard let bytes = Folder.smallFile(at: file, limit: Self.byteLimit) else { return nil }
    let words = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard words.first.map(String.init) == governed.policies.newest.id.hex else { return nil }
    return Array(words.dropFirst())
  }

  /// What cannot be written is found again.
  func remember(
    _ words: [String], on branch: ReferenceName, at remote: String? = nil
  ) throws(GitError) {
    guard try self.words(on: branch, at: remote)?.map(String.init) != words else { return }
    let file = URL(fileURLWithPath: try path(of: branch, at: remote))
    let lines = [governed.policies.newest.id.hex] + words
    try? FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    try? Data(lines.map { $0 + "\n" }.joined().utf8).write(to: file, options: .atomic)
  }

  /// Any name is a file's name so.
  private func path(of branch: ReferenceName, at remote: String?) throws(GitError) -> String {
    let text = branch.text + (remote.map { "\n\($0)" } ?? "")
    return "\(directory)/\(try Repository.hash(Array(text.utf8), kind: .blob).hex)"
  }
}

extension GovernedRepository {
  /// Stands for all that could speak for a branch's steps, so that nothing is judged twice in vain.
  func circumstances(of tip: ObjectID) throws(GitError) -> ObjectID {
    let seen =
      try repository.references(under: Layout.shared)
      + repository.references(under: Layout.remotes)
      + repository.references(under: "refs/remotes/")
    let text = seen.map { "\($0.name.text) \($0.target.hex)\n" }.joined()
    return try Repository.hash(Array((tip.hex + text).utf8), kind: .blob)
  }

  /// Where a glance at a branch begins: at what is known already where that is on its chain, else
  /// where history is to be proved from, and never more than `limit` steps back.
  func glance(
    from tip: ObjectID, backTo ends: Set<ObjectID>, limit: Int
  ) throws(GitError) -> ObjectID {
    var place = tip
    for _ in 0..<limit where !ends.contains(place) {
      guard let parent = try repository.commit(place).parents.first else { break }
      place = parent
    }
    return place
  }
}
