/// What a command of a worker's may see and change, made by bubblewrap: all else is read only or
/// hidden, it has processes of its own that end with it, and no privilege can be gained.
public struct Cage: Hashable, Sendable {
  /// The path of `bwrap`.
  public let bubblewrap: String
  /// In this order: what is mounted later stands on what was mounted before.
  var mounts: [Mount]
  public var network: Network
  /// Set in the environment over whatever the command brings.
  var variables: [String: String] = [:]

  /// One place in the cage's file system.
  enum Mount: Hashable {
    /// An empty directory of its own, gone afterwards.
    case empty(String)
    /// A file that cannot be read.
    case veiled(String)
    case reading(String, at: String)
    case writing(String, at: String)
    /// A link, where the directory that it stands in is the cage's own.
    case directory(String)
  }

  public enum Network: String, Hashable, Sendable {
    case on
    /// A loopback of its own and nothing else.
    case off
  }

  /// What the kernel lets a root set by name alone, without any capability. `core_pattern` among
  /// them names a program that is run outside of every cage.
  private static let kernelSettings = ["sys", "sysrq-trigger", "mtrr", "acpi", "fs", "scsi"]

  /// What a command in a cage has for input and output.
  enum Ends: Hashable {
    case pipes
    /// A terminal of its own, on which nothing else depends: it stays with its session.
    case terminal
  }

  /// The words that start `program` with `command`'s arguments in the cage.
  func words(for command: SupervisedCommand, started program: String) -> [String] {
    words(to: [program] + command.arguments, in: command.directory, report: true)
  }

  func words(
    to command: [String], in directory: String, report: Bool, ends: Ends = .pipes
  ) -> [String] {
    var words = [bubblewrap, "--unshare-all", "--die-with-parent"]
    // Out of reach of our own terminal's input.
    if ends == .pipes { words.append("--new-session") }
    if network == .on { words.append("--share-net") }
    // A root in there keeps none of what makes it one.
    words += ["--cap-drop", "ALL", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    words += Self.kernelSettings.flatMap { ["--ro-bind-try", "/proc/\($0)", "/proc/\($0)"] }
    words += mounts.flatMap(\.words)
    for (name, value) in variables.sorted(by: { $0.key < $1.key }) {
      words += ["--setenv", name, value]
    }
    words += ["--chdir", directory]
    if report { words += ["--json-status-fd", "3"] }
    return words + ["--"] + command
  }
}

extension Cage.Mount {
  fileprivate var words: [String] {
    switch self {
    case .empty(let path): ["--tmpfs", path]
    // Devices do not open where they are bound so.
    case .veiled(let path): ["--ro-bind", "/dev/null", path]
    case .reading(let source, let path): ["--ro-bind", source, path]
    case .writing(let source, let path): ["--bind", source, path]
    case .directory(let path): ["--dir", path]
    }
  }
}
