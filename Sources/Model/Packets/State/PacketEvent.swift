/// An event as it was read from a packet's chain and authenticated.
public struct PacketEvent: Hashable, Sendable {
  /// The commit. Two copies of one event with different signatures are two commits.
  public var id: ObjectID
  /// SHA-256 of `event.json`, by which copies are known as one event.
  public var digest: Digest
  public var kind: EventKind
  /// Nil in the packet's root.
  public var packet: ObjectID?
  public var clock: Int64
  public var author: PrincipalName
  public var at: Instant
  public var body: EventBody
  /// The keys whose signatures over `event.json` are valid.
  public var signers: Set<SigningKey>
  public var attachments: [String: Attachment]

  public init(
    id: ObjectID, digest: Digest, envelope: Envelope, signers: Set<SigningKey> = []
  ) {
    self.id = id
    self.digest = digest
    kind = envelope.kind
    packet = envelope.packet
    clock = envelope.clock
    author = envelope.author
    at = envelope.at
    body = EventBody(envelope)
    self.signers = signers
    attachments = envelope.attachments
  }

  /// Stands for the digest of an event that is not written yet.
  static let noDigest = Digest(String(repeating: "0", count: 2 * Digest.byteCount))!

  init(
    id: ObjectID, digest: Digest, kind: EventKind, packet: ObjectID?, clock: Int64,
    author: PrincipalName, at: Instant, body: EventBody, signers: Set<SigningKey>
  ) {
    self.id = id
    self.digest = digest
    self.kind = kind
    self.packet = packet
    self.clock = clock
    self.author = author
    self.at = at
    self.body = body
    self.signers = signers
    attachments = [:]
  }
}

extension PacketEvent {
  /// The order of a fold: by clock, author and id, never by wall clock.
  static func precedes(_ left: PacketEvent, _ right: PacketEvent) -> Bool {
    (left.clock, left.author, left.id) < (right.clock, right.author, right.id)
  }
}

/// The events of a chain, each once and in causal order.
struct Story {
  private(set) var events: [PacketEvent] = []
  /// The id under which `events` has a copy, by the copy's own id.
  private var canonical: [ObjectID: ObjectID] = [:]

  /// Of copies the signed one wins; it is credited with every copy's signatures.
  init(_ copies: [PacketEvent]) {
    for group in Dictionary(grouping: copies, by: \.digest).values {
      guard var best = group.min(by: Self.isBetter) else { continue }
      for copy in group {
        best.signers.formUnion(copy.signers)
        canonical[copy.id] = best.id
      }
      events.append(best)
    }
    events.sort(by: PacketEvent.precedes)
  }

  func canonical(_ id: ObjectID) -> ObjectID { canonical[id] ?? id }

  private static func isBetter(_ left: PacketEvent, _ right: PacketEvent) -> Bool {
    (-left.signers.count, left.id) < (-right.signers.count, right.id)
  }
}
