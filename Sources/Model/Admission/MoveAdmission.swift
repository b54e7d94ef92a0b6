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
    guard move.present == move.old, move.chain != nil else {
      return judge(elsewhere: move, by: rewinds, overrides: overrides, now: now)
    }
    let known = Dictionary(
      cases.filter { $0.step.branch == move.branch }.map { ($0.stretch, $0) },
      uniquingKeysWith: { first, _ in first })
    return judge(
      move: move, beside: known.keys.sorted { $0.commit < $1.commit }, now: now,
      completing: completing
    ) { known[$0] }
  }

  /// The same of a move forward, whose steps are made when it comes to them and held no longer: each
  /// may change very much, and the first that nothing covers ends it.
  ///
  /// - Parameters:
  ///   - stretches: those that `Move.stretches(in:overrides:)` names.
  ///   - read: makes the step; nil where there is none.
  public static func judge(
    move: Move, beside stretches: some Sequence<Stretch>, now: Instant?,
    completing: (StepCase) -> StepCase = { $0 }, reading read: (Stretch) throws -> StepCase?
  ) rethrows -> MoveRuling {
    guard move.present == move.old, let chain = move.chain else {
      return judge(elsewhere: move, by: nil, overrides: [], now: now)
    }
    guard !chain.isEmpty, chain.last == move.new else {
      let whole = Stretch(prev: move.old, commit: move.new)
      return .refused(whole, [.notOnFirstParentChain(old: move.old, new: move.new)])
    }
    let cover = Cover(values: [move.old] + chain, stretches: stretches, now: now)
    return try cover.ruling(completing: completing, reading: read)
  }

  /// Judges a move from another value than the branch's, or off its chain.
  private static func judge(
    elsewhere move: Move, by rewinds: Jurisdiction?, overrides: [Signed<Override>], now: Instant?
  ) -> MoveRuling {
    guard move.present == move.old else {
      let whole = Stretch(prev: move.old, commit: move.new)
      return .refused(whole, [.stale(expected: move.old, present: move.present)])
    }
    return judge(rewind: move, by: rewinds, overrides: overrides, now: now)
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
  /// The places at which longer stretches end, by those at which they begin, each once.
  private let ends: [Int: [Int]]
  private let now: Instant?

  init(values: [ObjectID], stretches: some Sequence<Stretch>, now: Instant?) {
    let places = Dictionary(zip(values, values.indices), uniquingKeysWith: { first, _ in first })
    var ends: [Int: Set<Int>] = [:]
    for stretch in stretches {
      guard let from = places[stretch.prev], let end = places[stretch.commit], end > from + 1
      else { continue }
      ends[from, default: []].insert(end)
    }
    self.values = values
    self.ends = ends.mapValues { $0.sorted() }
    self.now = now
  }

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

  func ruling(
    completing: (StepCase) -> StepCase, reading read: (Stretch) throws -> StepCase?
  ) rethrows -> MoveRuling {
    var ways = Ways()
    var refusal = (at: 0, reasons: [Reason]())
    for place in values.indices.dropLast() where ways.reach(place) {
      var reasons: [Reason] = []
      for end in [place + 1] + (ends[place] ?? []) where !ways.reach(end) {
        let stretch = Stretch(prev: values[place], commit: values[end])
        // Only a single commit's parents say how it came: a stretch is one by being the chain.
        guard let next = try read(stretch),
          end == place + 1 || next.step.parents.first == values[end - 1]
        else { continue }
        let landed = { ways.landing(of: $0, upTo: place) }
        // Anybody can name any number of stretches; of commits there is one.
        let isWorthIt = end == place + 1 || next.lacksOnlyOwners(now: now, landed: landed)
        switch (isWorthIt ? completing(next) : next).ruling(now: now, landed: landed) {
        case .refused(let more): reasons += more
        case let ruling:
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
