public import Model
import Operations
import Render
internal import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The world as a command sees it: all input and output go through here, and a test makes its
/// own.
public struct Context: Sendable {
  public enum Channel: Hashable, Sendable {
    case output
    case error
  }

  /// Where paths start.
  var directory: String
  /// The absolute path of this program.
  let program: String
  /// All of it: lanes and signing need more than a command itself looks at.
  let environment: [String: String]
  /// The channels that a person looks at.
  let terminals: Set<Channel>
  /// How wide lines may be that are cut: the terminal as it is now.
  let columns: @Sendable () -> Int
  /// How many lines a picture may have; nil where there is no end to them.
  let rows: @Sendable () -> Int?
  let write: @Sendable (Channel, String) -> Void
  /// Writes to the output what is no text.
  let writeBytes: @Sendable ([UInt8]) -> Void
  /// Whether a person is at both ends, so that an editor can be opened for them.
  let isInteractive: Bool
  /// Reads standard input to its end, at most so many bytes; nil where a person is at it.
  let readInput: @Sendable (_ limit: Int) -> [UInt8]?
  let now: @Sendable () -> Instant
  /// Becomes another program, which then has the terminal and all output; nil where the output is
  /// to be had here.
  let handOver: (@Sendable (_ words: [String]) -> Void)?
  /// Asks the person at the terminal; nil where nobody is there.
  let ask: @Sendable (_ question: String) -> Bool?
  var wantsJSON = false

  /// `now` is the system's clock where it is not given.
  public init(
    directory: String, program: String, environment: [String: String] = [:],
    terminals: Set<Channel> = [],
    columns: @escaping @Sendable () -> Int = { Width.terminal },
    rows: @escaping @Sendable () -> Int? = { nil },
    isInteractive: Bool = false,
    now: (@Sendable () -> Instant)? = nil,
    handOver: (@Sendable (_ words: [String]) -> Void)? = nil,
    readInput: @escaping @Sendable (_ limit: Int) -> [UInt8]? = { _ in nil },
    ask: @escaping @Sendable (_ question: String) -> Bool? = { _ in nil },
    writeBytes: (@Sendable ([UInt8]) -> Void)? = nil,
    write: @escaping @Sendable (Channel, String) -> Void
  ) {
    self.directory = directory
    self.program = program
    self.environment = environment
    self.terminals = terminals
    self.columns = columns
    self.rows = rows
    self.isInteractive = isInteractive
    self.write = write
    self.writeBytes = writeBytes ?? { write(.output, String(decoding: $0, as: UTF8.self)) }
    self.readInput = readInput
    self.now = now ?? { .present }
    self.handOver = handOver
    self.ask = ask
  }

  /// What the person at the terminal answers; nil where nobody is there.
  func confirm(_ question: String) -> Bool? { ask(question) }

  func workspace() throws(Problem) -> Workspace {
    try Workspace(in: directory, program: program, environment: environment, now: now)
  }

  /// Prints an answer as it is wanted.
  func show(_ answer: Answer) {
    let form: OutputForm =
      wantsJSON
      ? .json(terminals.contains(.output) ? .indented : .oneLine) : .text(colour(of: .output))
    write(.output, form.text(of: answer))
  }

  /// Says on standard error why nothing came of it.
  func complain(_ problem: Problem) {
    guard !wantsJSON else {
      let error: JSONValue = [
        "error": [
          "kind": .string(problem.kind.rawValue), "message": .string(problem.message),
          "hint": JSONValue(problem.hint),
        ]
      ]
      return write(.error, JSONText(.oneLine).text(of: error) + "\n")
    }
    let colour = colour(of: .error)
    let said = problem.message.split(separator: "\n", omittingEmptySubsequences: true)
    for (index, text) in said.enumerated() {
      let start = index == 0 ? Line("error: ", .bad) : Line("  ")
      write(.error, (start + Line(String(text))).drawn(colour) + "\n")
    }
    if let hint = problem.hint {
      write(.error, (Line("hint: ", .warning) + Line(hint)).drawn(colour) + "\n")
    }
  }

  func colour(of channel: Channel) -> Colour {
    Colour(isTerminal: terminals.contains(channel), environment: environment)
  }
}

extension Context {
  /// Goes to each directory from the one before, as `git -C` does.
  mutating func enter(_ directories: [String]) throws(Problem) {
    for name in directories where !name.isEmpty {
      let path = absolute(name)
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        throw Problem(
          .environment, "cannot run in \(name): there is no such directory",
          hint: "-C takes the path of a directory")
      }
      directory = Self.resolved(path) ?? path
    }
  }

  /// The path without links and dots, or nil when nothing is there.
  static func resolved(_ path: String) -> String? {
    guard let result = realpath(path, nil) else { return nil }
    defer { free(result) }
    return String(cString: result)
  }

  /// The first `limit` bytes of a file.
  func read(_ name: String, limit: Int) throws(Problem) -> [UInt8] {
    let file = open(absolute(name), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw unreadable(name) }
    defer { close(file) }
    guard let bytes = Self.read(file, limit: limit) else { throw unreadable(name) }
    return bytes
  }

  /// What a descriptor gives until its end or `limit`; nil, with `errno`, where it cannot be read.
  static func read(_ file: Int32, limit: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: min(limit, 65_536))
    while bytes.count < limit {
      let got = chunk.withUnsafeMutableBytes { try? FileDescriptor(rawValue: file).read(into: $0) }
      guard let got else { return nil }
      if got == 0 { break }
      bytes += chunk[..<min(got, limit - bytes.count)]
    }
    return bytes
  }

  private func unreadable(_ name: String) -> Problem {
    let reason = String(cString: strerror(errno))
    return Problem(
      errno == ENOENT ? .noSuchThing : .environment, "cannot read \(name): \(reason)",
      hint: "paths start at \(directory)")
  }

  func absolute(_ name: String) -> String {
    name.hasPrefix("/") ? name : directory + "/" + name
  }
}
