internal import Model
internal import Runtimes
internal import Synchronization

/// Reads what a worker's program writes while it works, and passes all of it on.
final class RunListener: OutputSink {
  fileprivate struct State {
    var parser: any TranscriptParser
    var reading = RunReading()
    var seq = 0
    /// How the run was bound to end when it was given up.
    var doom: Outcome?
  }

  private let state: Mutex<State>
  private let next: any OutputSink
  private let hopeless: @Sendable () -> Void

  /// - Parameter hopeless: called once, where nothing more can come of the run.
  init(
    _ parser: any TranscriptParser, passingTo next: any OutputSink,
    hopeless: @escaping @Sendable () -> Void
  ) {
    state = Mutex(State(parser: parser))
    self.next = next
    self.hopeless = hopeless
  }

  var reading: RunReading { state.withLock(\.reading) }
  /// How the run was bound to end where nothing more could come of it; nil where that never was.
  var doom: Outcome? { state.withLock(\.doom) }

  func take(
    _ bytes: UnsafeRawBufferPointer, from channel: OutputChannel, at milliseconds: Int64
  ) {
    next.take(bytes, from: channel, at: milliseconds)
    let isHopeless = state.withLock { state in
      state.hear(bytes, from: channel, at: milliseconds)
      guard state.doom == nil, let outcome = state.reading.hopeless else { return false }
      state.doom = outcome
      return true
    }
    if isHopeless { hopeless() }
  }

  func pause() { next.pause() }
}

extension RunListener.State {
  /// A line is heard in pieces, as it comes, so that none has to be kept.
  fileprivate mutating func hear(
    _ bytes: UnsafeRawBufferPointer, from channel: OutputChannel, at milliseconds: Int64
  ) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let newline = rest.firstNewline
      let piece = rest[..<(newline ?? rest.endIndex)]
      seq += 1
      let line = TranscriptLine(
        seq: seq, milliseconds: milliseconds, stream: channel, bytes: Array(piece),
        ending: newline == nil ? .open : .newline)
      for event in parser.events(in: line) { reading.take(event) }
      rest = newline.map { rest[($0 + 1)...] } ?? rest[rest.endIndex...]
    }
  }
}
