import Git
import Model
import Store
import Trust

/// What the remote lacks, each from exactly what it was seen to hold.
struct SyncPlan {
  var evidence: [ReferenceMove] = []
  /// What is closed for good.
  var removals: [ReferenceMove] = []
  var branches: [ReferenceMove] = []

  var isEmpty: Bool { evidence.isEmpty && removals.isEmpty && branches.isEmpty }

  /// Names and values are arguments of git; so many fit for sure.
  static let batchSize = 2000

  /// In this order, so that whatever is cut behind any of them leaves nothing unproved or lost:
  /// packets before the ledger that closes them, that before anything is deleted, and branches at
  /// the end. Where the remote can, what fits goes as one.
  func batches(_ form: PushForm) -> [[ReferenceMove]] {
    let isDecisive = { (move: ReferenceMove) in
      move.name == Layout.policy || move.name == Layout.ledger
    }
    let bulk = evidence.filter { !isDecisive($0) }
    let decisive = evidence.filter(isDecisive)
    let parts = [bulk, decisive, removals, branches]
    if form == .atomic, parts.map(\.count).reduce(0, +) <= Self.batchSize {
      return [parts.flatMap { $0 }]
    }
    if form == .oneByOne { return parts.flatMap(Self.chunks) }
    // What decides goes as one with what it decides about, as far as that fits.
    let rest = Self.chunks(removals)
    return Self.chunks(bulk) + [decisive + branches + (rest.first ?? [])] + rest.dropFirst()
  }

  private static func chunks(_ moves: [ReferenceMove]) -> [[ReferenceMove]] {
    stride(from: 0, to: moves.count, by: batchSize).map {
      Array(moves[$0..<min($0 + batchSize, moves.count)])
    }
  }
}

extension Syncing {
  mutating func plan() throws -> SyncPlan {
    var plan = SyncPlan()
    lazy var strangers = there.keys.filter { SharedName($0) == nil }.sorted()
    for (name, tip) in here.sorted(by: { $0.key < $1.key }) where there[name] != tip {
      guard try isFit(name, tip) else { continue }
      if there[name] == nil, let obstacle = Self.obstacle(to: name, among: strangers) {
        tell(of: obstacle, inTheWayOf: name)
        continue
      }
      plan.evidence.append(ReferenceMove(name, from: there[name], to: tip))
    }
    for id in closed.sorted() {
      for name in [Layout.packet(id), Layout.heads(id)] {
        guard let tip = there[name], !apart.contains(name) else { continue }
        plan.removals.append(ReferenceMove(name, from: tip, to: nil))
      }
    }
    // Where the ledger does not go, a branch would be there without its proof.
    guard sendsBranches, !apart.contains(Layout.ledger) else { return plan }
    plan.branches = try standings().compactMap(\.wanted) + deletions()
    return plan
  }

  /// What a remote has that keeps it from ever having `name`: a directory of that name, or a
  /// reference where it needs one. Names that are shared have a fixed depth, so only others can.
  private static func obstacle(
    to name: ReferenceName, among strangers: [ReferenceName]
  ) -> ReferenceName? {
    strangers.first {
      $0.text.hasPrefix(name.text + "/") || name.text.hasPrefix($0.text + "/")
    }
  }

  /// The rest is shared; else one such name would stop everybody.
  private mutating func tell(of obstacle: ReferenceName, inTheWayOf name: ReferenceName) {
    let tip = there[obstacle].map { ":\($0)" } ?? ""
    let need = SyncReport.Need(
      text: "\(obstacle) stands in the way of \(name) at \(remote.name), which lacks it so long",
      commands: ["git push --force-with-lease=\(obstacle)\(tip) \(remote.name) :\(obstacle)"])
    if !report.needs.contains(need) { report.needs.append(need) }
  }

  func standings() throws -> [BranchStanding] {
    // A policy that has just come may protect more than was asked for: that is as it was seen last.
    let unasked = try repository.references(under: "refs/heads/").map(\.name)
      .filter { !branchesAsked.contains($0) }
    return try BranchStandings(
      governed: governed, judge: judge, remote: remote.name, now: workspace.now()
    ).all(present: branchesThere.union(unasked))
  }

  /// Whether what is here may be sent: only what every reader will take.
  private mutating func isFit(_ name: ReferenceName, _ tip: ObjectID) throws -> Bool {
    guard !apart.contains(name), let shared = SharedName(name) else { return false }
    let strange: StrangeChain?
    switch shared {
    case .policy: return sendsPolicy && governed.policies.refused == nil
    case .ledger: return true
    case .packet(let id), .heads(let id):
      if closed.contains(id) { return false }
      if sound.contains(name) { return true }
      if case .packet = shared {
        strange = try store.strangeness(of: tip, .packet, of: id)
      } else if case .strange(let found) = try store.meetHeads(ours: nil, fetched: tip) {
        strange = found
      } else {
        strange = nil
      }
    case .brain:
      strange =
        sound.contains(name) ? nil : try store.strangeness(of: tip, .brain, of: nil)
    case .hints: return true
    case .data: return false
    }
    guard let strange else {
      sound.insert(name)
      return true
    }
    try setApart(name, tip, strange.reason, isOurs: true)
    return false
  }

  /// Sends the plan; what was accepted before a refusal stays there.
  mutating func send(_ plan: SyncPlan) async throws -> PushAnswer {
    for batch in plan.batches(form) {
      let answer = try await remote.push(batch, form, from: governed.location)
      guard answer == .accepted else { return answer }
      try point(.pushed)
      try await note(batch)
      try point(.noted)
    }
    return .accepted
  }

  /// Whether the remote, as it was just seen, has something else than was there for a push to move,
  /// and not what that push was to bring either.
  func haveOthersMoved(_ moves: [ReferenceMove]) throws -> Bool {
    try moves.contains { move in
      let seen =
        move.name.isBranch
        ? try Layout.tracked(remote.name, move.name).flatMap(repository.target(of:))
        : there[move.name]
      return seen != move.old && seen != move.new
    }
  }

  /// Remembers what the remote has now. What is not written is seen by the next fetch.
  mutating func note(_ batch: [ReferenceMove]) async throws {
    isJudgeStale = true
    for move in batch {
      let isBranch = move.name.isBranch
      let tracking =
        isBranch
        ? Layout.tracked(remote.name, move.name) : Layout.remote(remote.name, move.name)
      if let tracking, let seen = try? repository.target(of: tracking) ?? nil, seen == move.new {
        // git has done so already.
      } else if let tracking {
        let seen = try? repository.target(of: tracking)
        try? repository.move(tracking, from: seen ?? nil, to: move.new)
      }
      if !isBranch {
        there[move.name] = move.new
      } else if move.new == nil {
        branchesThere.remove(move.name)
      } else {
        branchesThere.insert(move.name)
      }
      report.went.append(
        SyncReport.Change(
          subject: isBranch ? .branch : SharedName(move.name)?.subject ?? .hints,
          name: move.name, packet: Layout.packet(of: move.name), old: move.old, new: move.new))
      if move.name == Layout.policy { try await share(governed.policies.newest.id) }
    }
  }

  /// The packets that landed here by steps that the remote's branches do not have.
  func claimedOnLostBranches() throws -> Set<ObjectID> {
    var lost: Set<ObjectID> = []
    for standing in try standings() {
      if case .displaced(let packets) = standing.relation { lost.formUnion(packets) }
    }
    return lost
  }
}

extension BranchStanding {
  /// The move at the remote that `sync` makes; nil where it makes none. What lies behind a rewind
  /// follows when that was taken in.
  var wanted: ReferenceMove? {
    switch relation {
    case .ahead, .absent: ReferenceMove(branch, from: there, to: value)
    case .rewinding(let rewind): ReferenceMove(branch, from: there, to: rewind.new)
    case .equal, .gone, .unfit, .overtaken, .stranded, .behind, .rewound, .outdated, .deleted,
      .displaced,
      .unrelated,
      .unshared:
      nil
    }
  }
}
