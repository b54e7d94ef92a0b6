internal import Git
internal import Model

/// The terminal of a packet's worker: a tmux of the lane's own, which ends with its lane.
///
/// Its socket and files lie in the lane's directory, which no cage shows. Everything names the socket
/// from there: a path of any length would not fit into what the kernel takes for one.
public struct LaneTerminal: Hashable, Sendable {
  public let directory: String

  public init(of place: LanePlace) { directory = place.directory }

  /// What the one session of it is called, and its window at first.
  static let name = "worker"
  static let socket = "terminal"
  var settingsFile: String { "\(directory)/terminal.conf" }
  var scriptFile: String { "\(directory)/terminal.sh" }
  /// Where bubblewrap tells whether it started the program.
  var reportFile: String { "\(directory)/terminal.cage" }

  /// As large as a terminal that nobody looks at is taken to be.
  static let columns = 120
  static let lines = 40
  /// What can be scrolled back to; the lane keeps the rest.
  static let historyLines = 5000

  /// How tmux is told which one is meant, in `directory`.
  static let address = ["-S", socket, "-u"]

  /// What attaches a person's terminal, to be run in `directory`.
  public static func visit(_ access: Access) -> [String] {
    address + ["-N", "attach-session", "-E"] + (access == .reading ? ["-r"] : []) + ["-t", name]
  }

  public enum Access: Hashable, Sendable { case reading, typing }

  /// Whether tmux can be reached.
  public var isThere: Bool { Folder.exists("\(directory)/\(Self.socket)") }

  /// What is typed has to be text: a control character is a key that does something.
  public static func canType(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy {
      $0 == "\n" || $0 == "\t" || !($0.value < 0x20 || (0x7f...0x9f).contains($0.value))
    }
  }

  /// Whether a person types there now.
  public enum Attendance: Hashable, Sendable {
    case typing
    /// Be it that somebody looks on.
    case nobodyTypes
    /// There is no terminal any more, or none yet.
    case over
  }

  public func attendance(_ tmux: TerminalProgram) async -> Attendance {
    let words = Self.address + ["-N", "list-clients", "-F", PaneTalk.visitorForm]
    let answer = try? await Program(tmux.path).run(
      words, in: directory, limit: 64 << 10, timeoutSeconds: TerminalProgram.answerSeconds)
    guard let answer, answer.exit == 0 else { return .over }
    let visitors = answer.text.split(separator: "\n")
    return visitors.contains { $0 == PaneTalk.typingVisitor } ? .typing : .nobodyTypes
  }
}

/// The tmux of this machine.
public struct TerminalProgram: Hashable, Sendable {
  public let path: String
  public let version: String

  /// The first that keeps what a program writes from reaching the terminal of who attaches unread
  /// (`allow-passthrough`).
  static let least = (3, 3)
  public static let leastText = "3.3"
  /// It answers in milliseconds.
  static let answerSeconds = 10

  public enum Standing: Hashable, Sendable {
    case works(TerminalProgram)
    /// Why not.
    case lacking(String)
  }

  /// The one on the `PATH` of an environment.
  public static func find(in environment: [String: String]) async -> Standing {
    let search = environment["PATH"] ?? WorkerEnvironment.fallbackPath
    let folders = search.split(separator: ":").filter { $0.hasPrefix("/") }
    guard let path = folders.map({ "\($0)/tmux" }).first(where: Platform.isRunnableFile) else {
      return .lacking("tmux is not on PATH")
    }
    guard
      let answer = try? await Program(path).run(
        ["-V"], in: "/", limit: 4096, timeoutSeconds: answerSeconds), answer.exit == 0
    else { return .lacking("\(path) does not tell its version") }
    let text = SafeText.singleLine(answer.text, limit: 40)
    let version = text.split(separator: " ").last.map(String.init) ?? ""
    guard let numbers = numbers(in: version), numbers >= least else {
      return .lacking("\(path) is \(text), and \(leastText) or newer is needed")
    }
    return .works(TerminalProgram(path: path, version: version))
  }

  /// `3.3a`, `next-3.4`, `3.5-rc`.
  static func numbers(in version: String) -> (Int, Int)? {
    let parts = version.drop { !$0.isNumber }.split(separator: ".", maxSplits: 1)
    guard parts.count == 2, let major = Int(parts[0]),
      let minor = Int(parts[1].prefix { $0.isASCII && $0.isNumber })
    else { return nil }
    return (major, minor)
  }
}
