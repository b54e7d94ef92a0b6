import Model
import Store

/// An entry of the ledger, by what it says.
struct LedgerEntry: Sendable {
  let event: StoredEvent
  let body: LedgerBody

  var id: ObjectID { event.id }
  var packet: ObjectID? { event.envelope.packet }
}

/// The ledger as a judge asks about it: read once, with the entries that turned up at remotes.
struct LedgerReading: Sendable {
  /// In the order that all readers agree on.
  private(set) var adoptions: [(entry: LedgerEntry, body: Adopted)] = []
  private(set) var overrides: [(entry: LedgerEntry, body: Forced)] = []
  private(set) var breaches: [(entry: LedgerEntry, body: Breach)] = []
  private var byCommit: [ObjectID: [Claim]] = [:]
  private var byPacket: [ObjectID: [LedgerEntry]] = [:]
  private let chains: [Chain]

  /// A landing that an entry claims.
  struct Claim: Hashable, Sendable {
    let id: ObjectID
    let packet: ObjectID
    let tip: ObjectID
    let landed: Landed
  }

  /// `chains` hold the ledger of this clone first, then those seen at remotes.
  init(_ chains: [Chain]) {
    self.chains = chains
    for event in Self.united(chains) {
      let entry = LedgerEntry(event: event, body: LedgerBody(event.envelope))
      if let packet = entry.packet { byPacket[packet, default: []].append(entry) }
      switch entry.body {
      case .adopted(let body): adoptions.append((entry, body))
      case .forced(let body): overrides.append((entry, body))
      case .breach(let body): breaches.append((entry, body))
      case .landed(let landed):
        guard let packet = entry.packet, let tip = event.tip else { continue }
        byCommit[landed.commit, default: []].append(
          Claim(id: event.id, packet: packet, tip: tip, landed: landed))
      case .rejected, .cancelled, .reported, .policy, .late, .unknown: continue
      }
    }
  }

  private static func united(_ chains: [Chain]) -> [StoredEvent] {
    guard chains.count > 1 else { return chains.first?.events ?? [] }
    var events: [ObjectID: StoredEvent] = [:]
    for chain in chains {
      for event in chain.events { events[event.id] = event }
    }
    return events.values.sorted(by: StoredEvent.precedes)
  }

  func claims(on commit: ObjectID) -> [Claim] { byCommit[commit] ?? [] }

  func claims(of packet: ObjectID) -> [Claim] {
    entries(of: packet).compactMap { entry in
      guard case .landed(let landed) = entry.body, let tip = entry.event.tip else { return nil }
      return Claim(id: entry.id, packet: packet, tip: tip, landed: landed)
    }
  }

  func entries(of packet: ObjectID) -> [LedgerEntry] { byPacket[packet] ?? [] }

  /// The packets that entries name, the latest named last.
  var packets: some Collection<ObjectID> { byPacket.keys }

  /// Adds to `found` what a ledger's tip reaches along `previous` and joins and is not there yet.
  func reach(from tip: ObjectID, into found: inout [ObjectID: Int], as index: Int) {
    var stack = [tip]
    while let id = stack.popLast() {
      guard found[id] == nil,
        let commit = chains.lazy.compactMap({ $0.commits[id] }).first
      else { continue }
      found[id] = index
      stack += commit.parents
    }
  }
}
