public import Model

/// An event before it has a place: parents, clock and signatures are found when it is appended.
public struct EventDraft: Hashable, Sendable {
  public var kind: EventKind
  /// The packet; nil in a packet's root, in policy, and where an entry has none.
  public var packet: ObjectID?
  public var author: PrincipalName
  public var at: Instant
  public var nonce: String
  /// Files beside `event.json`, by flat name.
  public var attachments: [String: [UInt8]]
  public var subject: String
  public var state: String
  public var fields: [String: JSONValue]
  /// The packet's tip that an entry of the ledger rests on; nil elsewhere.
  public var tip: ObjectID?

  public init(
    _ kind: EventKind, packet: ObjectID?, author: PrincipalName, at: Instant,
    nonce: String = EventDraft.freshNonce(), attachments: [String: [UInt8]] = [:],
    subject: String, state: String = "", fields: [String: JSONValue] = [:],
    tip: ObjectID? = nil
  ) {
    self.kind = kind
    self.packet = packet
    self.author = author
    self.at = at
    self.nonce = nonce
    self.attachments = attachments
    self.subject = subject
    self.state = state
    self.fields = fields
    self.tip = tip
  }

  /// 128 random bits in hex: no two events of the world share them.
  public static func freshNonce() -> String {
    Hex.text((0..<16).map { _ in UInt8.random(in: .min ... .max) })
  }
}
