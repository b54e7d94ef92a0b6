public import Model

/// An event or entry whose commit was rebuilt from its envelope and found equal.
public struct StoredEvent: Hashable, Sendable {
  public let id: ObjectID
  public let envelope: Envelope
  /// SHA-256 of `event.json`, which two commits of one signed text share.
  public let digest: Digest
  /// The armored signatures in their order, not verified.
  public let signatures: [[UInt8]]
  /// The blobs of the attachments, whose sizes and digests were compared.
  public let attachments: [String: ObjectID]

  /// The commit's parents, as git has them.
  public var parents: [ObjectID] { envelope.parents }

  /// The entry before this one in the ledger.
  public var previous: ObjectID? { envelope.link("previous") }

  /// The packet's tip that an entry of the ledger rests on.
  public var tip: ObjectID? { envelope.link("tip") }
}

extension StoredEvent {
  /// The order that all readers agree on. Clocks grow along parents, so it never puts an event
  /// before one that it follows from.
  public static func precedes(_ left: StoredEvent, _ right: StoredEvent) -> Bool {
    // Field by field: a copy of two envelopes for each comparison is most of a sort's time.
    if left.envelope.clock != right.envelope.clock {
      return left.envelope.clock < right.envelope.clock
    }
    if left.envelope.author != right.envelope.author {
      return left.envelope.author < right.envelope.author
    }
    return left.id < right.id
  }
}

extension Envelope {
  func link(_ key: String) -> ObjectID? { fields[key]?.text.flatMap { ObjectID($0) } }

  /// Whether `previous` and `tip` are there and are the parents, as an entry has them.
  var isEntry: Bool {
    for key in ["previous", "tip"] {
      guard let value = fields[key], value.isNull || link(key) != nil else { return false }
    }
    return [link("previous"), link("tip")].compactMap { $0 } == parents
  }
}
