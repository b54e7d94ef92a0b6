import Git
import Model

/// The newest steps of branches, as they are here and where they are shared, each read once.
struct BranchChains {
  /// Steps further back were there for whoever merged by hand to have recorded.
  static let limit = 10_000

  struct Chain {
    /// Newest first.
    let commits: [Commit]
    let places: [ObjectID: Int]
  }

  let repository: Repository
  private var known: [ObjectID: Chain] = [:]

  init(repository: Repository) { self.repository = repository }

  private mutating func chain(at tip: ObjectID) throws -> Chain {
    if let chain = known[tip] { return chain }
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
    known[tip] = chain
    return chain
  }

  /// The steps since `base` that could be the landing of `proposal`, by their shape alone.
  ///
  /// - Parameter shared: the branch's value where it is shared, which the one here may lack.
  mutating func steps(
    of branch: ReferenceName, upTo shared: ObjectID?, since base: ObjectID,
    landing proposal: Proposal
  ) throws -> [Stretch] {
    var steps: [Stretch] = []
    for tip in [try repository.target(of: branch), shared].compactMap({ $0 }) {
      for step in try self.steps(upTo: tip, since: base, landing: proposal)
      where !steps.contains(step) { steps.append(step) }
    }
    return steps
  }

  private mutating func steps(
    upTo tip: ObjectID, since base: ObjectID, landing proposal: Proposal
  ) throws -> [Stretch] {
    let chain = try chain(at: tip)
    guard let start = chain.places[base], start > 0 else { return [] }
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
