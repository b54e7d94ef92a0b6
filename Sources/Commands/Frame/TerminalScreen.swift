internal import Dispatch
import Render
import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A picture that fills a terminal, in place of what stood there; that comes back however the
/// program is ended, `kill -9` aside.
final class TerminalScreen {
  private let glass: Glass
  private let sources: [any DispatchSourceProtocol]

  /// - `wake`: is called when the picture has to be drawn anew, or its viewer has left.
  init(_ write: @escaping @Sendable (String) -> Void, wake: @escaping @Sendable () -> Void) {
    let glass = Glass(write)
    let queue = DispatchQueue(label: "o8.screen")
    func source(_ number: Int32, _ handler: @escaping @Sendable () -> Void)
      -> any DispatchSourceProtocol
    {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler(handler: handler)
      source.activate()
      return source
    }
    let keys = DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: queue)
    keys.setEventHandler {
      if glass.isLeft(byKeys: STDIN_FILENO) { wake() }
    }
    self.glass = glass
    sources =
      [SIGINT, SIGTERM, SIGHUP, SIGQUIT].map { number in
        source(number) {
          glass.close()
          signal(number, SIG_DFL)
          kill(getpid(), number)
        }
      } + [
        source(SIGWINCH) {
          glass.forget()
          wake()
        },
        source(SIGTSTP) {
          glass.close()
          // Goes on behind this line when the shell brings it back.
          kill(getpid(), SIGSTOP)
          glass.open()
          wake()
        }, keys,
      ]
    glass.open()
    keys.activate()
  }

  deinit {
    for source in sources { source.cancel() }
    glass.close()
  }

  /// Whether the viewer asked to go.
  var isLeft: Bool { glass.isLeft }

  /// Puts the lines there, as many as fit; nothing where they stand there already.
  func show(_ lines: [Line], _ size: TerminalSize, _ colour: Colour) {
    glass.show(Self.frame(lines, size, colour))
  }

  /// What draws the lines over whatever stands there, without a moment of emptiness.
  static func frame(_ lines: [Line], _ size: TerminalSize, _ colour: Colour) -> String {
    let rows = size.rows ?? lines.count
    var shown = lines
    if lines.count > rows {
      let left = lines.count - rows + 1
      shown = lines.prefix(max(0, rows - 1)) + [Line("… \(left) more lines", .faint)]
    }
    let drawn = shown.map { $0.clipped(to: size.columns).drawn(colour) + "\u{1b}[K" }
    return "\u{1b}[H" + drawn.joined(separator: "\r\n") + "\u{1b}[J"
  }
}

/// What signal handlers and the one who draws share.
private final class Glass: Sendable {
  private struct State {
    var isOpen = false
    var isLeft = false
    var shown: String?
    var settings: termios?
  }

  private let state = Mutex(State())
  private let write: @Sendable (String) -> Void

  init(_ write: @escaping @Sendable (String) -> Void) { self.write = write }

  var isLeft: Bool { state.withLock { $0.isLeft } }

  func open() {
    state.withLock { state in
      guard !state.isOpen else { return }
      var settings = termios()
      if tcgetattr(STDIN_FILENO, &settings) == 0 {
        state.settings = settings
        // Keys come one by one and are not shown: they would stand in the picture.
        settings.c_lflag &= ~tcflag_t(ECHO | ICANON)
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
      }
      (state.isOpen, state.shown) = (true, nil)
      write("\u{1b}[?1049h\u{1b}[?25l")
    }
  }

  func close() {
    state.withLock { state in
      guard state.isOpen else { return }
      state.isOpen = false
      write("\u{1b}[?25h\u{1b}[?1049l")
      if var settings = state.settings { tcsetattr(STDIN_FILENO, TCSANOW, &settings) }
    }
  }

  func forget() { state.withLock { $0.shown = nil } }

  func show(_ frame: String) {
    state.withLock { state in
      guard state.isOpen, state.shown != frame else { return }
      write(frame)
      state.shown = frame
    }
  }

  /// Reads what was typed; whether it was `q`.
  func isLeft(byKeys file: Int32) -> Bool {
    var byte: UInt8 = 0
    guard read(file, &byte, 1) == 1, byte == UInt8(ascii: "q") else { return false }
    state.withLock { $0.isLeft = true }
    return true
  }
}
