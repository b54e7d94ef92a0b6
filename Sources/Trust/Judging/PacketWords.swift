import Model
import Store

/// What the events of one packet say that a judge may hear, in the order of a fold.
struct PacketWords: Sendable {
  let packet: ObjectID
  /// All events that belong to the packet.
  let events: [StoredEvent]
  let verdicts: [(event: StoredEvent, body: Verdict)]
  let gates: [(event: StoredEvent, body: Gated)]
  let workers: Set<PrincipalName>
  /// The authors of the events by which it was opened, started and handed in.
  let hands: Set<PrincipalName>
  /// What was said of its tier.
  let tiers: [(event: StoredEvent, body: TierClaim)]

  /// Nil where no chain begins with the packet's first event.
  init?(_ packet: ObjectID, in chains: [Chain]) {
    guard chains.contains(where: { Self.begins($0, packet) }) else { return nil }
    var byID: [ObjectID: StoredEvent] = [:]
    for chain in chains {
      for event in chain.events where event.id == packet || event.envelope.packet == packet {
        byID[event.id] = event
      }
    }
    self.packet = packet
    events = byID.values.sorted(by: StoredEvent.precedes)
    var verdicts: [(StoredEvent, Verdict)] = []
    var gates: [(StoredEvent, Gated)] = []
    var workers: Set<PrincipalName> = []
    var hands: Set<PrincipalName> = []
    var tiers: [(StoredEvent, TierClaim)] = []
    for event in events {
      switch EventBody(event.envelope) {
      case .opened(let work):
        hands.insert(event.envelope.author)
        // A packet is opened once, whatever else says that it opens one.
        if event.id == packet { tiers.append((event, TierClaim(work.tier, by: .opened))) }
      case .edited(let work): tiers.append((event, TierClaim(work.tier, by: .edited)))
      case .submitted: hands.insert(event.envelope.author)
      case .verdict(let body): verdicts.append((event, body))
      case .gated(let body): gates.append((event, body))
      case .started(let body):
        hands.insert(event.envelope.author)
        if let worker = body.worker { workers.insert(worker) }
      default: continue
      }
    }
    self.verdicts = verdicts
    self.gates = gates
    self.workers = workers
    self.hands = hands
    self.tiers = tiers
  }

  private static func begins(_ chain: Chain, _ packet: ObjectID) -> Bool {
    guard let root = chain.event(packet), root.envelope.packet == nil,
      root.envelope.kind == .opened
    else { return false }
    return true
  }
}
