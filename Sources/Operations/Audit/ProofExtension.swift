import Git
import Model
import Store
import Trust

/// Goes on from an earlier proof, where nothing that came since can say anything about the steps
/// that it proved: then only those after them are judged.
///
/// Whatever is not plainly about new packets has all of it proved anew; see the decision
/// `RememberedProofs`.
struct ProofExtension {
  private let governed: GovernedRepository
  private let judge: Judge
  private let earlier: EarlierProof
  private let growth: LedgerGrowth

  /// Nil where the ledger or the policy went on in a way that may be about anything.
  init?(
    of earlier: EarlierProof, ledger: [UInt8], in governed: GovernedRepository
  ) throws {
    guard earlier.policy == governed.policies.newest.id, governed.policies.refused == nil,
      let growth = try governed.store.goOn(fromIndex: ledger)
    else { return nil }
    (self.governed, self.earlier, self.growth) = (governed, earlier, growth)
    // Its index is the one that was vouched for.
    judge = Judge(governed)
  }

  /// The index on which a later proof goes on from this one; nil where none may.
  func ledger(for found: Verification) throws -> [UInt8]? {
    try found.isGround(in: growth.now, governed.repository)
      ? governed.store.indexBytes(of: growth.now) : nil
  }

  /// All branches with what came since; nil where something has to be proved anew.
  func verification(of names: [ReferenceName]) throws -> Verification? {
    let known = earlier.branches.map(\.name) + earlier.forgotten.map(\.name)
    guard names == known.sorted(), try isAboutNewPackets(), try judge.policyProblem() == nil,
      try earlier.forgotten.allSatisfy({ branch in
        try isAsItWas(branch.deletion, of: branch.name) && judge.isForgotten(branch)
      })
    else { return nil }
    var branches: [VerifiedBranch] = []
    for branch in earlier.branches {
      guard try isAsItWas(branch.deletion, of: branch.name) else { return nil }
      if branch.deletion != nil {
        // What owners deleted goes on no more.
        guard try judge.stands(branch) else { return nil }
        branches.append(branch)
      } else if let extended = try extended(branch) {
        branches.append(extended)
      } else {
        return nil
      }
    }
    guard try growth.records.allSatisfy({ try isAboutNewStep($0, of: branches) }) else {
      return nil
    }
    let stand = BranchStand(governed: governed, judge: judge)
    for branch in branches where try !stand.problems(of: branch.name).isEmpty { return nil }
    for branch in branches where branch.deletion == nil { try stand.remember(branch.name) }
    var found = Verification(
      repo: governed.policies.repo, policy: earlier.policy, branches: branches, problems: [])
    found.forgotten = earlier.forgotten
    return found
  }

  /// Whether owners have deleted a branch, or not, as they had before.
  private func isAsItWas(_ deletion: DeletionView?, of branch: ReferenceName) throws -> Bool {
    try judge.deletion(of: branch).map(DeletionView.init) == deletion
  }

  /// The kinds of entries that are about one packet and nothing else.
  private static let harmless: Set<EventKind> = [
    .landed, .rejected, .cancelled, .reported, .late,
  ]

  /// Whether all that came to the ledger, and all that is open, is about packets of which the
  /// ledger had said nothing: those that landed in the steps before are among the ones it named.
  private func isAboutNewPackets() throws -> Bool {
    var packets: Set<ObjectID> = []
    for record in growth.records {
      if let kind = record.kind {
        guard Self.harmless.contains(kind), let packet = record.packet else { return false }
        packets.insert(packet)
      }
    }
    let open = try OpenReferences(in: governed.repository)
    return growth.before.packets(among: packets.sorted()).isEmpty
      && open.isApart(from: growth.before, within: growth.now)
  }

  /// Whether an entry claims one of the new steps, or none: a claim on any other may be about an
  /// older step, or about one that is missing.
  private func isAboutNewStep(
    _ record: LedgerRecord, of branches: [VerifiedBranch]
  ) throws -> Bool {
    guard record.kind == .landed else { return true }
    guard let event = try governed.store.entry(record),
      case .landed(let landed) = LedgerBody(event.envelope)
    else { return false }
    return branches.contains { branch in
      branch.name == landed.branch
        && branch.judged.contains { $0.prev == landed.prev && $0.commit == landed.commit }
    }
  }

  /// The branch with its new steps; nil where it did not simply go on.
  private func extended(_ branch: VerifiedBranch) throws -> VerifiedBranch? {
    guard let tip = try judge.value(of: branch.name),
      judge.number(from: branch.start, to: tip), judge.isEarlier(branch.tip, than: tip),
      try judge.remoteValues(of: branch.name).allSatisfy({ value in
        judge.isEarlier(value, than: tip) || judge.isEarlier(branch.tip, than: value)
      }),
      let steps = try judge.history(of: branch.name, from: branch.tip, to: tip)
    else { return nil }
    let after = try judge.verified(branch.name, from: branch.tip, to: tip, steps)
    guard after.steps.allSatisfy({ $0.isCovered && $0.flags.isEmpty && isNew($0) }) else {
      return nil
    }
    return VerifiedBranch(branch, to: tip, by: after.steps)
  }

  /// Whether nothing was known of what landed; a packet lands once.
  private func isNew(_ step: VerifiedStep) -> Bool {
    guard case .admitted(let admitted) = step.finding else { return true }
    return growth.before.records(ofPacket: admitted.packet).isEmpty
  }
}

extension Verification {
  /// Whether a later proof may go on from this one: all that landed did so by the word of the
  /// ledger that it rests on, so that what may speak about it can be told from that ledger alone.
  func isGround(in ledger: LedgerIndex, _ repository: Repository) throws -> Bool {
    guard isProved, try OpenReferences(in: repository).isApart(from: ledger, within: ledger) else {
      return false
    }
    return branches.flatMap(\.judged).allSatisfy { step in
      guard case .admitted(let admitted) = step.finding else { return true }
      return ledger.records(landing: step.commit).contains { $0.packet == admitted.packet }
    }
  }
}

/// What references say beside the ledger: the packets that have any, here or at remotes, and the
/// ledgers of remotes.
private struct OpenReferences {
  private var packets: Set<ObjectID> = []
  private var ledgers: [ObjectID] = []

  init(in repository: Repository) throws {
    for prefix in [Layout.packets, Layout.heads, Layout.remotes] {
      for reference in try repository.references(under: prefix) {
        let name = reference.name
        if Layout.isLedgerSeen(name) { ledgers.append(reference.target) }
        let packet =
          Layout.packet(of: name) ?? Layout.packetSeen(name, under: Layout.packets)
          ?? Layout.packetSeen(name, under: Layout.heads)
        if let packet { packets.insert(packet) }
      }
    }
  }

  /// Whether no packet has references that `named` knows, and no remote's ledger has anything that
  /// `all` has not.
  func isApart(from named: LedgerIndex, within all: LedgerIndex) -> Bool {
    named.packets(among: packets.sorted()).isEmpty && ledgers.allSatisfy(all.contains)
  }
}
