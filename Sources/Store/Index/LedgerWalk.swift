import Git
import Model

/// Reads the part of the ledger that an index does not have yet, keeping of each commit only what
/// the index needs: a ledger of ten years does not fit into memory.
struct LedgerWalk {
  let rules: ChainRules
  /// The clock of a commit that is known already, and where the walk ends.
  let knownClock: (ObjectID) -> Int64?

  struct Found {
    var records: [LedgerRecord] = []
    /// What is no entry, nor tries to be one.
    var foreign: [ObjectID] = []
    /// The known commits at which it ended.
    var met: Set<ObjectID> = []
  }

  func found(from tip: ObjectID) throws(GitError) -> Found {
    var found = Found()
    var sketches: [ObjectID: Sketch] = [:]
    var stack = [tip]
    while let id = stack.popLast() {
      guard sketches[id] == nil else { continue }
      if knownClock(id) != nil {
        found.met.insert(id)
        continue
      }
      guard sketches.count < Chain.commitLimit else {
        throw GitError(
          .tooLarge, "read the ledger at", on: tip.hex, "more than \(Chain.commitLimit) commits")
      }
      let sketch = try sketch(id)
      sketches[id] = sketch
      stack += sketch.parents
    }
    found.records = settled(sketches)
    found.foreign = sketches.filter(\.value.isForeign).keys.sorted()
    return found
  }

  /// A commit before its parents' clocks are known.
  private struct Sketch {
    var parents: [ObjectID] = []
    /// Nil for joins and for what counts for nothing.
    var event: Event?
    var isForeign = false
  }

  private struct Event {
    let clock: Int64
    /// How much later than its parents it may be.
    let longestStep: Int64
    let at: Instant
    let tip: ObjectID?
    let claim: LedgerRecord.Claim
  }

  private func sketch(_ id: ObjectID) throws(GitError) -> Sketch {
    let shape = try CommitShape(id, in: rules.repository)
    var sketch = Sketch(parents: rules.followed(shape))
    switch shape.content {
    case .foreign: sketch.isForeign = true
    case .inert: break
    case .bare:
      sketch.isForeign = !rules.isJoin(shape, parentSeconds: try seconds(of: shape.parents))
    case .event(let event):
      let seconds = try seconds(of: event.parents)
      guard rules.flaw(of: event, shape, parentSeconds: seconds) == nil else { break }
      sketch.event = Event(
        clock: event.envelope.clock, longestStep: rules.longestStep(of: event.envelope),
        at: event.envelope.at, tip: event.tip, claim: LedgerRecord.Claim(event.envelope))
    }
    return sketch
  }

  private func seconds(of ids: [ObjectID]) throws(GitError) -> [Int64] {
    var result: [Int64] = []
    for id in ids { result.append(try rules.repository.committedSeconds(id)) }
    return result
  }

  /// The records of all sketches but the foreign ones, clocks judged parents first.
  private func settled(_ sketches: [ObjectID: Sketch]) -> [LedgerRecord] {
    var clocks: [ObjectID: Int64] = [:]
    var records: [LedgerRecord] = []
    records.reserveCapacity(sketches.count)
    var stack = Array(sketches.keys)
    while let id = stack.last {
      guard clocks[id] == nil, let sketch = sketches[id] else {
        stack.removeLast()
        continue
      }
      let waiting = sketch.parents.filter { clocks[$0] == nil && sketches[$0] != nil }
      guard waiting.isEmpty else {
        stack += waiting
        continue
      }
      stack.removeLast()
      let before = sketch.parents.map { clocks[$0] ?? knownClock($0) ?? 0 }.max() ?? 0
      let event = sketch.event.flatMap { event in
        event.clock > before && event.clock - before <= event.longestStep ? event : nil
      }
      clocks[id] = event?.clock ?? before
      guard !sketch.isForeign else { continue }
      records.append(
        LedgerRecord(
          id: id, kind: event?.claim.kind, clock: event?.clock ?? before,
          at: event?.at ?? LedgerRecord.noInstant, packet: event?.claim.packet, tip: event?.tip,
          commit: event?.claim.commit, previous: LedgerRecord.Previous(sketch.parents)))
    }
    return records
  }
}
