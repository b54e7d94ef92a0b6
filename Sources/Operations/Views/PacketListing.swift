import Git
public import Model
import Store
import Trust

/// A packet on one line of a listing.
public struct ListedPacket: Hashable, Sendable {
  public let id: ObjectID
  public let title: String
  public let state: PacketState
  /// When its last event was written.
  public let touched: Instant
  /// Why it waits, or what its landing lacks, where its events were read.
  public var note: String?
}

/// The packets that were asked for, the one touched last first.
public struct PacketList: Hashable, Sendable {
  public var packets: [ListedPacket] = []
  /// Those that cannot be read; whatever states were asked for, they could be in one of them.
  public var damaged: [DamagedPacket] = []
  /// Whether open ones are listed as the last writer of each believed, and not as their events
  /// add up.
  public var isBelieved = false
  /// What everybody should know, a sentence each: a policy that has ended, a branch that is behind.
  public var warnings: [String] = []
  /// How many closed ones there are, counted where nothing is listed and none were asked for.
  public var closed = 0
}

/// Which packets a listing has.
public struct ListFilter: Hashable, Sendable {
  /// Empty for every state.
  public var states: Set<PacketState>
  /// Whether closed packets are wanted too.
  public var includesClosed: Bool

  public init(states: Set<PacketState> = [], includesClosed: Bool = false) {
    self.states = states
    self.includesClosed = includesClosed || states.contains { !$0.isOpen }
  }

  func takes(_ state: PacketState) -> Bool {
    if !states.isEmpty { return states.contains(state) }
    return includesClosed || state.isOpen
  }
}

extension Workspace {
  /// Where there are many, open ones are listed by what the last writer of each believed, with
  /// the titles that they were opened with; but the newest that are in review or approved as they
  /// stand.
  public func packets(_ filter: ListFilter = ListFilter()) throws -> PacketList {
    let governed = try governed()
    var list = try PacketListing(governed: governed, book: PacketBook(governed: governed))
      .packets(filter)
    list.warnings = try listWarnings(governed)
    return list
  }

  /// What keeps all that is listed from landing.
  ///
  /// Asked of the branches that the newest policy names alone: a look at all references would take
  /// as long as the listing.
  private func listWarnings(_ governed: GovernedRepository) throws -> [String] {
    let judge = Judge(governed)
    let ended = governed.policy.expires.start <= now()
    let branches = governed.policies.newest.change.tips.keys.sorted()
      .filter { governed.policy.protects($0.short) }
    return [ended ? governed.policy.expiryWarning(at: now()) : nil].compactMap { $0 }
      + (try branches.compactMap { branch in
        if let outrun = try judge.outrun(branch) { return outrun.sentence }
        guard let missing = try judge.missing(branch), !missing.isDeleted, missing.seen == nil
        else { return nil }
        return missing.warning
      })
  }

  /// The same as they really stand, which takes reading all their events, with the path of each
  /// lane's worktree.
  public func packetsInFull(
    _ filter: ListFilter = ListFilter()
  ) async throws -> (reports: [PacketReport], damaged: [DamagedPacket]) {
    let governed = try governed()
    let book = PacketBook(governed: governed)
    let worktrees = try location.linkedWorktrees()
    let list = try PacketListing(governed: governed, book: book).packets(filter, isExact: true)
    let reports = try list.packets.compactMap { listed -> PacketReport? in
      guard let packet = try book.packet(listed.id) else { return nil }
      var report = PacketReport(
        packet, worktree: LaneSurroundings.worktree(of: packet, among: worktrees))
      report.landing = try book.pendingLanding(of: packet)
      report.unheld = try book.unheldLanding(of: packet)
      return report
    }
    return (reports, list.damaged)
  }
}

struct PacketListing {
  let governed: GovernedRepository
  let book: PacketBook

  /// Up to so many open packets are read in full: it takes no longer than a glance.
  private static let exactLimit = 32

  func packets(_ filter: ListFilter, isExact: Bool = false) throws -> PacketList {
    let references = try governed.repository.references(under: Layout.packets)
    let tips: [(id: ObjectID, tip: ObjectID)] = references.compactMap { reference in
      Layout.packet(of: reference.name).map { ($0, reference.target) }
    }
    let index = try governed.store.ledgerIndex()
    let known = index.packets(among: tips.map(\.id))
    let hints = PacketHints(governed: governed, book: book)
    let readsAll = isExact || tips.count <= Self.exactLimit
    var list = PacketList()
    list.packets.reserveCapacity(tips.count)
    let unreadable = governed.repository
      .damagedReferences(under: Layout.packets, besides: references)
      .compactMap { Layout.packet(of: $0.name) }
    list.damaged = unreadable.map { DamagedPacket($0, in: governed) }
    for (id, tip) in tips where readsAll || known.contains(id) {
      list.take(try hints.truth(id, tip), id, filter, governed)
    }
    if !readsAll {
      list.isBelieved = true
      let glances = governed.store.glances(at: tips)
      let acted = Self.actedOn(glances)
      for (tip, glance) in zip(tips, glances) where !known.contains(tip.id) {
        let believed = acted.contains(tip.id) ? nil : glance.map(ListedPacket.init)
        list.take(try believed ?? hints.truth(tip.id, tip.tip), tip.id, filter, governed)
      }
    }
    if filter.includesClosed {
      let open = Set(tips.map(\.id))
      let doubtful = try DoubtfulLandings(governed: governed)
      for id in index.packets(startingWith: "") where !open.contains(id) {
        if let listed = try hints.closed(id, index, doubtful), filter.takes(listed.state) {
          list.packets.append(listed)
        }
      }
    }
    if list.packets.isEmpty, filter == ListFilter() {
      // None is open, so that those which still have a reference are closed too.
      let all = Set(index.packets(startingWith: "")).union(tips.map(\.id))
      list.closed = all.count - list.damaged.count
    }
    list.packets.sort { ($0.touched, $0.id) > ($1.touched, $1.id) }
    return list
  }
}

extension PacketListing {
  /// Those that people act on by what the listing says, and of which policy and branches may say
  /// otherwise than their last writers believed: as many as are read in full, touched last.
  private static func actedOn(_ glances: [PacketGlance?]) -> Set<ObjectID> {
    let waiting = glances.compactMap { $0 }.filter { $0.state == .review || $0.state == .approved }
    return Set(
      waiting.sorted { ($0.seconds, $0.id) > ($1.seconds, $1.id) }.prefix(exactLimit).map(\.id))
  }
}

/// What can be told of a packet at a glance.
struct PacketHints {
  let governed: GovernedRepository
  private let titles: PacketTitles
  private let book: PacketBook

  init(governed: GovernedRepository, book: PacketBook) {
    self.governed = governed
    self.book = book
    titles = PacketTitles(repository: governed.repository)
  }

  /// By its events and the ledger; nil where they cannot be read.
  func truth(_ id: ObjectID, _ tip: ObjectID) throws -> ListedPacket? {
    guard let packet = try book.packet(id), let commit = try? governed.repository.commit(tip)
    else { return nil }
    return ListedPacket(
      id: packet.id, title: packet.title, state: packet.state,
      touched: Instant(clamping: commit.committer.seconds),
      note: try book.pendingLanding(of: packet)?.sentence
        ?? packet.obstacle.flatMap { $0.remedy == .rebase ? $0.sentence : nil }
        ?? book.unheldLanding(of: packet)?.sentence ?? packet.obstacle?.sentence
        ?? packet.reasonToWait ?? packet.carried?.sentence)
  }

  /// A packet that only the ledger knows; nil where no entry closes it.
  func closed(
    _ id: ObjectID, _ index: LedgerIndex, _ doubtful: DoubtfulLandings
  ) throws -> ListedPacket? {
    let records = index.records(ofPacket: id)
    let closings = records.compactMap { record in
      record.kind.flatMap(PacketState.init(closing:)).map { (state: $0, at: record.at) }
    }
    guard let first = closings.first else { return nil }
    var (state, note) = (first.state, String?.none)
    if try closings.count > 1 || records.contains(where: { try doubtful.contains($0, of: id) }) {
      // Which of them holds is for the branch to say.
      guard let packet = try book.packet(id) else { return nil }
      state = packet.state
      note = try book.unheldLanding(of: packet)?.sentence
    }
    return ListedPacket(
      id: id, title: try titles.first(of: id) ?? "", state: state,
      touched: closings.map(\.at).max() ?? first.at, note: note)
  }
}

extension ListedPacket {
  fileprivate init(_ glance: PacketGlance) {
    self.init(
      id: glance.id, title: glance.title, state: glance.state,
      touched: Instant(clamping: glance.seconds))
  }
}

extension PacketList {
  fileprivate mutating func take(
    _ listed: ListedPacket?, _ id: ObjectID, _ filter: ListFilter, _ governed: GovernedRepository
  ) {
    guard let listed else { return damaged.append(DamagedPacket(id, in: governed)) }
    if filter.takes(listed.state) { packets.append(listed) }
  }
}

extension PacketState {
  /// The state that an entry of this kind closes a packet with.
  init?(closing kind: EventKind) {
    switch kind {
    case .landed: self = .landed
    case .rejected: self = .rejected
    case .cancelled: self = .cancelled
    case .reported: self = .reported
    default: return nil
    }
  }
}

extension Instant {
  /// What a commit claims, which may be any number.
  init(clamping seconds: Int64) {
    self = Instant(seconds: max(0, min(seconds, Instant.latest.seconds))) ?? .latest
  }
}
