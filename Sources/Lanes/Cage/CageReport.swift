/// What bubblewrap tells about a caged command, apart from what the command itself writes.
struct CageReport {
  private let end: Descriptor
  private var beginning: [UInt8] = []

  /// bubblewrap's complaint is a line; nothing else has been written by then.
  private static let beginningBytes = 1024
  /// Two short lines.
  private static let reportBytes = 4096

  init(_ end: Descriptor, beginning: [UInt8] = []) {
    self.end = end
    self.beginning = beginning
    end.setNonblocking()
  }

  /// Takes in what came through the command's outputs.
  mutating func note(_ bytes: Slice<UnsafeMutableRawBufferPointer>) {
    let room = Self.beginningBytes - beginning.count
    if room > 0 { beginning += bytes.prefix(room) }
  }

  /// Why the command never ran; nil where it did. Asked when all has ended.
  var failure: String? {
    let told = withUnsafeTemporaryAllocation(byteCount: Self.reportBytes, alignment: 8) { buffer in
      let count = end.read(into: buffer) ?? 0
      return String(decoding: buffer[..<count], as: UTF8.self)
    }
    // It is written only where the program was started.
    if told.contains("\"exit-code\"") { return nil }
    let lines = String(decoding: beginning, as: UTF8.self).split(separator: "\n")
    let words = lines.first { $0.hasPrefix("bwrap: ") }?.dropFirst("bwrap: ".count)
    return words.map(String.init) ?? "bubblewrap ended before it had begun"
  }
}
