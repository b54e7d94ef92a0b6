/// The parser for what a program wrote to a terminal: the letters, without what moves, colours or
/// configures.
///
/// A full-screen program draws and draws again; what comes out can be read and searched, not seen as
/// it was. Its state is a few bytes, however a sequence is cut into lines.
public struct TerminalTranscriptParser: TranscriptParser, Sendable {
  private var state = State.letters
  private var numbers: [UInt8] = []

  private enum State {
    case letters, escape, control
    /// A title, a clipboard, a picture: up to its end, and no further than a program's word for it.
    case string(Int)
    case stringEscape
    /// What names a character set: one more byte.
    case one
  }

  /// More numbers than any sequence has that means something here.
  private static let numberBytes = 16
  /// A string that does not end must not swallow all that comes.
  private static let stringBytes = 4096
  /// Letters are set apart by moving right; nothing is further than a line is wide.
  private static let movedMost = 80

  public init() {}

  public mutating func events(in line: TranscriptLine) -> [TranscriptEvent] {
    let text = self.text(of: line.bytes)
    let isDrawn = text.contains { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: " ") }
    // What only moves is not told; an empty line that was written as one is.
    guard isDrawn || line.bytes.allSatisfy({ $0 == UInt8(ascii: "\r") }) else { return [] }
    return [
      TranscriptEvent(
        seq: line.seq, milliseconds: line.milliseconds,
        body: .output(line.stream, text: String(decoding: text, as: UTF8.self)))
    ]
  }

  /// The letters of lines that are there as a whole.
  public static func plain(_ bytes: [UInt8]) -> [UInt8] {
    var parser = TerminalTranscriptParser()
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return Array(lines.map { parser.text(of: Array($0)) }.joined(separator: [UInt8(ascii: "\n")]))
  }

  /// The letters of a line or a piece of one.
  private mutating func text(of bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    for byte in bytes { take(byte, into: &text) }
    while let last = text.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: " ") {
      text.removeLast()
    }
    return text
  }

  private mutating func take(_ byte: UInt8, into text: inout [UInt8]) {
    // Both end whatever sequence they stand in.
    if byte == 0x18 || byte == 0x1a { return state = .letters }
    switch state {
    case .letters: takeLetter(byte, into: &text)
    case .escape: state = Self.state(after: byte)
    case .one: state = .letters
    case .control: takeControl(byte, into: &text)
    case .string(let count):
      if byte == 0x07 || count >= Self.stringBytes {
        state = .letters
      } else {
        state = byte == 0x1b ? .stringEscape : .string(count + 1)
      }
    case .stringEscape:
      state = .escape
      if byte == UInt8(ascii: "\\") { state = .letters } else { take(byte, into: &text) }
    }
  }

  private mutating func takeLetter(_ byte: UInt8, into text: inout [UInt8]) {
    switch byte {
    case 0x1b: state = .escape
    case UInt8(ascii: "\r"): breakLine(&text)
    case 0x08:
      while let last = text.last, last & 0xc0 == 0x80 { text.removeLast() }
      if let last = text.last, last != UInt8(ascii: "\n") { text.removeLast() }
    case UInt8(ascii: "\t"): text.append(byte)
    case ..<0x20, 0x7f: break
    default: text.append(byte)
    }
  }

  private static func state(after byte: UInt8) -> State {
    switch byte {
    case UInt8(ascii: "["): .control
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
      UInt8(ascii: "_"), UInt8(ascii: "k"):
      .string(0)
    case 0x20...0x2f: .one
    case 0x1b: .escape
    default: .letters
    }
  }

  private mutating func takeControl(_ byte: UInt8, into text: inout [UInt8]) {
    if byte == 0x1b {
      numbers = []
      return state = .escape
    }
    guard (0x40...0x7e).contains(byte) else {
      if numbers.count < Self.numberBytes { numbers.append(byte) }
      return
    }
    state = .letters
    defer { numbers = [] }
    switch byte {
    case UInt8(ascii: "C"):
      let count = Int(String(decoding: numbers, as: UTF8.self)) ?? 1
      text += [UInt8](repeating: UInt8(ascii: " "), count: min(max(1, count), Self.movedMost))
    case UInt8(ascii: "G"):
      // To a column: whatever it is, another word begins.
      if let last = text.last, last != UInt8(ascii: " "), last != UInt8(ascii: "\n") {
        text.append(UInt8(ascii: " "))
      }
    case UInt8(ascii: "A"), UInt8(ascii: "B"), UInt8(ascii: "E"), UInt8(ascii: "F"),
      UInt8(ascii: "H"), UInt8(ascii: "J"), UInt8(ascii: "d"), UInt8(ascii: "f"):
      breakLine(&text)
    default: break
    }
  }

  private func breakLine(_ text: inout [UInt8]) {
    while text.last == UInt8(ascii: " ") { text.removeLast() }
    if let last = text.last, last != UInt8(ascii: "\n") { text.append(UInt8(ascii: "\n")) }
  }
}
