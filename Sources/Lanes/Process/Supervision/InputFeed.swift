internal import Runtimes

/// What is still to be written to a command's standard input.
struct InputFeed {
  let end: Descriptor
  private var bytes: ArraySlice<UInt8>
  private let staysOpen: Bool
  private var isClosed = false

  init(_ end: Descriptor, _ command: SupervisedCommand) {
    self.end = end
    bytes = (command.input ?? [])[...]
    staysOpen = command.interrupt != .signal
    end.setNonblocking()
  }

  var isWaiting: Bool { !isClosed && !bytes.isEmpty }

  /// Whether the descriptor can go, which is how the command learns that there is no more.
  var isFinished: Bool { isClosed || (bytes.isEmpty && !staysOpen) }

  mutating func append(_ more: [UInt8]) { bytes += more }

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
