import Git
import Model
import Store
import Trust

/// Something that was cut in half or turned up late.
struct Repair {
  /// What is wrong, with what has to be done about it where that takes more than one command.
  let text: String
  /// What puts it right; empty where a branch has to be brought back first, which is told there.
  let commands: [String]
  /// Whether `verify` says so too: the ledger has what no branch shows.
  let isUnproved: Bool

  init(
    _ text: String, _ commands: [String] = [Self.reconcile], isUnproved: Bool = false
  ) {
    self.text = text
    self.commands = commands
    self.isUnproved = isUnproved
  }

  static let reconcile = "git o8 reconcile"

  /// Each once; what a person does by hand comes before `reconcile`.
  static func commands(of repairs: [Repair]) -> [String] {
    var seen: Set<String> = []
    let all = repairs.flatMap(\.commands).filter { seen.insert($0).inserted }
    return all.filter { $0 != reconcile } + all.filter { $0 == reconcile }
  }
}

/// What was cut in half or turned up late.
struct Repairs {
  let governed: GovernedRepository
  let now: Instant

  func all() throws -> [Repair] {
    let isCut = try governed.repository.target(of: Layout.intent) != nil
    let ids = try governed.repository.references(under: Layout.packets)
      .compactMap { Layout.packet(of: $0.name) }
    let judge = Judge(governed)
    return (isCut ? [Repair("a landing was cut short")] : [])
      + (try ofPackets(ids)) + (try displaced(judge)) + (try ofBranches(judge, ids))
  }

  private func ofPackets(_ ids: [ObjectID]) throws -> [Repair] {
    let book = PacketBook(governed: governed)
    return try governed.store.ledgerIndex().packets(among: ids).sorted().compactMap { id in
      guard let closing = try book.closing(of: id) else { return nil }
      if closing.isFinal {
        return Repair("packet \(id.short) is closed, and its references are still here")
      }
      // What only a push makes final is nothing to put right.
      guard let packet = try book.packet(id), let landing = try book.pendingLanding(of: packet),
        !landing.isHere
      else { return nil }
      let isForAll = landing.command.hasPrefix(Repair.reconcile)
      return Repair(
        "packet \(id.short): \(landing.sentence)",
        isForAll ? [Repair.reconcile] : [landing.command], isUnproved: true)
    }
  }

  /// What lost a race upstream: only whoever sits here may move the branch back.
  private func displaced(_ judge: Judge) throws -> [Repair] {
    try Set(judge.upstreamRemotes()).sorted().flatMap { remote in
      try BranchStandings(governed: governed, judge: judge, remote: remote, now: now)
        .all(present: nil).compactMap { standing -> Repair? in
          guard standing.isToPutRight, let need = standing.need else { return nil }
          return Repair(
            ([need.text] + [need.commands.joined(separator: ", then ")].filter { !$0.isEmpty })
              .joined(separator: ": "), need.commands)
        }
    }
  }

  private func ofBranches(_ judge: Judge, _ open: [ObjectID]) throws -> [Repair] {
    var found: [Repair] = []
    for branch in try judge.governedBranches() where try judge.protects(branch.short) {
      if let deletion = try judge.deletion(of: branch) {
        guard try governed.repository.target(of: branch) != nil else { continue }
        let commands = deletion.commandsDropping(branch, in: judge.place(of: branch))
        found.append(Repair(deletion.sentence(on: branch), commands))
        continue
      }
      let missing = try judge.missingLandings(on: branch).filter { !open.contains($0.packet) }
      // The first that can be made brings the others after it.
      let commands = try missing.compactMap { try judge.commandMaking($0.landed) }.prefix(1)
      found += missing.map { Repair($0.sentence, Array(commands), isUnproved: true) }
      guard let present = try judge.ground(of: branch),
        try judge.truth(of: branch) == present
      else { continue }
      found += try judge.overridesToCarryOut(on: branch, at: present, now: now).map {
        Repair(
          "\(branch.short) was forced to \($0.body.new.short) by \($0.author) and is not there yet",
          isUnproved: $0.body.rewind)
      }
    }
    return found
  }
}

extension BranchStanding {
  /// Where the branch here is to follow a rewind, `BranchStand` says so; where nobody has followed
  /// it, that is an override to carry out.
  fileprivate var isToPutRight: Bool {
    switch relation {
    case .displaced, .overtaken, .rewinding, .outdated: true
    default: false
    }
  }
}
