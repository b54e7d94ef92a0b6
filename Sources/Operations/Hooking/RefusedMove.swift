import Git
import Model
import Trust

/// A move of a protected branch that nothing covers, as a person is told about it.
struct RefusedMove {
  let branch: ReferenceName
  /// The same as `new` where the branch is to be made.
  let old: ObjectID
  let new: ObjectID
  let reasons: [Reason]
  /// The packets that it could be the landing of.
  let packets: [Packet]
  /// The branch that holds the work, where one does.
  var work: ReferenceName?

  /// The step among those the move would bring that a packet covers, where it goes beyond.
  private let covered: ObjectID?
  /// Whether the branch has the new value behind it.
  private let isGoingBack: Bool

  init(
    _ judge: Judge, of branch: ReferenceName, from old: ObjectID, to new: ObjectID,
    _ reasons: [Reason], at stretch: Stretch, work: ReferenceName? = nil
  ) {
    self.branch = branch
    self.old = old
    self.new = new
    self.reasons = reasons
    self.work = work
    // Without a step there is none that a packet could be landing by.
    packets = stretch.prev == stretch.commit ? [] : Self.packets(judge, branch, stretch, reasons)
    isGoingBack = old != new && judge.isEarlier(new, than: old)
    covered =
      reasons.lazy.compactMap { reason in
        guard case .alreadyLanded(_, let commit) = reason, !judge.isEarlier(commit, than: old)
        else { return nil }
        return commit
      }.first
  }

  /// More reasons than this on one screen explain nothing.
  private static let reasonLimit = 8

  private static func packets(
    _ judge: Judge, _ branch: ReferenceName, _ stretch: Stretch, _ reasons: [Reason]
  ) -> [Packet] {
    // Who explains a refusal may fail: the refusal stands without it.
    var ids =
      (try? judge.packetsConcerned(on: branch, from: stretch.prev, to: stretch.commit)) ?? []
    for case .alreadyLanded(let packet, _) in reasons where !ids.contains(packet) {
      ids.append(packet)
    }
    return ids.compactMap { id in try? judge.packet(id).map(judge.standing) }
  }

  /// Another branch whose value the move would bring.
  static func work(
    of branch: ReferenceName, _ new: ObjectID, _ repository: Repository
  ) -> ReferenceName? {
    let parents = (try? repository.commit(new).parents) ?? []
    let heads = [new] + parents.dropFirst()
    let branches = (try? repository.references(under: "refs/heads/")) ?? []
    return branches.first { $0.name != branch && heads.contains($0.target) }?.name
  }

  var message: String {
    var lines = [
      old == new
        ? "\(branch.short) is protected and may not be made at \(new.short)"
        : "\(branch.short) may not move from \(old.short) to \(new.short)"
    ]
    lines += packets.map { "packet \($0.id.short) is \($0.state.rawValue): \($0.title)" }
    var said: Set<String> = []
    let texts = reasons.map(text(of:)).filter { said.insert($0).inserted }
    lines += texts.prefix(Self.reasonLimit)
    return lines.joined(separator: "\n")
  }

  private func text(of reason: Reason) -> String {
    // Nothing has landed yet: the move itself would bring the landing.
    guard let covered, case .alreadyLanded(let packet, covered) = reason else {
      return "\(reason)"
    }
    let presented = "what packet \(packet.short) presents is \(covered.short)"
    guard let lane = packets.first(where: { $0.id == packet })?.lane, work == lane else {
      return "\(presented), and nobody has judged \(covered.short)..\(new.short)"
    }
    return "\(lane.short) is at \(new.short), and \(presented)"
  }

  /// How the change may land after all.
  var remedy: String {
    for reason in reasons {
      switch reason {
      case .notAdopted where old == new: return Unadopted.remedy
      case .noPolicy, .notAdopted: return "an owner adopts the branch with git o8 init"
      case .notOnFirstParentChain where isGoingBack:
        return "only an owner takes back what has landed: git o8 force \(branch.short) "
          + "\(new.short) --rewind --reason TEXT"
      case .policyExpired: return "an owner signs a policy that expires later"
      case .alreadyLanded(let packet, _) where covered != nil:
        return "git o8 gate \(packet.short) hands in what is there now"
      case .alreadyLanded: return "open a packet on what is left with git o8 adopt BRANCH"
      default: continue
      }
    }
    guard let packet = packets.first(where: { $0.state.isOpen }) else {
      return "git o8 adopt \(work?.short ?? "BRANCH") opens a packet on this work"
    }
    let id = packet.id.short
    if let obstacle = packet.obstacle, !obstacle.commands.isEmpty {
      return obstacle.commands.joined(separator: ", then ")
    }
    switch packet.state {
    case .review: return "git o8 verdict \(id) approve, then git o8 merge \(id)"
    case .approved: return "git o8 merge \(id) lands it, or says what is missing"
    default: return "git o8 show \(id) tells what it waits for"
    }
  }
}
