import Git
import Model
import Store

/// An entry of the ledger, by what it says.
struct LedgerEntry: Sendable {
  let event: StoredEvent
  let body: LedgerBody

  var id: ObjectID { event.id }
  var packet: ObjectID? { event.envelope.packet }

  init(_ event: StoredEvent) {
    self.event = event
    body = LedgerBody(event.envelope)
  }

  /// The landing that it claims; nil where it is no claim.
  var claim: LandingClaim? {
    guard case .landed(let landed) = body, let packet, let tip = event.tip else { return nil }
    return LandingClaim(id: id, packet: packet, tip: tip, landed: landed)
  }
}

/// A landing that an entry claims.
struct LandingClaim: Hashable, Sendable {
  let id: ObjectID
  let packet: ObjectID
  let tip: ObjectID
  let landed: Landed
}

/// How a judge comes by what the ledger says.
public enum LedgerSource: Sendable {
  /// By the index, which any process of the user's may have written: right where speed counts
  /// and the answer is no proof.
  case index
  /// By reading all of it.
  case whole
}

/// The ledger as a judge asks about it, with the entries that turned up at remotes. What was
/// asked for is remembered.
final class LedgerReading {
  private let store: Store
  /// Nil where the whole ledger was read.
  private let index: LedgerIndex?
  /// What the index does not have: all there is, or what remotes have beyond it.
  private let read: [LedgerEntry]
  private var byPacket: [ObjectID: [LedgerEntry]] = [:]
  private var byCommit: [ObjectID: [LandingClaim]] = [:]
  private var found: [ObjectID: [LedgerEntry]] = [:]
  private var claimed: [ObjectID: [LandingClaim]] = [:]
  private var aboutBranches: [LedgerEntry]?
  private var whole: [Chain]?

  init(_ source: LedgerSource, of store: Store) throws {
    self.store = store
    switch source {
    case .whole:
      let chains = try Self.chains(store)
      index = nil
      whole = chains
      read = Self.united(chains).map(LedgerEntry.init)
    case .index:
      let index = try store.ledgerIndex()
      var events: [ObjectID: StoredEvent] = [:]
      for tip in try Self.remoteTips(store) {
        // What is broken at a remote is for `sync` to report; here it only says nothing.
        for event in (try? store.entries(behind: tip, beyond: index)) ?? [] {
          events[event.id] = event
        }
      }
      self.index = index
      read = events.values.sorted(by: StoredEvent.precedes).map(LedgerEntry.init)
    }
    for entry in read {
      if let packet = entry.packet { byPacket[packet, default: []].append(entry) }
      if let claim = entry.claim { byCommit[claim.landed.commit, default: []].append(claim) }
    }
  }

  private static func remoteTips(_ store: Store) throws -> [ObjectID] {
    try store.repository.references(under: Layout.remotes)
      .filter { Layout.isLedgerSeen($0.name) }.map(\.target)
  }

  private static func chains(_ store: Store) throws -> [Chain] {
    var chains = [try store.chain(.ledger, of: Layout.ledger)]
    for tip in try remoteTips(store) where tip != chains[0].tip {
      if let chain = try? store.chain(.ledger, at: tip, since: chains[0]) { chains.append(chain) }
    }
    return chains
  }

  private static func united(_ chains: [Chain]) -> [StoredEvent] {
    guard chains.count > 1 else { return chains.first?.events ?? [] }
    var events: [ObjectID: StoredEvent] = [:]
    for chain in chains {
      for event in chain.events { events[event.id] = event }
    }
    return events.values.sorted(by: StoredEvent.precedes)
  }
}

extension LedgerReading {
  /// The claims that a commit is a landing, in the order that all readers agree on.
  func claims(on commit: ObjectID) throws -> [LandingClaim] {
    guard let index else { return byCommit[commit] ?? [] }
    if let known = claimed[commit] { return known }
    let own = try entries(index.records(landing: commit)).compactMap(\.claim)
    let claims = own + (byCommit[commit] ?? [])
    claimed[commit] = claims
    return claims
  }

  /// The claims of all landings, the newest first: of so many entries where the index is asked.
  func newestClaims() throws -> [LandingClaim] {
    let known = read.reversed().compactMap(\.claim)
    guard index != nil else { return known }
    return try known + store.newestEntries(Self.newest).compactMap { LedgerEntry($0).claim }
  }

  /// Who goes back further than this is found by `verify`, which reads everything.
  private static let newest = 100

  func claims(of packet: ObjectID) throws -> [LandingClaim] {
    try entries(of: packet).compactMap(\.claim)
  }

  func entries(of packet: ObjectID) throws -> [LedgerEntry] {
    guard let index else { return byPacket[packet] ?? [] }
    if let known = found[packet] { return known }
    let all = sorted(try entries(index.records(ofPacket: packet)) + (byPacket[packet] ?? []))
    found[packet] = all
    return all
  }

  /// What was said of branches, in the order that all readers agree on.
  func adoptions() throws -> [(event: StoredEvent, body: Adopted)] {
    try notable().compactMap { entry in
      guard case .adopted(let body) = entry.body else { return nil }
      return (entry.event, body)
    }
  }

  func overrides() throws -> [(event: StoredEvent, body: Forced)] {
    try notable().compactMap { entry in
      guard case .forced(let body) = entry.body else { return nil }
      return (entry.event, body)
    }
  }

  private func notable() throws -> [LedgerEntry] {
    if let known = aboutBranches { return known }
    let own =
      try index.map { index in
        try entries(index.notable().filter { $0.kind == .adopted || $0.kind == .forced })
      } ?? []
    let all = sorted(
      (own + read).filter { entry in
        switch entry.body {
        case .adopted, .forced: true
        default: false
        }
      })
    aboutBranches = all
    return all
  }

  /// The packets that only the ledger knows, those that it named last first.
  func archive(without open: Set<ObjectID>, limit: Int) throws -> [ObjectID] {
    let named = index?.packets(startingWith: "") ?? Array(byPacket.keys)
    var latest: [(clock: Int64, packet: ObjectID)] = []
    for packet in named where !open.contains(packet) {
      let records = index?.records(ofPacket: packet) ?? []
      if records.contains(where: { $0.kind == .landed }) { continue }
      let clock = records.map(\.clock).max()
      let entries = byPacket[packet] ?? []
      if entries.contains(where: { $0.claim != nil }) { continue }
      latest.append((clock ?? entries.last?.event.envelope.clock ?? 0, packet))
    }
    return latest.sorted { $0 > $1 }.prefix(limit).map(\.packet)
  }

  /// What was read of the ledger as it stands, as an index to go on from later; nil where not all
  /// of it was read.
  var asIndex: [UInt8]? {
    index == nil ? whole?.first.flatMap(store.indexBytes) : nil
  }

  /// The first of several ledgers' tips, by its place, that holds an entry along `previous` and
  /// joins. Reads the whole ledger.
  func holders(_ tips: [ObjectID?]) throws -> [ObjectID: Int] {
    let chains = try whole ?? Self.chains(store)
    whole = chains
    var found: [ObjectID: Int] = [:]
    for (place, tip) in tips.enumerated() {
      var stack = tip.map { [$0] } ?? []
      while let id = stack.popLast() {
        guard found[id] == nil, let commit = chains.lazy.compactMap({ $0.commits[id] }).first
        else { continue }
        found[id] = place
        stack += commit.parents
      }
    }
    return found
  }

  private func entries(_ records: [LedgerRecord]) throws -> [LedgerEntry] {
    try records.compactMap { try store.entry($0.id).map(LedgerEntry.init) }
  }

  private func sorted(_ entries: [LedgerEntry]) -> [LedgerEntry] {
    entries.sorted { StoredEvent.precedes($0.event, $1.event) }
  }
}
