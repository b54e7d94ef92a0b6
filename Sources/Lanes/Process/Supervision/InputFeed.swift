internal import Runtimes

/// What is still to be written to a command's standard input.
struct InputFeed {
  let end: Descriptor
  private var bytes: ArraySlice<UInt8>
  private var dialogue: (any Dialogue)?
  private var isClosed = false
  /// What its output has of a line so far; nil behind one that is too long to be heard.
  private var line: [UInt8]? = []

  init(_ end: Descriptor, _ command: SupervisedCommand) {
    self.end = end
    dialogue = command.dialogue
    bytes = (dialogue?.begin() ?? command.input ?? [])[...]
    end.setNonblocking()
  }

  var isWaiting: Bool { !isClosed && !bytes.isEmpty }

  /// Whether the descriptor can go, which is how the command learns that there is no more.
  var isFinished: Bool { isClosed || (bytes.isEmpty && dialogue?.isOver != false) }

  /// How many messages the command has taken up of those that it was steered with.
  var taken: Int { dialogue?.taken ?? 0 }

  /// Has the dialogue hear what the command wrote to its standard output.
  mutating func hear(_ output: UnsafeRawBufferPointer) {
    guard dialogue != nil else { return }
    var rest = output[...]
    while let newline = rest.firstIndex(of: 10) {
      // What asks and never reads the answers is heard no further.
      guard bytes.count < Self.waitingBytes else { return line = nil }
      grow(rest[..<newline])
      if let line { bytes += dialogue?.hear(line[...]) ?? [] }
      line = []
      rest = rest[(newline + 1)...]
    }
    grow(rest)
  }

  /// What may wait to be read by a command: a prompt and many answers.
  private static let waitingBytes = 4 << 20

  private mutating func grow(_ more: Slice<UnsafeRawBufferPointer>) {
    guard let known = line?.count, known + more.count <= Dialogues.lineBytes else {
      return line = nil
    }
    line?.append(contentsOf: more)
  }

  /// Returns whether the command was told.
  mutating func steer(_ text: String) -> Bool {
    guard !isClosed, let words = dialogue?.steer(text) else { return false }
    bytes += words
    return true
  }

  /// Returns whether the command was asked to end its turn.
  mutating func interrupt() -> Bool {
    guard !isClosed, let words = dialogue?.interrupt() else { return false }
    bytes += words
    return true
  }

  /// Writes what fits. A command that does not read its input has not failed.
  mutating func write() {
    do {
      while isWaiting {
        guard let count = try bytes.withUnsafeBytes({ try end.write($0) }) else { return }
        bytes = bytes.dropFirst(count)
      }
    } catch { isClosed = true }
  }
}
