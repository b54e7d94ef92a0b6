extension Admission {
  /// Judges a move forward, step by step, and a move back by an override alone.
  ///
  /// `cases` hold every single commit of the chain and the stretches that
  /// `Move.stretches(in:overrides:)` names; what is not among them covers nothing. `rewinds` is
  /// what decides a move that leaves the chain, nil where no policy does.
  public static func judge(
    move: Move, cases: [StepCase], rewinds: Jurisdiction?, overrides: [Signed<Override>] = [],
    now: Instant? = nil
  ) -> MoveRuling {
    let whole = Stretch(prev: move.old, commit: move.new)
    guard move.present == move.old else {
      return .refused(whole, [.stale(expected: move.old, present: move.present)])
    }
    guard let chain = move.chain else {
      return judge(rewind: move, by: rewinds, overrides: overrides, now: now)
    }
    guard !chain.isEmpty, chain.last == move.new else {
      return .refused(whole, [.notOnFirstParentChain(old: move.old, new: move.new)])
    }
    return Cover(values: [move.old] + chain, branch: move.branch, cases: cases, now: now).ruling()
  }

  private static func judge(
    rewind move: Move, by jurisdiction: Jurisdiction?, overrides: [Signed<Override>],
    now: Instant?
  ) -> MoveRuling {
    let whole = Stretch(prev: move.old, commit: move.new)
    guard let jurisdiction else { return .refused(whole, [.noPolicy]) }
    let ruling = Admission(jurisdiction, now: now).judge(
      override: overrides, of: move.branch, from: move.old, to: move.new, rewinds: true)
    switch ruling {
    case .forced(let id): return .rewound(id)
    case .admitted: return .refused(whole, [])
    case .refused(let reasons):
      let off = Reason.notOnFirstParentChain(old: move.old, new: move.new)
      return .refused(whole, [off] + reasons)
    }
  }
}

/// Covers a chain with steps that satisfy the rule, from its start to its end.
private struct Cover {
  /// The branch's value before, and every value of the chain after it.
  let values: [ObjectID]
  let branch: ReferenceName
  let cases: [StepCase]
  let now: Instant?

  /// A way to a value, the first that was found. Ways are not compared: each value is judged
  /// from once, so that a chain of many overlapping stretches takes no longer than their count.
  private struct Way {
    var steps: [CoveredStep] = []
    /// The commits by which packets have landed on it; a packet lands once.
    var landed: [ObjectID: ObjectID] = [:]
  }

  func ruling() -> MoveRuling {
    let places = Dictionary(zip(values, values.indices), uniquingKeysWith: { first, _ in first })
    let casesFrom = Dictionary(grouping: cases.filter { $0.step.branch == branch }, by: \.step.prev)
    var ways: [Int: Way] = [0: Way()]
    var refusal = (at: 0, reasons: [Reason]())
    for place in values.indices.dropLast() {
      guard let way = ways[place] else { continue }
      var reasons: [Reason] = []
      for next in casesFrom[values[place]] ?? [] {
        guard let end = places[next.step.commit], end > place, ways[end] == nil else { continue }
        // Only a single commit's parents say how it came: a stretch is one by being the chain.
        guard end == place + 1 || next.step.parents.first == values[end - 1] else { continue }
        switch next.ruling(now: now, landed: way.landed) {
        case .refused(let more): reasons += more
        case let ruling: ways[end] = extended(way, by: next.step, ruling)
        }
      }
      refusal = (place, reasons)
    }
    if let way = ways[values.count - 1] { return .admitted(way.steps) }
    let stretch = Stretch(prev: values[refusal.at], commit: values[refusal.at + 1])
    let nothing = Reason.noVerdict(prev: stretch.prev, commit: stretch.commit)
    return .refused(stretch, refusal.reasons.isEmpty ? [nothing] : refusal.reasons)
  }

  private func extended(_ way: Way, by step: StepFacts, _ ruling: Ruling) -> Way {
    var way = way
    let stretch = Stretch(prev: step.prev, commit: step.commit)
    way.steps.append(CoveredStep(stretch: stretch, ruling: ruling))
    if case .admitted(let admitted) = ruling { way.landed[admitted.packet] = step.commit }
    return way
  }
}
