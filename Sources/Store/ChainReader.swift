import Git
import Model

/// Reads what is reachable from a tip, parents first, each commit once.
struct ChainReader {
  let repository: Repository
  let kind: ChainKind
  let identity: ObjectID?
  /// What was read, by this or an earlier reader: a commit and its parents never change.
  var commits: [ObjectID: ChainCommit] = [:]

  mutating func chain(_ tip: ObjectID) throws(GitError) -> Chain {
    let startsEmpty = commits.isEmpty
    try read(tip)
    // What was read from nothing is all reachable, unless a foreign commit has to be left out.
    let isWhole = startsEmpty && !commits.values.contains(where: \.isForeign)
    return Chain(kind, tip: tip, commits: isWhole ? commits : reachable(from: tip))
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
      guard commits.count + shapes.count < Chain.commitLimit else {
        throw GitError(
          .tooLarge, "read the chain", on: tip.hex, "more than \(Chain.commitLimit) commits")
      }
      let shape = try CommitShape(id, in: repository)
      stack.append(contentsOf: followed(shape).filter { commits[$0] == nil })
      shapes[id] = shape
    }
  }

  /// The parents within the chain. An entry of the ledger rests on a packet's tip too, but what
  /// is behind that is the packet's own chain.
  private func followed(_ shape: CommitShape) -> [ObjectID] {
    switch (shape.content, kind) {
    case (.foreign, _): []
    case (.event(let event), .ledger) where event.envelope.isEntry:
      event.previous.map { [$0] } ?? []
    case (.event, .ledger): []
    case (.inert, .ledger): Array(shape.parents.prefix(1))
    default: shape.parents
    }
  }

  /// A commit whose followed parents are read.
  private func commit(_ shape: CommitShape) throws(GitError) -> ChainCommit {
    let parents = followed(shape)
    let clock = parents.map { commits[$0]?.clock ?? 0 }.max() ?? 0
    let content: ChainContent
    switch shape.content {
    case .foreign(let reason): content = .foreign(reason)
    case .inert(let reason): content = .inert(reason)
    case .bare: content = try join(shape) ? .join : .foreign("it is neither event nor join")
    case .event(let event):
      if let reason = try flaw(of: event, shape, after: clock) {
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

  private func join(_ shape: CommitShape) throws(GitError) -> Bool {
    guard kind.joins, shape.parents.count == 2 else { return false }
    let tips = (shape.parents[0], shape.parents[1])
    let seconds = try seconds(of: shape.parents)
    return tips.0 != tips.1
      && CommitForm(joining: tips, parentSeconds: seconds).bytes == shape.raw
  }

  /// Why an event with a good envelope does not count where it stands; nil when it does.
  private func flaw(
    of event: StoredEvent, _ shape: CommitShape, after clock: Int64
  ) throws(GitError) -> String? {
    let envelope = event.envelope
    let isRoot = kind == .policy && envelope.parents.isEmpty
    if isRoot ? envelope.repo != nil : envelope.repo == nil || envelope.repo != identity {
      return "it belongs to another repository"
    }
    if kind == .ledger, !envelope.isEntry { return "it is no entry of a ledger" }
    if !hasRightClock(envelope, after: clock) {
      return "its clock is \(envelope.clock), which does not follow \(clock)"
    }
    guard let text = shape.text else { return "it has not a commit's shape" }
    let seconds = try seconds(of: envelope.parents)
    let form = CommitForm(envelope, tree: text.tree, parentSeconds: seconds)
    return form.bytes == shape.raw ? nil : "its commit is not the one that it makes"
  }

  /// Exactly one more than the parents' largest. Of an entry that rests on a packet's tip only
  /// one parent was read, so there the clock is later, by no more than a step.
  private func hasRightClock(_ envelope: Envelope, after clock: Int64) -> Bool {
    guard envelope.clock > clock else { return false }
    let step = envelope.clock - clock
    return kind == .ledger && envelope.link("tip") != nil ? step <= Limits.clockStep : step == 1
  }

  private func seconds(of ids: [ObjectID]) throws(GitError) -> [Int64] {
    var result: [Int64] = []
    for id in ids {
      if let commit = commits[id] {
        result.append(commit.committedSeconds)
      } else {
        result.append(try repository.committedSeconds(id))
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
