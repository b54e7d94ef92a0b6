import Git
import Model
import Store
import Trust

extension Syncing {
  /// Joins what was fetched with what is here: first what decides how the rest is read.
  mutating func take() async throws {
    (apart, sound, touched) = ([], [], [])
    for found in lost {
      try setApart(
        found.name, found.tip,
        "\(remote.name) cannot send it: \(found.reason) (git fsck there tells what is lost or "
          + "spoilt; what is spoilt has to be removed there first)")
    }
    try await takePolicy()
    try await takeLedger()
    try await withdrawUntimelyPolicy()
    renewJudge()
    closed = try closedForGood()
    for (name, fetched) in there.sorted(by: { $0.key < $1.key })
    where here[name] != fetched && !apart.contains(name) {
      try await take(name, fetched)
    }
    try await governed.advancePins()
    try point(.taken)
  }

  /// The packets among those with references here or there that nothing will open again.
  func closedForGood() throws -> Set<ObjectID> {
    let ids = Set((Array(here.keys) + there.keys).compactMap(Layout.packet(of:)))
    let known = try store.ledgerIndex().packets(among: ids.sorted())
    return try known.filter { try judge.closing(of: $0)?.isFinal ?? false }
  }

  private mutating func takeLedger() async throws {
    guard let fetched = there[Layout.ledger], here[Layout.ledger] != fetched,
      !apart.contains(Layout.ledger)
    else { return }
    var (new, foreign): ([LedgerRecord], [ObjectID]) = ([], [])
    let store = store
    try await meet(Layout.ledger, .ledger, fetched) { ours throws(GitError) in
      let meeting = try store.meetLedger(ours: ours, fetched: fetched)
      (new, foreign) = (meeting.new, meeting.foreign)
      guard let tip = meeting.tip else {
        return .strange(StrangeChain(tip: fetched, reason: "nothing in it is an entry"))
      }
      return .met(tip: tip)
    }
    report.entriesThatCame += new.count { $0.kind != nil }
    for record in new where record.kind == .landed {
      if let packet = record.packet { claimed.insert(packet) }
    }
    let odd = foreign + new.filter { $0.kind == nil && !$0.isJoin }.map(\.id)
    for id in odd.prefix(Self.inertLimit) {
      let reason = try store.flaw(.ledger, of: id) ?? "it does not follow from what is before it"
      report.remarks.append("\(id.short) in the ledger counts for nothing: \(reason)")
    }
    if odd.count > Self.inertLimit {
      report.remarks.append(
        "\(odd.count - Self.inertLimit) more commits of the ledger count for nothing")
    }
  }

  private mutating func take(_ name: ReferenceName, _ fetched: ObjectID) async throws {
    let store = store
    switch SharedName(name) {
    case .policy, .ledger: return
    case .packet(let id):
      // What turns up of a closed packet is recorded as late instead.
      guard !closed.contains(id) else { return }
      var inert: [(id: ObjectID, reason: String)] = []
      let before = here[name]
      try await meet(name, .packet, fetched) { ours throws(GitError) in
        let met = try store.meet(.packet, of: id, ours: ours, fetched: fetched)
        inert = met.inert
        return met.meeting
      }
      // One that is new here was told of by whoever closed it.
      if before != nil, here[name] != before { touched.insert(id) }
      report.remarks += inert.prefix(Self.inertLimit).map {
        "\($0.id.short) in packet \(id.short) counts for nothing: \($0.reason)"
      }
    case .heads(let id):
      guard !closed.contains(id) else { return }
      try await meet(name, .heads, fetched) { ours throws(GitError) in
        try store.meetHeads(ours: ours, fetched: fetched)
      }
    case .brain:
      try await meet(name, .brain, fetched) { ours throws(GitError) in
        try store.meet(.brain, of: nil, ours: ours, fetched: fetched).meeting
      }
    case .hints: try await takeHints(name, fetched)
    case .data, nil:
      apart.insert(name)
      quarantine(name, fetched, "no reference of o8's is called so", kept: nil)
    }
  }

  /// Commits of one packet that are told of, of which somebody could push thousands.
  private static let inertLimit = 3

  /// Each has one writer: whoever is further on has it from there.
  private mutating func takeHints(_ name: ReferenceName, _ fetched: ObjectID) async throws {
    let repository = repository
    guard try repository.kind(of: fetched) == .commit else {
      return try setApart(name, fetched, "it is no commit")
    }
    try await meet(name, .hints, fetched) { ours throws(GitError) in
      guard let ours, try !repository.isAncestor(ours, of: fetched) else {
        return .met(tip: fetched)
      }
      return try repository.isAncestor(fetched, of: ours)
        ? .met(tip: ours) : .strange(StrangeChain(tip: fetched, reason: "two clones wrote it"))
    }
  }

  /// Moves a reference to where it meets what was fetched; again where another moved it meanwhile.
  private mutating func meet(
    _ name: ReferenceName, _ subject: SyncReport.Change.Subject, _ fetched: ObjectID,
    _ meeting: (_ ours: ObjectID?) throws(GitError) -> Meeting
  ) async throws {
    for _ in 0..<Limits.appendAttempts {
      let ours = try repository.target(of: name)
      switch try meeting(ours) {
      case .strange(let strange):
        return try setApart(name, strange.tip, strange.reason, isOurs: strange.tip == ours)
      case .met(let tip):
        sound.insert(name)
        here[name] = ours
        guard tip != ours else { return }
        do throws(GitError) {
          try repository.move(name, from: ours, to: tip)
        } catch {
          guard error.meansSomeoneWasFirst else { throw error }
          continue
        }
        moved(name, subject, from: ours, to: tip)
        return try point(.chainMoved)
      }
    }
    throw Problem(
      .stale, "cannot move \(name): others were first \(Limits.appendAttempts) times",
      hint: "repeat the command")
  }

  /// Moves a reference from what it was seen to hold here.
  mutating func move(
    _ name: ReferenceName, _ subject: SyncReport.Change.Subject, to tip: ObjectID
  ) async throws {
    let ours = here[name]
    try repository.move(name, from: ours, to: tip)
    moved(name, subject, from: ours, to: tip)
  }

  private mutating func moved(
    _ name: ReferenceName, _ subject: SyncReport.Change.Subject, from old: ObjectID?,
    to new: ObjectID
  ) {
    here[name] = new
    isJudgeStale = true
    report.came.append(
      SyncReport.Change(
        subject: subject, name: name, packet: Layout.packet(of: name), old: old, new: new))
  }

  /// Leaves a reference as it is, here and there, and keeps what is wrong where a person can look
  /// at it.
  mutating func setApart(
    _ name: ReferenceName, _ tip: ObjectID, _ reason: String, isOurs: Bool = false
  ) throws {
    apart.insert(name)
    var kept: ReferenceName?
    if !isOurs, repository.contains(tip), let aside = Layout.quarantine(name, tip) {
      if try repository.target(of: aside) == nil { try repository.move(aside, from: nil, to: tip) }
      kept = aside
    }
    quarantine(name, tip, reason, isOurs: isOurs, kept: kept)
  }

  private mutating func quarantine(
    _ name: ReferenceName, _ tip: ObjectID, _ reason: String, isOurs: Bool = false,
    kept: ReferenceName?
  ) {
    let found = SyncReport.Quarantined(
      name: name, tip: tip, reason: reason, kept: kept, isOurs: isOurs)
    if !report.quarantined.contains(found) { report.quarantined.append(found) }
  }
}

extension SharedName {
  var subject: SyncReport.Change.Subject {
    switch self {
    case .policy: .policy
    case .ledger: .ledger
    case .brain: .brain
    case .packet: .packet
    case .heads: .heads
    case .hints: .hints
    case .data: .data
    }
  }
}
