import Git
import Model
import Store
import Trust

extension HookCall {
  /// Records in the ledger what was landed by hand: the `committed` phase.
  ///
  /// The claim is unsigned, like every claim of a landing: whether it holds is judged. What
  /// `git o8 merge` lands is in the ledger already, and so is most of what comes from a remote;
  /// the rest is recorded here as `sync` would. Returns a sentence on each landing that was
  /// recorded, and on each branch that is protected from now on and does not work yet.
  public func referencesCommitted(
    _ input: [UInt8]
  ) async throws -> (landings: [String], notes: [String]) {
    let lines = try Self.lines(of: input).filter { $0.branch != nil }
    guard !lines.isEmpty else { return ([], []) }
    let governed = try GovernedRepository(try repository())
    let judge = Judge(governed)
    var (landings, notes): ([String], [String]) = ([], [])
    for line in lines {
      guard let short = line.branch, try judge.protects(short),
        let branch = ReferenceName(line.name)
      else { continue }
      defer { rememberStand(of: branch, after: line, judge, governed) }
      guard case .object(let new) = line.new else { continue }
      if line.old == .none, try judge.isUnadopted(branch) {
        notes.append(Unadopted.sentence(branch))
      }
      for landing in try unclaimed(on: branch, line, at: new, judge, governed) {
        try await record(landing, on: branch, judge, governed)
        landings.append(
          "recorded that packet \(landing.packet.short) landed as \(landing.commit.short)")
      }
    }
    return (landings, notes)
  }

  private func unclaimed(
    on branch: ReferenceName, _ line: TransactionLine, at new: ObjectID, _ judge: Judge,
    _ governed: GovernedRepository
  ) throws -> [UnclaimedLanding] {
    guard try judge.remotes(holding: new, on: branch).isEmpty else {
      guard try UnclaimedLandings.areFor(governed.actor(environment: environment)) else {
        return []
      }
      return try UnclaimedLandings(governed: governed, judge: judge).all(on: branch, upTo: new)
    }
    guard let old = try value(before: new, line, governed.repository), old != new else {
      return []
    }
    return try judge.landings(on: branch, from: old, to: new)
  }

  /// What was let in is where the branch belongs from now on: who takes it away unasked is noticed.
  private func rememberStand(
    of branch: ReferenceName, after line: TransactionLine, _ judge: Judge,
    _ governed: GovernedRepository
  ) {
    // While git packs references, writing one of them would have it complain: upkeep names no old
    // value where it names a new one.
    guard case .object(let old) = line.old, line.new != .object(old) else { return }
    // Whoever looks next remembers what could not be written now.
    _ = try? {
      let tip = try governed.repository.target(of: branch)
      if line.new == .none, tip != nil { return }
      let uncovered = try tip.map {
        // What was recorded since this judge was made speaks for it.
        try BranchWatch(governed: governed, judge: Judge(governed)).uncovered(on: branch, at: $0)
      }
      guard uncovered ?? 0 == 0 else { return }
      try BranchStand(governed: governed, judge: judge).remember(branch)
    }()
  }

  /// The old value that git sends is zero whenever the caller named none.
  private func value(
    before new: ObjectID, _ line: TransactionLine, _ repository: Repository
  ) throws -> ObjectID? {
    if case .object(let old) = line.old { return old }
    return try repository.commit(new).parents.first
  }

  private func record(
    _ step: UnclaimedLanding, on branch: ReferenceName, _ judge: Judge,
    _ governed: GovernedRepository
  ) async throws {
    let landed = Landed(step, on: branch)
    let actor = try governed.actor(environment: environment)
    let draft = EventDraft(
      .landed(landed), of: step.packet, tip: step.tip,
      subject: landed.subject(of: step.title),
      stamp: Stamp(actor, at: now()), state: .landed)
    let entries = try await governed.store.append([draft], to: Layout.ledger, .ledger)
    guard let entry = entries.first, let packet = try judge.packet(step.packet) else { return }
    let note = LandingNote(packet: packet, landed: landed, entry: entry.id)
    try await governed.store.annotate([step.commit: note.text], at: now())
  }
}
