import Git
public import Model

/// Why a commit may not join a chain.
public struct ChainFlaw: Error, Hashable, Sendable {
  public let commit: ObjectID
  public let reason: String

  public init(_ commit: ObjectID, _ reason: String) {
    self.commit = commit
    self.reason = reason
  }
}

extension ChainFlaw: CustomStringConvertible {
  public var description: String { "\(commit.short): \(reason)" }
}

/// What a tip adds to a chain that is known: every new commit is what it must be.
public struct ChainGrowth: Sendable {
  /// The new commits with their clocks.
  public var clocks: [ObjectID: Int64] = [:]
  /// The known commits on which the new ones build.
  public var met: Set<ObjectID> = []
}

extension Store {
  /// Reads the commits behind `tip` that the chain does not have, each once.
  ///
  /// `knownClock` answers with the clock of a commit that is there already, and the walk ends at
  /// it. `judge` is shown each new event and says what is wrong with it, or nil.
  ///
  /// Throws the first `ChainFlaw`. Unlike a reader, who has to live with what is there, whoever
  /// takes in asks that nothing is inert.
  public func growth(
    _ kind: ChainKind, to tip: ObjectID, knownClock: (ObjectID) throws -> Int64?,
    judge: (StoredEvent) -> String?
  ) throws -> ChainGrowth {
    let rules = rules(kind)
    var growth = ChainGrowth()
    var sketches: [ObjectID: Sketch] = [:]
    var stack = [tip]
    while let id = stack.popLast() {
      guard sketches[id] == nil, !growth.met.contains(id) else { continue }
      if let clock = try knownClock(id) {
        growth.met.insert(id)
        growth.clocks[id] = clock
        continue
      }
      guard sketches.count < Chain.commitLimit else {
        throw ChainFlaw(tip, "it brings more than \(Chain.commitLimit) commits")
      }
      let sketch = try sketch(id, rules, judge)
      sketches[id] = sketch
      stack += sketch.parents
    }
    try settle(sketches, rules, &growth.clocks)
    for id in growth.met { growth.clocks[id] = nil }
    if kind == .packet { remember(sketches, growth.clocks) }
    return growth
  }

  /// Commits that are kept for who reads the chain afterwards: those of some thousand packets.
  private static let takenLimit = 50_000

  private func remember(_ sketches: [ObjectID: Sketch], _ clocks: [ObjectID: Int64]) {
    guard taken.count + sketches.count <= Self.takenLimit else { return }
    for (id, sketch) in sketches {
      taken[id] = ChainCommit(
        content: sketch.event.map(ChainContent.event) ?? .join, parents: sketch.parents,
        clock: clocks[id] ?? 0, committedSeconds: sketch.committedSeconds)
    }
  }

  /// The clock of a commit that was taken in once, when it was checked.
  public func clock(_ kind: ChainKind, ofKnown commit: ObjectID) throws -> Int64 {
    let rules = rules(kind)
    var (stack, looked, clock) = ([commit], Set<ObjectID>(), Int64(0))
    while let id = stack.popLast() {
      guard looked.insert(id).inserted else { continue }
      let shape = try CommitShape(id, in: repository)
      if case .event(let event) = shape.content {
        clock = max(clock, event.envelope.clock)
      } else {
        stack += rules.followed(shape)
      }
    }
    return clock
  }

  /// Whether `old` is `tip` or behind it, by parents alone.
  public func reaches(_ old: ObjectID, from tip: ObjectID) throws -> Bool {
    var (stack, looked) = ([tip], Set<ObjectID>())
    while let id = stack.popLast() {
      if id == old { return true }
      guard looked.insert(id).inserted else { continue }
      guard looked.count < Chain.commitLimit else {
        throw ChainFlaw(tip, "more than \(Chain.commitLimit) commits are behind it")
      }
      stack += try repository.commit(id, limit: Limits.commitBytes).parents
    }
    return false
  }

  private func sketch(
    _ id: ObjectID, _ rules: ChainRules, _ judge: (StoredEvent) -> String?
  ) throws -> Sketch {
    let shape = try CommitShape(id, in: repository)
    var sketch = Sketch(
      parents: rules.followed(shape), committedSeconds: shape.committedSeconds)
    var seconds: [Int64] = []
    if case .foreign(let reason) = shape.content { throw ChainFlaw(id, reason) }
    for parent in shape.parents { seconds.append(try repository.committedSeconds(parent)) }
    switch shape.content {
    case .foreign(let reason), .inert(let reason): throw ChainFlaw(id, reason)
    case .bare:
      guard rules.isJoin(shape, parentSeconds: seconds) else {
        throw ChainFlaw(id, ChainRules.neitherEventNorJoin)
      }
    case .event(let event):
      let flaw = rules.flaw(of: event, shape, parentSeconds: seconds) ?? judge(event)
      if let flaw { throw ChainFlaw(id, flaw) }
      sketch.event = event
    }
    return sketch
  }

  /// Judges clocks, parents first.
  private func settle(
    _ sketches: [ObjectID: Sketch], _ rules: ChainRules, _ clocks: inout [ObjectID: Int64]
  ) throws {
    var stack = Array(sketches.keys)
    while let id = stack.last {
      guard clocks[id] == nil, let sketch = sketches[id] else {
        stack.removeLast()
        continue
      }
      let waiting = sketch.parents.filter { clocks[$0] == nil }
      guard waiting.isEmpty else {
        stack += waiting
        continue
      }
      stack.removeLast()
      let before = sketch.parents.compactMap { clocks[$0] }.max() ?? 0
      if let envelope = sketch.event?.envelope,
        let flaw = rules.flaw(ofClock: envelope, after: before)
      {
        throw ChainFlaw(id, flaw)
      }
      clocks[id] = sketch.event?.envelope.clock ?? before
    }
  }
}

/// A new commit before its parents' clocks are known.
private struct Sketch {
  let parents: [ObjectID]
  let committedSeconds: Int64
  /// Nil for a join.
  var event: StoredEvent?
}
