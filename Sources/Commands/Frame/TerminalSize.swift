#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// How much fits on a terminal.
struct TerminalSize: Hashable {
  var columns: Int
  /// Nil for what has no end, such as a pipe.
  var rows: Int?

  /// Narrower than this nothing can be read, and some terminals say 0 or 1.
  private static let leastColumns = 20
  /// No line is as long; wider is a mistake in `COLUMNS`.
  private static let mostColumns = 10_000

  init(columns: Int, rows: Int?) {
    self.columns = columns
    self.rows = rows
  }

  /// As the terminal says; for what is none, as `COLUMNS` says.
  init(of file: Int32, environment: [String: String]) {
    var size = winsize()
    let isTerminal = ioctl(file, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    let said = isTerminal ? Int(size.ws_col) : environment["COLUMNS"].flatMap { Int($0) }
    columns = min(max(said ?? Width.terminal, Self.leastColumns), Self.mostColumns)
    rows = isTerminal && size.ws_row > 0 ? Int(size.ws_row) : nil
  }
}
