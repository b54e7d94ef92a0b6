public import Git
public import Model

extension Store {
  /// How many heads one packet may have: one for each attempt and judged result, and an end.
  public static let headLimit = 10_000

  /// The code commits that were submitted or judged for a packet, sorted.
  public func heads(of packet: ObjectID) throws(GitError) -> [ObjectID] {
    guard let tip = try repository.target(of: Layout.heads(packet)) else { return [] }
    return try heads(at: tip).sorted()
  }

  /// The code commits that a tip of heads holds: a code commit itself, or joins over several.
  public func heads(at tip: ObjectID) throws(GitError) -> Set<ObjectID> {
    try headTree(at: tip).heads
  }

  /// The code commits that a tip holds, and besides the joins that lead to them.
  func headTree(
    at tip: ObjectID
  ) throws(GitError) -> (heads: Set<ObjectID>, all: Set<ObjectID>) {
    var heads: Set<ObjectID> = []
    var seen: Set<ObjectID> = []
    var stack = [tip]
    while let id = stack.popLast() {
      guard seen.insert(id).inserted else { continue }
      guard seen.count < 2 * Self.headLimit else {
        throw GitError(.tooLarge, "read heads at", on: tip.hex, "more than \(Self.headLimit)")
      }
      if let parents = try joined(id) {
        stack += parents
      } else {
        heads.insert(id)
      }
    }
    return (heads, seen)
  }

  /// Whether a tip of heads holds all that the one before it held; nil holds none.
  public func holdsHeads(of old: ObjectID?, at new: ObjectID) throws(GitError) -> Bool {
    let heads = try heads(at: new)
    guard let old else { return true }
    return try heads.isSuperset(of: self.heads(at: old))
  }

  /// Keeps a code commit reachable for as long as the packet is open.
  public func addHead(_ commit: ObjectID, for packet: ObjectID) async throws {
    let name = Layout.heads(packet)
    for attempt in 0..<Limits.appendAttempts {
      let tip = try repository.target(of: name)
      let next = try tip.map { try joinHeads(ours: $0, fetched: commit) } ?? commit
      if try next == tip || step(name, from: tip, to: next) { return }
      try await pause(after: attempt)
    }
    throw contention(name)
  }

  /// Keeps what would land reachable, where it is not just what was handed in: others judge it too.
  public func addResult(
    _ tree: ObjectID, of head: ObjectID, on base: ObjectID, for packet: ObjectID
  ) async throws {
    guard try repository.commit(head).tree != tree else { return }
    let form = CommitForm(result: tree, of: head, on: base)
    try await addHead(try repository.writeCommit(form.bytes), for: packet)
  }

  /// The code commits at a tip that somebody made: a result stands for the head it was made of.
  public func work(at tip: ObjectID) throws(GitError) -> Set<ObjectID> {
    var work: Set<ObjectID> = []
    for head in try heads(at: tip) { work.insert(try source(of: head)) }
    return work
  }

  private func source(of id: ObjectID) throws(GitError) -> ObjectID {
    let commit = try repository.commit(id)
    guard let base = commit.parents.first, let head = commit.parents.last,
      CommitForm(result: commit.tree, of: head, on: base).bytes == commit.raw,
      try isCombined(commit.tree, of: head, on: base)
    else { return id }
    return head
  }

  /// Whether a tree has the base with what the head changed and nothing else: anybody can give a
  /// commit of their own the form of a result, and what git merged within a file counts as work.
  private func isCombined(
    _ tree: ObjectID, of head: ObjectID, on base: ObjectID
  ) throws(GitError) -> Bool {
    guard let fork = try repository.mergeBase(base, head) else { return false }
    let changes = try repository.changes(from: fork, to: head)
    return try repository.treeID(of: base, changing: changes) == tree
  }

  /// The tip that holds the heads of both tips. Moves nothing.
  public func joinHeads(ours: ObjectID, fetched: ObjectID) throws(GitError) -> ObjectID {
    let (mine, theirs) = (try heads(at: ours), try heads(at: fetched))
    return switch Join(ours: mine, fetched: theirs) {
    case .ours: ours
    case .fetched: fetched
    case .both: try writeJoin(ours, fetched)
    }
  }

  /// The parents of a join; nil for any other commit.
  private func joined(_ id: ObjectID) throws(GitError) -> [ObjectID]? {
    let commit = try repository.commit(id)
    guard commit.tree == .emptyTree, commit.parents.count == 2,
      commit.parents[0] < commit.parents[1]
    else { return nil }
    var seconds: [Int64] = []
    for parent in commit.parents { seconds.append(try repository.committedSeconds(parent)) }
    let tips = (commit.parents[0], commit.parents[1])
    let form = CommitForm(joining: tips, parentSeconds: seconds)
    return form.bytes == commit.raw ? commit.parents : nil
  }
}
