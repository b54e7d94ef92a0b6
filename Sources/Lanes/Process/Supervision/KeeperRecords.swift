internal import CProcess

/// What a keeper has told so far.
struct KeeperRecords {
  private(set) var failure: LaunchFailure.Reason?
  /// The raw wait status of the command.
  private(set) var ended: Int32?
  private(set) var leftovers: [Leftover] = []
  private(set) var survivors = 0
  /// How many processes there were when it was ended for having too many; nil where it was not.
  private(set) var crowd: Int?
  /// Nothing more will come.
  private(set) var isOver = false
  private var isDone = false
  private var partial: [UInt8] = []

  /// The keeper went away, or was sent away, before its work was done.
  var isLost: Bool { isOver && !isDone }

  /// Takes in whatever records `status` holds now.
  mutating func read(_ status: Descriptor) {
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
      while !isOver, let count = status.read(into: buffer) {
        if count == 0 { isOver = true }
        partial += buffer[..<count]
      }
    }
    let size = MemoryLayout<o8_record>.size
    while partial.count >= size {
      take(partial.withUnsafeBytes { $0.loadUnaligned(as: o8_record.self) })
      partial.removeFirst(size)
    }
  }

  mutating func giveUp() { isOver = true }

  private mutating func take(_ record: o8_record) {
    switch o8_record_kind(UInt32(bitPattern: record.kind)) {
    case o8_failed:
      failure =
        Self.name(record).hasPrefix("d")
        ? .directoryUnusable(errno: record.value) : .programUnusable(errno: record.value)
    case o8_ended: ended = record.value
    case o8_left: leftovers.append(Leftover(process: record.value, name: Self.name(record)))
    case o8_crowded: crowd = Int(record.value)
    case o8_done:
      survivors = Int(record.value)
      isDone = true
    default: break
    }
  }

  private static func name(_ record: o8_record) -> String {
    withUnsafeBytes(of: record.name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
