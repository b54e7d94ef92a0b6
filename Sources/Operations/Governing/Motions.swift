import Git
import Model
import Store
import Trust

/// What owners have proposed and not yet carried.
struct Motions {
  let governed: GovernedRepository

  /// Those that neither hold nor were overtaken, the oldest first.
  func pending() throws -> [Motion] {
    let motions = try governed.motions()
    guard !motions.isEmpty else { return [] }
    let carried = try carried()
    return motions.filter { motion in
      if case .policy = motion.body {
        return motion.envelope.parents == [governed.policies.newest.id] && motion.policy != nil
      }
      return !carried.contains(motion.digest)
    }
  }

  /// The texts of adoptions and overrides that are in the ledger.
  private func carried() throws -> Set<Digest> {
    let store = governed.store
    let entries = try store.ledgerIndex().notable()
      .filter { $0.kind == .adopted || $0.kind == .forced }.compactMap { try store.entry($0) }
    return Set(entries.map(\.digest))
  }

  /// Why a motion can be carried no more; nil where it can.
  func obstacle(to motion: Motion) throws -> String? {
    switch motion.body {
    case .policy(let change):
      guard let policy = motion.policy else { return "its text says no policy" }
      let tips = try OwnersHand.tips(for: policy, under: governed)
      let moved = tips.filter { change.tips[$0.key] != $0.value }.keys.sorted().map(\.short)
      guard moved.isEmpty else {
        return
          "\(moved.joined(separator: ", ")) moved since it was proposed; it has to be proposed anew"
      }
      // A server refuses a policy that does not name a ledger with all of these.
      let index = try governed.store.ledgerIndex()
      let known = change.ledger.flatMap { index.record(of: $0) }?.clock ?? 0
      let judge = Judge(governed)
      let isBehind = try index.notable().contains {
        try $0.clock > known && judge.isOwnersWord($0)
      }
      return isBehind
        ? "an adoption or override came since it was proposed; it has to be proposed anew" : nil
    case .adopted(let adopted):
      return try Judge(governed).adoption(of: adopted.branch) == nil
        ? nil : "\(adopted.branch.short) is adopted"
    case .forced(let forced):
      guard try Judge(governed).ground(of: forced.branch) == forced.old else {
        return "\(forced.branch.short) moved since it was proposed"
      }
      guard let place = forced.old ?? forced.new,
        try Judge(governed).epoch(of: forced.branch, at: place) == forced.epoch
      else { return "\(forced.branch.short) was rewound since it was proposed" }
      return nil
    default: return "nobody can sign it"
    }
  }

  func view(_ motion: Motion, for actor: Actor) throws -> MotionView {
    let policy = governed.policy
    let missing = policy.missingOwners(among: motion.signers)
    let obstacle = try obstacle(to: motion)
    let withMine = policy.missingOwners(among: motion.signers.union(actor.keys))
    return MotionView(
      id: motion.digest.hex, kind: motion.envelope.kind, subject: motion.envelope.subject,
      proposer: motion.proposer, at: motion.at,
      signed: motion.signers.compactMap(policy.principal(holding:)).sorted(), missing: missing,
      difference: motion.policy.map { PolicyDifference(from: policy, to: $0) },
      obstacle: obstacle,
      awaitsMe: obstacle == nil && actor.holds(.owner) && withMine < missing)
  }

  /// The only one that waits for somebody's signature, or else for anybody's.
  func motion(for actor: Actor) throws -> Motion {
    let open = try pending().filter { try obstacle(to: $0) == nil }
    let own = try open.filter { try view($0, for: actor).awaitsMe }
    let candidates = own.isEmpty ? open : own
    if candidates.count == 1 { return candidates[0] }
    guard !candidates.isEmpty else {
      throw Problem(.noSuchThing, "nothing waits for owners' signatures")
    }
    let commands = candidates.map {
      MotionView.command(signing: String($0.digest.hex.prefix(7))) + " (\($0.envelope.subject))"
    }
    throw Problem(
      .usage, "several things wait for \(own.isEmpty ? "owners' signatures" : "your signature")",
      hint: commands.joined(separator: ", or "))
  }

  /// The one that a name means: its own digits, or those of the entry that proposed it, by which
  /// `ledger` shows it.
  func motion(named name: String) throws -> Motion {
    let digits = name.lowercased()
    let found = try pending().filter {
      $0.digest.hex.hasPrefix(digits) || $0.entry.hex.hasPrefix(digits)
    }
    guard found.count == 1, name.count >= Self.nameLength else {
      throw Problem(
        .noSuchThing, "nothing that is called \(SafeText.escaped(name)) waits for signatures",
        hint: "git o8 inbox names what does, with the command")
    }
    return found[0]
  }

  /// Fewer digits could be anything.
  private static let nameLength = 4
}
