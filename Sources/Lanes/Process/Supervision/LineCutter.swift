/// Cuts what comes in pieces into lines; one that is too long is passed over.
struct LineCutter {
  private let bytesMost: Int
  /// What there is of a line so far; nil behind as much as is kept of one.
  private var line: [UInt8]? = []

  init(bytesMost: Int) { self.bytesMost = bytesMost }

  /// The lines that `bytes` complete, without their newlines.
  mutating func lines(in bytes: UnsafeRawBufferPointer) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var rest = bytes[...]
    while let newline = rest.firstNewline {
      grow(rest[..<newline])
      if let line { lines.append(line) }
      line = []
      rest = rest[(newline + 1)...]
    }
    grow(rest)
    return lines
  }

  private mutating func grow(_ more: Slice<UnsafeRawBufferPointer>) {
    guard let known = line?.count, known + more.count <= bytesMost else { return line = nil }
    line?.append(contentsOf: more)
  }
}
