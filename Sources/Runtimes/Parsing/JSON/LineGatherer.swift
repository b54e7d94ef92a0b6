/// Puts the pieces of one output's lines together, as far as they begin like a record.
///
/// Text is passed on as it comes. A record is passed on as soon as its last brace is there: a
/// program may die before it writes the newline.
struct LineGatherer: Sendable {
  enum Gathered: Hashable, Sendable {
    /// A whole line that begins like an object.
    case record([UInt8])
    /// Text, or a piece of it.
    case text([UInt8])
    case nothing
  }

  /// Bytes of a record that does not end, shown as text.
  static let brokenBytes = 4096

  private enum State {
    case fresh
    case gathering(LongLine)
    /// In a line that is text, or behind the end of a record.
    case passing
  }

  private var state = State.fresh

  mutating func take(_ bytes: [UInt8], _ ending: TranscriptLine.Ending) -> Gathered {
    switch state {
    case .passing:
      if ending == .newline { state = .fresh }
      return Self.isBlank(bytes[...]) ? .nothing : .text(bytes)
    case .fresh:
      guard Self.beginsRecord(bytes) else {
        // What begins with blanks may still be a record.
        if ending == .open, Self.isBlank(bytes[...]) { return .nothing }
        if ending == .open { state = .passing }
        return .text(bytes)
      }
      return ending == .newline ? .record(bytes) : gather(LongLine(), bytes, ending)
    case .gathering(let line):
      state = .fresh
      return gather(line, bytes, ending)
    }
  }

  private mutating func gather(
    _ gathered: consuming LongLine, _ bytes: [UInt8], _ ending: TranscriptLine.Ending
  ) -> Gathered {
    var line = gathered
    let rest = line.take(bytes)
    state = ending == .newline ? .fresh : .passing
    if line.isClosed, Self.isBlank(rest) { return .record(line.bytes) }
    if line.isClosed || line.isTooLong || ending == .newline {
      return .text(Array(line.bytes.prefix(Self.brokenBytes)))
    }
    state = .gathering(line)
    return .nothing
  }

  private static func beginsRecord(_ bytes: [UInt8]) -> Bool {
    bytes.first { !isSpace($0) } == UInt8(ascii: "{")
  }

  private static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy(isSpace) }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0d
  }
}
