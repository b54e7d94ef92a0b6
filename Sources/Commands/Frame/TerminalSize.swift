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

  /// As the terminal says. What is none has no edge, unless `COLUMNS` was exported to give it one:
  /// a program that reads a line wants all of it.
  init(of file: Int32, environment: [String: String]) {
    var size = winsize()
    let isTerminal = ioctl(file, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    let said = isTerminal ? Int(size.ws_col) : environment["COLUMNS"].flatMap { Int($0) }
    let usual = isatty(file) == 1 ? Width.terminal : Width.unlimited
    columns = said.map { min(max($0, Self.leastColumns), Self.mostColumns) } ?? usual
    rows = isTerminal && size.ws_row > 0 ? Int(size.ws_row) : nil
  }
}
