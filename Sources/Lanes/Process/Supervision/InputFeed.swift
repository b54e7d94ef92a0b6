internal import Runtimes

/// What is still to be written to a command's standard input.
struct InputFeed {
  let end: Descriptor
  private var bytes: ArraySlice<UInt8>
  private var dialogue: (any Dialogue)?
  private var isClosed = false
  private var cutter = LineCutter(bytesMost: Dialogues.lineBytes)

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
    // What asks and never reads the answers is not heard.
    for line in cutter.lines(in: output) where bytes.count < Self.waitingBytes {
      bytes += dialogue?.hear(line[...]) ?? []
    }
  }

  /// What may wait to be read by a command: a prompt and many answers.
  private static let waitingBytes = 4 << 20

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
