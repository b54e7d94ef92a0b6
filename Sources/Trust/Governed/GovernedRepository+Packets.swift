import Git
public import Model
public import Store

/// What an event is written with besides what it says.
public struct Stamp: Sendable {
  public var author: PrincipalName
  public var at: Instant
  /// The keys that will sign it, as the fold is to believe.
  public var keys: Set<SigningKey>
  public var signing: Signing

  public init(
    _ author: PrincipalName, at: Instant, keys: Set<SigningKey> = [],
    signing: @escaping Signing = { _ in [] }
  ) {
    self.author = author
    self.at = at
    self.keys = keys
    self.signing = signing
  }

  /// What `actor` says now, unsigned unless `isSigned`.
  public init(
    _ actor: Actor, at: Instant, isSigned: Bool = false, asking prompt: Signer.Prompt = .never
  ) {
    if isSigned {
      self.init(actor.name, at: at, keys: actor.keys, signing: actor.signing(asking: prompt))
    } else {
      self.init(actor.name, at: at)
    }
  }
}

extension GovernedRepository {
  /// The packet as the events of its own chain have it, whatever the ledger says; nil where this
  /// clone has no such chain.
  public func storyOfPacket(_ id: ObjectID) throws -> Packet? {
    guard let tip = try repository.target(of: Layout.packet(id)) else { return nil }
    return try storyOfPacket(at: tip)
  }

  /// The same at a tip, such as the one that an entry of the ledger names.
  public func storyOfPacket(at tip: ObjectID) throws -> Packet? {
    try store.chain(.packet, at: tip).packet(under: policy)
  }

  /// Opens a packet; `attachments` hold its `prompt.md`. Returns it as it stands.
  ///
  /// - Parameter prepare: is told the packet's id before anybody can see the packet.
  public func open(
    _ work: Opened, attachments: [String: [UInt8]], stamp: Stamp,
    preparing prepare: (ObjectID) throws -> Void = { _ in }
  ) async throws -> Packet {
    if let refusal = policy.refusal(to: stamp.author, writing: .opened) { throw refusal }
    let body = EventBody.opened(work)
    let draft = EventDraft(
      body, of: nil, stamp: stamp, state: .queued, attachments: attachments)
    let events = try await store.open(draft, signing: stamp.signing) { id in
      try prepare(id)
      return []
    }
    try await advancePins()
    guard let packet = try storyOfPacket(at: events[events.count - 1].id) else {
      throw NotAPacket(id: events[0].id)
    }
    return packet
  }

  /// Carries out a command on the packet as it stands, and again on what another left that was
  /// first. Throws `Refusal` where it may not happen, `NotAPacket` where there is none.
  ///
  /// Returns the packet as it is afterwards, and the commits of the events that were written.
  @discardableResult
  public func carryOut(
    _ command: PacketCommand, on id: ObjectID, stamp: Stamp,
    attachments: [String: [UInt8]] = [:]
  ) async throws -> (packet: Packet, events: [ObjectID]) {
    let name = Layout.packet(id)
    let events = try await store.append(to: name, .packet, signing: stamp.signing) { chain in
      guard var packet = chain.packet(under: self.policy) else { throw NotAPacket(id: id) }
      var drafts: [EventDraft] = []
      for body in try packet.events(for: command) {
        // Else it would be written, count for nothing, and look done.
        if let kind = body.kind, Self.personal.contains(kind),
          let refusal = self.policy.refusal(to: stamp.author, writing: kind)
        {
          throw refusal
        }
        packet = packet.expecting(
          body, by: stamp.author, signed: stamp.keys, at: stamp.at, under: self.policy)
        drafts.append(
          EventDraft(
            body, of: id, stamp: stamp, state: packet.state,
            attachments: drafts.isEmpty ? attachments : [:]))
      }
      return drafts
    }
    try await advancePins()
    guard let packet = try storyOfPacket(id) else { throw NotAPacket(id: id) }
    return (packet, events.map(\.id))
  }
}

extension GovernedRepository {
  /// What only people say; a lane's own events are written whatever policy reserves.
  private static let personal: Set<EventKind> = [
    .cancelled, .retried, .edited, .steered, .handed, .answered, .resumed,
  ]
}

/// There is no packet with this id in this clone, or its chain cannot be read.
public struct NotAPacket: Error, Hashable, Sendable {
  public let id: ObjectID

  public init(id: ObjectID) { self.id = id }
}

extension EventDraft {
  /// The draft of what an event of a packet says.
  public init(
    _ body: EventBody, of packet: ObjectID?, stamp: Stamp, state: PacketState,
    attachments: [String: [UInt8]] = [:]
  ) {
    self.init(
      body.kind ?? .opened, packet: packet, author: stamp.author, at: stamp.at,
      attachments: attachments,
      subject: body.summary,
      state: state.rawValue, fields: body.fields)
  }

  /// The draft of an entry of the ledger.
  public init(
    _ body: LedgerBody, of packet: ObjectID?, tip: ObjectID? = nil, subject: String,
    stamp: Stamp, state: PacketState? = nil, attachments: [String: [UInt8]] = [:]
  ) {
    self.init(
      body.kind ?? .late, packet: packet, author: stamp.author, at: stamp.at,
      attachments: attachments,
      subject: EventBody.subject(subject),
      state: state?.rawValue ?? "", fields: body.fields, tip: tip)
  }
}
