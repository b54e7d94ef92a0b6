import Git
import Model
import Store

/// How far to look for packets that may have landed by a step.
enum Search {
  /// What the ledger claims, what was handed in for packets, what the commit's message says.
  case claimsAndHeads
  /// Every packet's verdicts besides: a squash names nobody, and its head may be gone.
  case everyPacket
}

extension Judge {
  /// Archived packets that a search goes through, the latest first: an end, so that no hook hangs.
  static let archiveLimit = 2000

  /// The packets that may have landed by the step, claimed ones first. What it changes is read
  /// only where nothing else tells.
  func candidates(for step: StepFacts, by search: Search) throws -> [Candidate] {
    var found: [Candidate] = []
    func add(_ candidate: Candidate) { if !found.contains(candidate) { found.append(candidate) } }
    for claim in try ledger().claims(on: step.commit) where claim.landed.branch == step.branch {
      add(Candidate(packet: claim.packet, tip: claim.tip))
    }
    let claimed = found
    for candidate in claimed where try tips(of: candidate.packet) != [candidate.tip] {
      add(Candidate(packet: candidate.packet, tip: nil))
    }
    // Where the first claim holds, there is nothing to look for.
    if search == .claimsAndHeads, try claimed.isEmpty == false && isSatisfied(step) {
      return found
    }
    for packet in try hinted(by: step) { add(Candidate(packet: packet, tip: nil)) }
    guard search == .everyPacket else { return found }
    let policy = try policyInForce(on: step.branch, at: step.prev)?.policy
    for candidate in try verdicts().candidates(for: step, policy) {
      guard !found.contains(candidate), let words = try words(candidate),
        try words.verdicts.contains(where: { try covers($0.body, step, policy) })
      else { continue }
      add(candidate)
    }
    return found
  }

  private func isSatisfied(_ step: StepFacts) throws -> Bool {
    try ledger().claims(on: step.commit).contains { claim in
      try claim.landed.branch == step.branch && isSatisfied(claim)
    }
  }

  private func hinted(by step: StepFacts) throws -> [ObjectID] {
    var packets: [ObjectID] = []
    for head in step.parents.dropFirst() + [step.commit] {
      packets += try self.packets(holdingHead: head)
    }
    let message = (try? repository.commit(step.commit).message) ?? ""
    for line in message.split(separator: "\n").suffix(Self.trailerLimit) {
      guard line.hasPrefix(Self.trailer) else { continue }
      packets += [ObjectID(line.dropFirst(Self.trailer.count))].compactMap { $0 }
    }
    return packets
  }

  private static let trailer = "O8-Packet: "
  /// Lines at a message's end among which a trailer is looked for.
  private static let trailerLimit = 32

  /// What the verdicts of all open packets, and of those that were closed last, are about.
  private func verdicts() throws -> VerdictIndex {
    if let known = memory.shelf.verdicts { return known }
    var index = VerdictIndex()
    for packet in try openPackets() + archivedPackets() {
      let candidate = Candidate(packet: packet, tip: nil)
      guard let words = try words(candidate), !words.verdicts.isEmpty else { continue }
      index.insert(candidate, words.verdicts.map(\.body))
    }
    memory.shelf.verdicts = index
    return index
  }

  /// Closed packets without a landing, the latest first: those that landed name their step.
  private func archivedPackets() throws -> [ObjectID] {
    try ledger().archive(without: Set(try openPackets()), limit: Self.archiveLimit)
  }

  /// Whether a verdict could speak for the step, before anything is judged.
  private func covers(
    _ verdict: Verdict, _ step: StepFacts, _ policy: Policy?
  ) throws -> Bool {
    guard verdict.branch == step.branch, !step.forms(of: verdict.proposal).isEmpty else {
      return false
    }
    if verdict.head == step.commit || step.parents.contains(verdict.head) { return true }
    if verdict.base == step.prev { return verdict.tree == step.tree }
    guard let policy, policy.carry == .disjoint, policy.landing.contains(.squash),
      parents.holds(verdict.base, before: step.prev)
    else { return false }
    let whole = try facts(step.branch, Stretch(prev: step.prev, commit: step.commit))
    return approved(by: verdict.proposal, as: whole) == whole.changes
  }
}
