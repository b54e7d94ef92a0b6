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
}

extension LedgerRecord {
  /// The kinds by the byte that stands for them; 0 stands for none. A number is never reused.
  private static let kinds: [EventKind] = [
    .landed, .rejected, .cancelled, .reported, .forced, .breach, .policy, .adopted, .late,
  ]

  /// The kinds that are about the repository and not about a packet: few, and asked for together.
  static let notableKinds: Set<EventKind> = [.forced, .breach, .policy, .adopted]

  /// Stands for the time of what has none.
  static let noInstant = Instant(seconds: 0)!

  /// Bytes of a record: four ids, two numbers, the kind, and padding to a multiple of eight.
  static let byteCount = 104
  static let kindOffset = 96

  static func kind(code: UInt8) -> EventKind? {
    kinds.indices.contains(Int(code) - 1) ? kinds[Int(code) - 1] : nil
  }

  func write(to bytes: inout [UInt8]) {
    for id in [id, packet, tip, commit] {
      bytes += id?.bytes ?? [UInt8](repeating: 0, count: ObjectID.byteCount)
    }
    for number in [clock, at.seconds] {
      withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
    }
    let code = kind.flatMap { Self.kinds.firstIndex(of: $0) }.map { UInt8($0 + 1) } ?? 0
    bytes += [code] + [UInt8](repeating: 0, count: 7)
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
    guard bytes.count == Self.byteCount, let own = id(0), let at = Instant(seconds: number(88)),
      bytes[Self.kindOffset] <= Self.kinds.count
    else { return nil }
    self.id = own
    (packet, tip, commit) = (id(1), id(2), id(3))
    clock = number(80)
    self.at = at
    kind = Self.kind(code: bytes[Self.kindOffset])
  }

  private static let zero = ObjectID(bytes: [UInt8](repeating: 0, count: ObjectID.byteCount))
}

extension LedgerRecord {
  /// By clock, then by id: causes first.
  static func precedes(_ left: LedgerRecord, _ right: LedgerRecord) -> Bool {
    (left.clock, left.id) < (right.clock, right.id)
  }
}
