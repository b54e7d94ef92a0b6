import Git
import Model

/// Reads what is reachable from a tip, parents first, each commit once.
struct ChainReader {
  let rules: ChainRules
  /// What was read, by this or an earlier reader: a commit and its parents never change.
  var commits: [ObjectID: ChainCommit] = [:]
  /// What was read elsewhere, of any chain.
  var known: [ObjectID: ChainCommit] = [:]

  mutating func chain(_ tip: ObjectID) throws(GitError) -> Chain {
    let startsEmpty = commits.isEmpty
    try read(tip)
    // What was read from nothing is all reachable, unless a foreign commit has to be left out.
    let isWhole = startsEmpty && !commits.values.contains(where: \.isForeign)
    return Chain(rules.kind, tip: tip, commits: isWhole ? commits : reachable(from: tip))
  }

  private mutating func read(_ tip: ObjectID) throws(GitError) {
    var shapes: [ObjectID: CommitShape] = [:]
    var stack = [tip]
    while let id = stack.last {
      guard commits[id] == nil else {
        stack.removeLast()
        continue
      }
      if let shape = shapes.removeValue(forKey: id) {
        stack.removeLast()
        commits[id] = try commit(shape)
        continue
      }
      if let commit = known[id] {
        stack.removeLast()
        commits[id] = commit
        stack += commit.parents.filter { commits[$0] == nil }
        continue
      }
      guard commits.count + shapes.count < Chain.commitLimit else {
        throw GitError(
          .tooLarge, "read the chain", on: tip.hex, "more than \(Chain.commitLimit) commits")
      }
      let shape = try CommitShape(id, in: rules.repository)
      stack.append(contentsOf: rules.followed(shape).filter { commits[$0] == nil })
      shapes[id] = shape
    }
  }

  /// A commit whose followed parents are read.
  private func commit(_ shape: CommitShape) throws(GitError) -> ChainCommit {
    let parents = rules.followed(shape)
    let clock = parents.map { commits[$0]?.clock ?? 0 }.max() ?? 0
    let content: ChainContent
    switch shape.content {
    case .foreign(let reason): content = .foreign(reason)
    case .inert(let reason): content = .inert(reason)
    case .bare:
      let seconds = try seconds(of: shape.parents)
      content =
        rules.isJoin(shape, parentSeconds: seconds)
        ? .join : .foreign(ChainRules.neitherEventNorJoin)
    case .event(let event):
      let seconds = try seconds(of: event.parents)
      if let reason = rules.flaw(of: event, shape, parentSeconds: seconds)
        ?? rules.flaw(ofClock: event.envelope, after: clock)
      {
        content = .inert(reason)
      } else {
        return ChainCommit(
          content: .event(event), parents: parents, clock: event.envelope.clock,
          committedSeconds: shape.committedSeconds)
      }
    }
    return ChainCommit(
      content: content, parents: parents, clock: clock, committedSeconds: shape.committedSeconds)
  }

  private func seconds(of ids: [ObjectID]) throws(GitError) -> [Int64] {
    var result: [Int64] = []
    for id in ids {
      if let commit = commits[id] {
        result.append(commit.committedSeconds)
      } else {
        result.append(try rules.repository.committedSeconds(id))
      }
    }
    return result
  }

  /// What the tip reaches. A foreign parent of an inert commit is no part of the chain: nobody
  /// vouches for that parent.
  private func reachable(from tip: ObjectID) -> [ObjectID: ChainCommit] {
    var result: [ObjectID: ChainCommit] = [:]
    result.reserveCapacity(commits.count)
    var stack = [tip]
    while let id = stack.popLast() {
      guard result[id] == nil, let commit = commits[id] else { continue }
      result[id] = commit
      for parent in commit.parents where result[parent] == nil {
        if case .inert = commit.content, case .foreign = commits[parent]?.content { continue }
        stack.append(parent)
      }
    }
    return result
  }
}

extension ChainCommit {
  fileprivate var isForeign: Bool {
    if case .foreign = content { true } else { false }
  }
}

extension Repository {
  /// Seconds of a commit's committer, 0 for what is no commit or has no readable date.
  func committedSeconds(_ id: ObjectID) throws(GitError) -> Int64 {
    let object = try object(id, limit: Repository.commitByteLimit)
    guard object.kind == .commit else { return 0 }
    return CommitText(object.bytes)?.committedSeconds ?? 0
  }
}
