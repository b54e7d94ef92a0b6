public import Model

/// An entry of the ledger as its index knows it: enough to find it, never enough to decide by it.
public struct LedgerRecord: Hashable, Sendable {
  /// The entry's commit.
  public let id: ObjectID
  /// Nil for a join, for what counts for nothing, and for a kind that nobody knows.
  public let kind: EventKind?
  public let clock: Int64
  public let at: Instant
  public let packet: ObjectID?
  /// The packet's tip that it rests on.
  public let tip: ObjectID?
  /// The commit that a `landed` claims.
  public let commit: ObjectID?
  /// What lies before it in the ledger: the entry before it; of a join the two that it joins.
  public let previous: Previous

  public enum Previous: Hashable, Sendable {
    case none
    case one(ObjectID)
    case joined(ObjectID, ObjectID)

    init(_ parents: [ObjectID]) {
      switch parents.count {
      case 0: self = .none
      case 1: self = .one(parents[0])
      default: self = .joined(parents[0], parents[1])
      }
    }
  }
}

extension LedgerRecord {
  /// The kinds by the byte that stands for them; 0 stands for none. A number is never reused.
  private static let kinds: [EventKind] = [
    .landed, .rejected, .cancelled, .reported, .forced, .breach, .policy, .adopted, .late,
    .proposed, .cosigned,
  ]

  /// The kinds that are about the repository and not about a packet: few, and asked for together.
  static let notableKinds: Set<EventKind> = [
    .forced, .breach, .policy, .adopted, .proposed, .cosigned,
  ]

  /// Stands for the time of what has none.
  static let noInstant = Instant(seconds: 0)!

  /// Bytes of a record: five ids, two numbers, the kind, and padding to a multiple of eight.
  static let byteCount = 120
  private static let clockOffset = 100
  private static let timeOffset = 108
  private static let kindOffset = 116
  /// Stands for the kind of a join, whose second parent is where others have their packet's tip.
  private static let joinCode: UInt8 = 255

  func write(to bytes: inout [UInt8]) {
    var (third, last) = (tip, ObjectID?.none)
    switch previous {
    case .none: break
    case .one(let id): last = id
    case .joined(let one, let other): (third, last) = (other, one)
    }
    for id in [id, packet, third, commit, last] {
      bytes += id?.bytes ?? [UInt8](repeating: 0, count: ObjectID.byteCount)
    }
    for number in [clock, at.seconds] {
      withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
    }
    bytes += [isJoin ? Self.joinCode : code, 0, 0, 0]
  }

  public var isJoin: Bool {
    if case .joined = previous { true } else { false }
  }

  private var code: UInt8 {
    kind.flatMap { Self.kinds.firstIndex(of: $0) }.map { UInt8($0 + 1) } ?? 0
  }

  /// Nil where the bytes are no record.
  init?(_ bytes: UnsafeRawBufferPointer) {
    func id(_ index: Int) -> ObjectID? {
      let start = index * ObjectID.byteCount
      let id = ObjectID(bytes: bytes[start..<start + ObjectID.byteCount])
      return id == Self.zero ? nil : id
    }
    func number(_ offset: Int) -> Int64 {
      Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self))
    }
    guard bytes.count == Self.byteCount, let own = id(0),
      let at = Instant(seconds: number(Self.timeOffset))
    else { return nil }
    self.id = own
    (packet, commit) = (id(1), id(3))
    clock = number(Self.clockOffset)
    self.at = at
    let code = bytes[Self.kindOffset]
    if code == Self.joinCode {
      guard let one = id(4), let other = id(2) else { return nil }
      (kind, tip, previous) = (nil, nil, .joined(one, other))
    } else {
      guard code <= Self.kinds.count else { return nil }
      kind = code == 0 ? nil : Self.kinds[Int(code) - 1]
      tip = id(2)
      previous = id(4).map(Previous.one) ?? .none
    }
  }

  private static let zero = ObjectID(bytes: [UInt8](repeating: 0, count: ObjectID.byteCount))
}

extension LedgerRecord {
  /// What of an entry's body the index holds.
  struct Claim {
    var kind: EventKind?
    var packet: ObjectID?
    var commit: ObjectID?

    init(_ envelope: Envelope) {
      let body = LedgerBody(envelope)
      kind = body.kind
      if case .landed(let landed) = body { commit = landed.commit }
      if kind != nil { packet = envelope.packet }
    }
  }

  /// The record of a commit that was read with its chain; nil of a foreign one.
  init?(_ id: ObjectID, _ commit: ChainCommit) {
    var event: StoredEvent?
    switch commit.content {
    case .foreign: return nil
    case .inert, .join: break
    case .event(let found): event = found
    }
    let claim = event.map { Claim($0.envelope) }
    self.init(
      id: id, kind: claim?.kind, clock: commit.clock, at: event?.envelope.at ?? Self.noInstant,
      packet: claim?.packet, tip: event?.tip, commit: claim?.commit,
      previous: Previous(commit.parents))
  }
}

extension LedgerRecord {
  /// By clock, then by id: causes first.
  static func precedes(_ left: LedgerRecord, _ right: LedgerRecord) -> Bool {
    (left.clock, left.id) < (right.clock, right.id)
  }
}
