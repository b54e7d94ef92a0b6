import Git
import Model

/// The newest steps of branches, each read once.
struct BranchChains {
  /// Steps further back were there for whoever merged by hand to have recorded.
  static let limit = 10_000

  struct Chain {
    /// Newest first.
    let commits: [Commit]
    let places: [ObjectID: Int]
  }

  let repository: Repository
  private var known: [ReferenceName: Chain] = [:]

  init(repository: Repository) { self.repository = repository }

  mutating func chain(of branch: ReferenceName) throws -> Chain? {
    if let chain = known[branch] { return chain }
    guard let tip = try repository.target(of: branch) else { return nil }
    var commits: [Commit] = []
    var next: ObjectID? = tip
    while let id = next, commits.count < Self.limit {
      let commit = try repository.commit(id)
      commits.append(commit)
      next = commit.parents.first
    }
    let places = Dictionary(
      zip(commits.map(\.id), commits.indices), uniquingKeysWith: { first, _ in first })
    let chain = Chain(commits: commits, places: places)
    known[branch] = chain
    return chain
  }

  /// The steps since `base` that could be the landing of `proposal`, by their shape alone.
  mutating func steps(
    of branch: ReferenceName, since base: ObjectID, landing proposal: Proposal
  ) throws -> [Stretch] {
    guard let chain = try chain(of: branch), let start = chain.places[base], start > 0 else {
      return []
    }
    if let end = chain.places[proposal.head], end < start {
      return [Stretch(prev: base, commit: proposal.head)]
    }
    return chain.commits[..<start].reversed().compactMap { commit in
      guard let prev = commit.parents.first else { return nil }
      let isMerge = commit.parents.dropFirst() == [proposal.head]
      let isSquash = commit.parents.count == 1 && commit.tree == proposal.tree
      return isMerge || isSquash ? Stretch(prev: prev, commit: commit.id) : nil
    }
  }
}
