internal import Runtimes
internal import Synchronization

/// Takes what a program writes to its terminal out of what tmux says, and passes it on.
final class PaneListener: OutputSink {
  fileprivate struct State {
    var talk = PaneTalk()
    /// Lines of tmux's have a bound of their own, far below this.
    var cutter = LineCutter(bytesMost: Dialogues.lineBytes)
    var hasBegun = false
    var status: Int32?
    var beginning: [UInt8] = []
  }

  private let state = Mutex(State())
  private let next: any OutputSink
  private let attended: @Sendable (Bool) -> Void

  /// As much as is looked at to find why a program never ran.
  fileprivate static let beginningBytes = 1024

  /// - Parameter attended: hears whether a person can type, whenever somebody came or went.
  init(passingTo next: any OutputSink, attended: @escaping @Sendable (Bool) -> Void) {
    self.next = next
    self.attended = attended
  }

  /// How the program ended; nil while it has not, or nobody was told.
  var status: Int32? { state.withLock(\.status) }
  var hasBegun: Bool { state.withLock(\.hasBegun) }
  /// The first of what the program wrote.
  var beginning: [UInt8] { state.withLock(\.beginning) }
  /// What tmux itself had to say.
  var complaints: [String] { state.withLock(\.talk.complaints) }

  func take(
    _ bytes: UnsafeRawBufferPointer, from channel: OutputChannel, at milliseconds: Int64
  ) {
    for notice in state.withLock({ $0.hear(bytes) }) {
      switch notice {
      case .output(let written):
        written.withUnsafeBytes { next.take($0, from: .standard, at: milliseconds) }
      case .attended(let isAttended): attended(isAttended)
      case .began, .over, .visited: break
      }
    }
  }

  func pause() { next.pause() }
}

extension PaneListener.State {
  fileprivate mutating func hear(_ bytes: UnsafeRawBufferPointer) -> [PaneTalk.Notice] {
    let notices = cutter.lines(in: bytes).compactMap { talk.hear($0[...]) }
    for notice in notices { note(notice) }
    return notices
  }

  private mutating func note(_ notice: PaneTalk.Notice) {
    switch notice {
    case .began: hasBegun = true
    case .over(let status): self.status = self.status ?? status
    case .output(let written):
      beginning += written.prefix(PaneListener.beginningBytes - beginning.count)
    case .visited, .attended: break
    }
  }
}
