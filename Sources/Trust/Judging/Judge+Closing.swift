import Git
public import Model
import Store

extension Judge {
  /// What the branch says of a landing that an entry claims: the upstream's branch where there
  /// is one, else the local one.
  public func status(
    of landed: Landed, packet: ObjectID, tip: ObjectID
  ) throws -> LandingStatus {
    // What landed on a branch that owners have deleted has landed all the same.
    guard let present = try truth(of: landed.branch) ?? deletion(of: landed.branch)?.old else {
      return .void
    }
    if parents.holds(landed.commit, before: present) {
      guard try covers(landed, Candidate(packet: packet, tip: tip)) else { return .void }
      return try isUnshared(landed) ? .pending : .confirmed
    }
    // What the branch had before owners deleted it stays, also where they made it again.
    if try isHistory(landed.commit, of: landed.branch) {
      return try covers(landed, Candidate(packet: packet, tip: tip)) ? .confirmed : .void
    }
    // Where the branch left the way to `prev`, or left `prev` itself, it went another way.
    guard let meeting = parents.meeting(of: landed.prev, with: present) else { return .void }
    guard meeting == present else { return .displaced }
    // What went on from a landing that will never be goes with it.
    let lost = try overtaken(on: landed.branch, after: present)
    guard !lost.contains(where: { parents.holds($0, before: landed.prev) }) else {
      return .displaced
    }
    guard try covers(landed, Candidate(packet: packet, tip: tip)) else { return .void }
    // Anybody can claim a landing by the words of yesterday; one that was made stays.
    guard try isPresented(landed.head, of: packet), try wordAgainst(landed) == nil else {
      return .void
    }
    return .pending
  }

  /// Whether the branch follows none, remotes have one of its name, and none of these has the
  /// landing: nobody else can have heard of it.
  private func isUnshared(_ landed: Landed) throws -> Bool {
    let values: [ObjectID]
    if let known = memory.valuesNotFollowed[landed.branch] {
      values = known
    } else {
      values = try upstream(of: landed.branch) == nil ? remoteValues(of: landed.branch) : []
      memory.valuesNotFollowed[landed.branch] = values
    }
    return !values.isEmpty && !values.contains { parents.holds(landed.commit, before: $0) }
  }

  /// Whether a head is what lies before the reviewers, and no later one.
  private func isPresented(_ head: ObjectID, of packet: ObjectID) throws -> Bool {
    let heads = try words(Candidate(packet: packet, tip: nil))?.events.compactMap { event in
      if case .presented(let presented) = EventBody(event.envelope) { presented.head } else { nil }
    }
    return heads?.last.map { $0 == head } ?? true
  }

  /// The closing of a packet that holds; nil where it is open.
  public func closing(of packet: ObjectID) throws -> Closing? {
    if let known = memory.closings[packet] { return known }
    let entries = try ledger().entries(of: packet)
    let winner = Closing.winner(try entries.compactMap(closing))
    memory.closings[packet] = .some(winner)
    return winner
  }

  /// The packet as its events and the ledger have it, archived ones too; nil where no chain that
  /// can be read begins with it.
  public func packet(_ id: ObjectID) throws -> Packet? {
    guard let words = try words(Candidate(packet: id, tip: nil)) else { return nil }
    let events = words.events.map { event in
      let keys = signed(event, 0).keys
      return PacketEvent(
        id: event.id, digest: event.digest, envelope: event.envelope, signers: Set(keys))
    }
    return Packet.fold(events, policy: governed.policy)?.closed(by: try closing(of: id))
  }

  /// The landing that closes the packet once its branch shows it; nil where none is claimed that
  /// holds.
  public func pendingClaim(of packet: Packet) throws -> Landed? {
    guard let closing = packet.closing, case .landed(_, .pending) = closing.claim else {
      return nil
    }
    return try ledger().claims(of: packet.id).first { $0.id == closing.id }?.landed
  }

  /// What was said of the packet and a landing had not seen, so that it is not to be made; nil
  /// where nothing was.
  public func wordAgainst(_ landed: Landed) throws -> String? {
    let ruling = try ruling(
      on: landed.branch, from: landed.prev, to: landed.commit, present: landed.prev, now: nil)
    return ruling.firstUnseen.map { "\($0.flag)" }
  }

  /// What a packet is called, without asking what it adds up to; nil where nobody knows it.
  public func title(of packet: ObjectID) throws -> String? {
    guard let words = try words(Candidate(packet: packet, tip: nil)) else { return nil }
    let titles = words.events.compactMap { event -> String? in
      switch EventBody(event.envelope) {
      case .opened(let work), .edited(let work): work.title
      default: nil
      }
    }
    return titles.last
  }

  /// Whether any entry closes the packet that claims no landing; of which one holds nothing is said.
  func isClosedWithoutLanding(_ packet: ObjectID) throws -> Bool {
    try ledger().entries(of: packet).contains { entry in
      switch entry.body {
      case .rejected, .cancelled, .reported: try mayClose(entry)
      default: false
      }
    }
  }

  private func closing(_ entry: LedgerEntry) throws -> Closing? {
    let claim: Closing.Claim
    switch entry.body {
    case .rejected: claim = .rejected
    case .cancelled: claim = .cancelled
    case .reported: claim = .reported
    case .landed(let landed):
      guard let packet = entry.packet, let tip = entry.event.tip else { return nil }
      claim = .landed(
        commit: landed.commit, try status(of: landed, packet: packet, tip: tip))
    case .forced, .breach, .policy, .adopted, .late, .proposed, .cosigned, .unknown: return nil
    }
    if case .landed = claim {} else if try !mayClose(entry) { return nil }
    let envelope = entry.event.envelope
    return Closing(
      id: entry.id, claim: claim, clock: envelope.clock, author: envelope.author,
      at: envelope.at)
  }

  /// Whether policy leaves such a closing to everybody, or its signer held the role under any
  /// policy: what is closed stays closed when roles change.
  private func mayClose(_ entry: LedgerEntry) throws -> Bool {
    let kind = entry.event.envelope.kind
    let command = [EventKind.cancelled: "cancel", .rejected: "reject", .reported: "report"][kind]
    return try governance().versions.contains { version in
      let may = version.policy.may
      guard let roles = may[kind.text] ?? command.flatMap({ may[$0] }) else { return true }
      let entry = signed(entry.event, 0)
      guard entry.isByAuthor(in: version.policy) else { return false }
      let held = version.policy.principals[entry.author]?.roles ?? []
      return !held.isDisjoint(with: roles)
    }
  }

  /// Whether the step that a claim names satisfies the rule by the packet's own evidence.
  func isSatisfied(_ claim: LandingClaim) throws -> Bool {
    if let known = memory.satisfied[claim.id] {
      // Asked while it is being found out: what rests on itself does not count.
      return known ?? false
    }
    memory.satisfied[claim.id] = .some(nil)
    let answer = try covers(claim.landed, Candidate(packet: claim.packet, tip: claim.tip))
    memory.satisfied[claim.id] = .some(answer)
    return answer
  }

  func covers(_ landed: Landed, _ candidate: Candidate) throws -> Bool {
    guard landed.prev != landed.commit, parents.holds(landed.prev, before: landed.commit) else {
      return false
    }
    let stretch = Stretch(prev: landed.prev, commit: landed.commit)
    do {
      let step = owned(
        try stepCase(landed.branch, stretch, [candidate], landedBy: nil, overrides: []))
      guard let jurisdiction = step.jurisdiction else { return false }
      let ruling = Admission(jurisdiction).judge(step: step.step, by: step.evidence)
      if case .admitted = ruling { return true }
    } catch is GitError {
      // Objects of the claim that are not here prove nothing.
    }
    return false
  }

  /// The commit by which the packet has landed on the branch up to `value`, or upstream.
  func landing(
    of packet: ObjectID, on branch: ReferenceName, upTo value: ObjectID
  ) throws -> ObjectID? {
    let claims = try ledger().claims(of: packet).filter { $0.landed.branch == branch }
    guard !claims.isEmpty else { return nil }
    let upstream = try truth(of: branch)
    let ends = [value] + (upstream.map { [$0] } ?? [])
    for end in ends {
      let commits = try claims.filter { claim in
        try parents.holds(claim.landed.commit, before: end) && isSatisfied(claim)
      }.map(\.landed.commit)
      // The first on the chain: a packet lands once.
      let first = commits.first { commit in
        commits.allSatisfy { parents.holds(commit, before: $0) }
      }
      if let first { return first }
    }
    return nil
  }

  /// The value that decides what has landed: the upstream's where the branch has one, and what a
  /// remote was seen to have where the branch is not here at all.
  public func truth(of branch: ReferenceName) throws -> ObjectID? {
    if let upstream = try upstream(of: branch),
      let value = try repository.target(of: upstream.tracking)
    {
      return value
    }
    return try repository.target(of: branch) ?? remoteValues(of: branch).first
  }

  /// Where the branch goes by this clone's configuration; nil where it goes nowhere. A remote
  /// that landings go to comes before one that the branch merely follows.
  public func upstream(of branch: ReferenceName) throws -> Upstream? {
    let followed = try repository.config("branch.\(branch.short).remote")
    if let remote = try landRemote(), followed != remote {
      return Upstream(of: branch, at: remote)
    }
    guard let remote = followed,
      let merge = try repository.config("branch.\(branch.short).merge"),
      let name = ReferenceName(merge), name.isBranch, remote != ".",
      let tracking = ReferenceName("refs/remotes/\(remote)/\(name.short)")
    else { return nil }
    return Upstream(remote: remote, branch: name, tracking: tracking)
  }
}

/// The branch of a remote that a branch of this clone follows.
public struct Upstream: Hashable, Sendable {
  public let remote: String
  /// Its name at the remote.
  public let branch: ReferenceName
  /// What the last fetch or push saw of it.
  public let tracking: ReferenceName

  public init(remote: String, branch: ReferenceName, tracking: ReferenceName) {
    self.remote = remote
    self.branch = branch
    self.tracking = tracking
  }

  /// The branch of the same name; nil where the remote's name fits no reference.
  public init?(of branch: ReferenceName, at remote: String) {
    guard let tracking = ReferenceName("refs/remotes/\(remote)/\(branch.short)") else { return nil }
    self.init(remote: remote, branch: branch, tracking: tracking)
  }

  /// Such as `origin/main`.
  public var short: String { "\(remote)/\(branch.short)" }
}
