import Git
import Model

/// Reads packets' titles from the subjects of their commits: quick, and good enough to name and
/// list them.
struct PacketTitles {
  let repository: Repository

  /// Events after which an edited title is not looked for any further.
  private static let stepLimit = 256

  /// The title that a packet was opened with; nil where its first commit is none.
  func first(of packet: ObjectID) throws(GitError) -> String? {
    guard try repository.kind(of: packet) == .commit else { return nil }
    return Self.title(in: try repository.commit(packet), after: ["opened: "])
  }

  /// The title as it was edited last, by the first parents of the tip.
  func present(of packet: ObjectID, at tip: ObjectID) throws(GitError) -> String? {
    var next: ObjectID? = tip
    for _ in 0..<Self.stepLimit {
      guard let id = next else { break }
      guard try repository.kind(of: id) == .commit else { break }
      let commit = try repository.commit(id)
      if let title = Self.title(in: commit, after: ["edited: ", "opened: "]) { return title }
      next = commit.parents.first
    }
    return try first(of: packet)
  }

  private static func title(in commit: Commit, after kinds: [String]) -> String? {
    let line = commit.messageBytes.prefix { $0 != UInt8(ascii: "\n") }
    for kind in kinds where line.starts(with: kind.utf8) {
      return String(decoding: line.dropFirst(kind.utf8.count), as: UTF8.self)
    }
    return nil
  }
}
