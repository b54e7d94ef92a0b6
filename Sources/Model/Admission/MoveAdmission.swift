extension Admission {
  /// Judges a move forward, step by step, and a move back by an override alone.
  ///
  /// `cases` hold every single commit of the chain and the stretches that
  /// `Move.stretches(in:overrides:)` names; what is not among them covers nothing. `rewinds` is
  /// what decides a move that leaves the chain, nil where no policy does. `completing` adds what
  /// is dear to read, to a step that the move comes to: one that is refused ends it.
  public static func judge(
    move: Move, cases: [StepCase], rewinds: Jurisdiction?, overrides: [Signed<Override>] = [],
    now: Instant? = nil, completing: (StepCase) -> StepCase = { $0 }
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
    let cover = Cover(values: [move.old] + chain, branch: move.branch, cases: cases, now: now)
    return cover.ruling(completing: completing)
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

  /// The ways from the start to values, by their places: of each the last step. Only the first way
  /// to a value is kept and ways are not compared, so that a chain of many overlapping stretches
  /// takes no longer than their count.
  private struct Ways {
    private var last: [Int: (from: Int, step: CoveredStep)] = [:]
    /// The places to which packets have landed, in the order of their finding.
    private var landings: [ObjectID: [Int]] = [:]

    func reach(_ place: Int) -> Bool { place == 0 || last[place] != nil }

    mutating func add(_ step: CoveredStep, from: Int, to end: Int) {
      last[end] = (from, step)
      if case .admitted(let admitted) = step.ruling {
        landings[admitted.packet, default: []].append(end)
      }
    }

    /// The steps of the way to a value, the oldest first.
    func steps(to place: Int) -> [CoveredStep] {
      var steps: [CoveredStep] = []
      var at = place
      while let (from, step) = last[at] {
        steps.append(step)
        at = from
      }
      return steps.reversed()
    }

    /// The commit by which a packet has landed on the way to a value; a packet lands once.
    func landing(of packet: ObjectID, upTo place: Int) -> ObjectID? {
      guard let ends = landings[packet] else { return nil }
      for end in ends.sorted(by: >) where isOnWay(end, to: place) {
        return last[end]?.step.stretch.commit
      }
      return nil
    }

    private func isOnWay(_ end: Int, to place: Int) -> Bool {
      var at = place
      while at > end, let before = last[at]?.from { at = before }
      return at == end
    }
  }

  func ruling(completing: (StepCase) -> StepCase) -> MoveRuling {
    let places = Dictionary(zip(values, values.indices), uniquingKeysWith: { first, _ in first })
    let casesFrom = Dictionary(grouping: cases.filter { $0.step.branch == branch }, by: \.step.prev)
    var ways = Ways()
    var refusal = (at: 0, reasons: [Reason]())
    for place in values.indices.dropLast() where ways.reach(place) {
      var reasons: [Reason] = []
      for next in casesFrom[values[place]] ?? [] {
        let step = next.step
        guard let end = places[step.commit], end > place, !ways.reach(end) else { continue }
        // Only a single commit's parents say how it came: a stretch is one by being the chain.
        guard end == place + 1 || step.parents.first == values[end - 1] else { continue }
        let landed = { ways.landing(of: $0, upTo: place) }
        // Anybody can name any number of stretches; of commits there is one.
        let isWorthIt = end == place + 1 || next.lacksOnlyOwners(now: now, landed: landed)
        switch (isWorthIt ? completing(next) : next).ruling(now: now, landed: landed) {
        case .refused(let more): reasons += more
        case let ruling:
          let stretch = Stretch(prev: step.prev, commit: step.commit)
          ways.add(CoveredStep(stretch: stretch, ruling: ruling), from: place, to: end)
        }
      }
      refusal = (place, reasons)
    }
    if ways.reach(values.count - 1) { return .admitted(ways.steps(to: values.count - 1)) }
    let stretch = Stretch(prev: values[refusal.at], commit: values[refusal.at + 1])
    let nothing = Reason.noVerdict(prev: stretch.prev, commit: stretch.commit)
    return .refused(stretch, refusal.reasons.isEmpty ? [nothing] : refusal.reasons)
  }
}
