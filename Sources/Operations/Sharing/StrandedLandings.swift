import Git
import Model
import Store
import Trust

/// What landed here under a policy that `sync` has set aside since: nobody did anything wrong, but
/// the policy that was first does not let it in as it is.
struct StrandedLandings: Hashable {
  struct Landing: Hashable {
    let packet: ObjectID
    let isCovered: Bool
  }

  let branch: ReferenceName
  /// What the branch follows, which is at the value before the first of them.
  let upstream: Upstream
  /// The policy that let the first one in.
  let policy: ObjectID
  /// All that landed here and not upstream, the oldest first.
  let landings: [Landing]
  /// Whether they are covered where they are as soon as they are approved again.
  let isApprovalEnough: Bool
  let place: BranchPlace

  /// One sentence without its full stop.
  var sentence: String {
    let open = landings.filter { !$0.isCovered }.map(\.packet.short)
    let names = (open.count == 1 ? "packet " : "packets ") + open.joined(separator: ", ")
    let lacks = open.count == 1 ? "it needs" : "each needs"
    return
      "\(names) landed on \(branch.short) here under the policy \(policy.short), which never was "
      + "\(upstream.remote)'s: under the one in force \(lacks) "
      + (isApprovalEnough ? "a new approval" : "to land again")
  }

  /// What to run, in this order; at the end the branch is where it is shared.
  var commands: [String] {
    let next =
      isApprovalEnough
      ? landings.filter { !$0.isCovered }.map { Self.approval(of: $0.packet) }
      : [wayBack]
        + landings.flatMap { ["git o8 gate \($0.packet.short)", Self.approval(of: $0.packet)] }
    return next + ["git o8 sync \(ShellWord.quoted(upstream.remote))"]
  }

  private static func approval(of packet: ObjectID) -> String {
    "git o8 verdict \(packet.short) approve --merge"
  }

  /// To a value that the remote has, so that the hooks let it; changed files stay as they are.
  private var wayBack: String {
    place.command(taking: branch, to: ShellWord.quoted(upstream.short))
  }
}

extension Judge {
  /// What landed on a branch of this clone under a policy that was set aside; nil where there is
  /// nothing of it, and where something else is not covered besides.
  func strandedLandings(on branch: ReferenceName) throws -> StrandedLandings? {
    guard let upstream = try upstream(of: branch), upstream.branch == branch,
      let here = try repository.target(of: branch),
      let there = try repository.target(of: upstream.tracking), there != here,
      isEarlier(there, than: here),
      let steps = try history(
        of: branch, from: start(of: branch, from: there, to: here), to: here)
    else { return nil }
    let open = steps.filter { !$0.isCovered }
    let reasons = open.flatMap(\.finding.reasons)
    guard let first = open.first?.finding.policySetAside,
      open.allSatisfy({ $0.finding.policySetAside != nil })
    else { return nil }
    var landings: [StrandedLandings.Landing] = []
    for step in steps {
      guard let packet = try packet(landing: step, on: branch) else { return nil }
      landings.append(StrandedLandings.Landing(packet: packet, isCovered: step.isCovered))
    }
    return StrandedLandings(
      branch: branch, upstream: upstream, policy: first, landings: landings,
      isApprovalEnough: reasons.allSatisfy(\.isOfApproval), place: place(of: branch))
  }

  private func packet(landing step: HistoryStep, on branch: ReferenceName) throws -> ObjectID? {
    if case .admitted(let admitted) = step.finding { return admitted.packet }
    return try packetsConcerned(on: branch, from: step.stretch.prev, to: step.stretch.commit).first
  }
}

extension HistoryStep.Finding {
  fileprivate var reasons: [Reason] {
    switch self {
    case .admitted, .forced: []
    case .unproved(let reasons), .breach(let reasons): reasons
    }
  }

  /// The policy that let the step in here and was set aside; nil where none did.
  fileprivate var policySetAside: ObjectID? {
    reasons.lazy.compactMap { if case .landedUnder(let policy) = $0 { policy } else { nil } }.first
  }
}

extension Reason {
  /// Whether a new approval of the same work does away with it.
  fileprivate var isOfApproval: Bool {
    switch self {
    case .landedUnder, .missing, .unapproved, .ownerMissing, .ownersMissing,
      .voided(_, .unknownPolicy):
      true
    default: false
    }
  }
}
