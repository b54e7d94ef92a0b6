import Git
import Model
import Store

/// What is known of a packet: behind one tip, or, for nil, behind all tips there are.
struct Candidate: Hashable {
  let packet: ObjectID
  let tip: ObjectID?
}

/// The chains of packets that were read, and where to find more.
struct PacketShelf {
  var chains: [ObjectID: Chain] = [:]
  /// The tips of packets that have a reference here.
  var ownTips: [ObjectID: ObjectID]?
  /// The tips of packets at remotes, as they were last seen there.
  var remoteTips: [ObjectID: [ObjectID]]?
  /// The packets that have a reference here or at a remote.
  var open: [ObjectID]?
  var headOwners: [ObjectID: [ObjectID]]?
  /// The packets by the tips of their heads.
  var headTips: [ObjectID: [ObjectID]]?
  /// What all verdicts are about.
  var verdicts: VerdictIndex?
}

extension Judge {
  func ledger() throws -> LedgerReading {
    if let known = memory.ledger { return known }
    let ledger = try LedgerReading(source, of: store)
    memory.ledger = ledger
    return ledger
  }

  func signed<Body>(_ event: StoredEvent, _ body: Body) -> Signed<Body> {
    Signed(
      id: event.id, digest: event.digest, author: event.envelope.author, keys: signers(of: event),
      body: body)
  }

  private func signers(of event: StoredEvent) -> [SigningKey] {
    if let known = memory.signers[event.id] { return known }
    let signers = Array(event.signers)
    memory.signers[event.id] = signers
    return signers
  }

  /// What a packet's events say; nil where no readable chain begins with it.
  func words(_ candidate: Candidate) throws -> PacketWords? {
    if let known = memory.words[candidate] { return known }
    let tips = try candidate.tip.map { [$0] } ?? tips(of: candidate.packet)
    let words: PacketWords?
    if candidate.tip == nil, tips.count == 1 {
      words = try self.words(Candidate(packet: candidate.packet, tip: tips[0]))
    } else {
      words = PacketWords(candidate.packet, in: tips.compactMap(chain(at:)))
    }
    memory.words[candidate] = .some(words)
    return words
  }

  /// A packet's chain; nil where objects are missing or broken.
  private func chain(at tip: ObjectID) -> Chain? {
    if let known = memory.shelf.chains[tip] { return known }
    let chain = try? store.chain(.packet, at: tip)
    memory.shelf.chains[tip] = chain
    return chain
  }

  /// The tips under which a packet's events are known here, each once.
  func tips(of packet: ObjectID) throws -> [ObjectID] {
    let own = try ownTip(of: packet)
    let remote = try remoteTips()[packet] ?? []
    let archived = try ledger().entries(of: packet).compactMap(\.event.tip)
    var seen: Set<ObjectID> = []
    return ([own].compactMap { $0 } + remote + archived).filter { seen.insert($0).inserted }
  }

  private func ownTip(of packet: ObjectID) throws -> ObjectID? {
    if isByIndex { return try repository.target(of: Layout.packet(packet)) }
    // Who asks about every packet that ever was reads the references once.
    if let known = memory.shelf.ownTips { return known[packet] }
    var tips: [ObjectID: ObjectID] = [:]
    for reference in try repository.references(under: Layout.packets) {
      if let packet = Layout.packet(of: reference.name) { tips[packet] = reference.target }
    }
    memory.shelf.ownTips = tips
    return tips[packet]
  }

  private func remoteTips() throws -> [ObjectID: [ObjectID]] {
    if let known = memory.shelf.remoteTips { return known }
    var tips: [ObjectID: [ObjectID]] = [:]
    for reference in try repository.references(under: Layout.remotes) {
      guard let packet = Layout.packetSeen(reference.name, under: Layout.packets) else { continue }
      tips[packet, default: []].append(reference.target)
    }
    memory.shelf.remoteTips = tips
    return tips
  }

  /// The packets that have a chain of their own here or at a remote.
  func openPackets() throws -> [ObjectID] {
    if let known = memory.shelf.open { return known }
    let own = try repository.references(under: Layout.packets)
      .compactMap { Layout.packet(of: $0.name) }
    let open = Set(own).union(try remoteTips().keys).sorted()
    memory.shelf.open = open
    return open
  }

  /// The packets for which `commit` was handed in or judged: a hint, read from references that
  /// anybody may write.
  func packets(holdingHead commit: ObjectID) throws -> [ObjectID] {
    let tips = try headTips()
    return try tips[commit] ?? headOwners(tips)[commit] ?? []
  }

  private func headTips() throws -> [ObjectID: [ObjectID]] {
    if let known = memory.shelf.headTips { return known }
    var tips: [ObjectID: [ObjectID]] = [:]
    let references =
      try repository.references(under: Layout.heads)
      + repository.references(under: Layout.remotes)
    for reference in references {
      let name = reference.name
      guard let packet = Layout.packet(of: name) ?? Layout.packetSeen(name, under: Layout.heads)
      else { continue }
      tips[reference.target, default: []].append(packet)
    }
    memory.shelf.headTips = tips
    return tips
  }

  private func headOwners(_ tips: [ObjectID: [ObjectID]]) throws -> [ObjectID: [ObjectID]] {
    if let known = memory.shelf.headOwners { return known }
    var owners: [ObjectID: [ObjectID]] = [:]
    for (tip, packets) in tips.sorted(by: { $0.key < $1.key }) {
      for head in (try? store.heads(at: tip)) ?? [] { owners[head, default: []] += packets }
    }
    memory.shelf.headOwners = owners
    return owners
  }
}
