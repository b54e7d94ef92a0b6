import Git
import Model

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The whole loop on a throw-away repository, with the commands that a person would type.
public struct Tour: Sendable {
  /// What a spectator sees, in order.
  public enum Scene: Hashable, Sendable {
    case says(String)
    case command(String)
    /// What the command above said, and how it ended.
    case output(String, exit: Int32)
  }

  /// Everything that the tour makes is in here: repository, lanes, key, configuration.
  public let directory: String
  /// The directory that the program is in, where `git o8` would not find it otherwise.
  public let programFolder: String?

  private let script: TourScript
  private let environment: [String: String]

  /// Packets of the tour are done in seconds; a command that takes so long hangs.
  private static let commandSeconds = 300

  public var repository: String { directory + "/repository" }

  /// - Parameters:
  ///   - start: where the tour was asked for; a repository there is cloned.
  ///   - keep: the directory to make; nil for one among the temporary files.
  public init(
    from start: String, program: String, environment: [String: String], keep: String?
  ) throws {
    directory = try Self.make(keep, environment)
    let folder = program.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
    programFolder = Self.finds(program, environment) ? nil : folder
    (script, self.environment) = (
      Self.script(from: start, in: directory),
      Self.closed(environment, directory: directory, programFolder: folder)
    )
  }

  /// Runs it to its end. Throws a `Problem` where a command ends otherwise than it should.
  public func run(_ show: (Scene) -> Void) async throws {
    for folder in ["repository", "home", "key", "lanes"] {
      try FileManager.default.createDirectory(
        atPath: "\(directory)/\(folder)", withIntermediateDirectories: true)
    }
    try write(Self.identity(lanes: directory + "/lanes"), to: "\(directory)/home/.gitconfig")
    try TourKey.make(in: directory + "/key")
    for step in script.start { try await take(step, show) }
    try FileManager.default.createDirectory(
      atPath: "\(repository)/\(TourFiles.folder)", withIntermediateDirectories: true)
    for (path, text) in TourFiles.all { try write(text, to: "\(repository)/\(path)") }
    for step in script.rest { try await take(step, show) }
  }

  private func take(_ step: TourStep, _ show: (Scene) -> Void) async throws {
    switch step {
    case .say(let text): show(.says(text))
    case .run(let command, let expectation):
      show(.command(command))
      let result = try await Program("sh", environment: .exactly(environment)).run(
        ["-c", "exec 2>&1\n" + command], in: repository, timeoutSeconds: Self.commandSeconds)
      show(.output(result.text, exit: result.exit))
      guard (result.exit == 0) == (expectation == .success) else {
        throw Problem(
          .environment, "the tour stopped at `\(command)`, which ended with \(result.exit)",
          hint: "everything is in \(directory)")
      }
    }
  }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }
}

extension Tour {
  private static func make(
    _ keep: String?, _ environment: [String: String]
  ) throws(Problem) -> String {
    let base = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
    let path = keep ?? "\(base)/o8-tour-\(UInt32.random(in: .min ... .max))"
    guard mkdir(path, 0o700) == 0 else {
      throw Problem(
        .environment, "cannot make \(path) for the tour: \(String(cString: strerror(errno)))",
        hint: "name a directory that does not exist yet, with --keep DIR")
    }
    return FilePaths.resolved(path) ?? path
  }

  /// The repository at `start` where it can be cloned whole, else one that is made up.
  private static func script(from start: String, in directory: String) -> TourScript {
    let madeUp = TourScript(source: nil, branch: "main", directory: directory)
    guard let repository = try? Repository.discover(from: start), !repository.isShallow,
      let head = try? repository.head(), head.commit != nil
    else { return madeUp }
    let name = head.branch?.short ?? ""
    return TourScript(
      source: repository.location.commonDirectory,
      branch: name.isEmpty || name.hasPrefix("o8/") ? "tour" : name, directory: directory)
  }

  private static func finds(_ program: String, _ environment: [String: String]) -> Bool {
    (environment["PATH"] ?? "").split(separator: ":").contains { folder in
      FilePaths.resolved("\(folder)/git-o8") == FilePaths.resolved(program)
    }
  }

  /// Nothing of the user's configuration, keys or agent reaches the tour.
  private static func closed(
    _ environment: [String: String], directory: String, programFolder: String
  ) -> [String: String] {
    var closed = environment.filter { ["LANG", "TERM", "TMPDIR", "TZ"].contains($0.key) }
    closed["PATH"] = "\(programFolder):\(environment["PATH"] ?? "/usr/bin:/bin")"
    closed["HOME"] = directory + "/home"
    closed["XDG_CONFIG_HOME"] = directory + "/home/.config"
    closed["GIT_CONFIG_GLOBAL"] = directory + "/home/.gitconfig"
    closed["GIT_CONFIG_NOSYSTEM"] = "1"
    closed["GIT_TERMINAL_PROMPT"] = "0"
    closed["GIT_PAGER"] = "cat"
    return closed
  }

  private static func identity(lanes: String) -> String {
    """
    [user]
    \tname = You
    \temail = you@example.org
    [o8]
    \tworktreeRoot = "\(lanes)"
    [advice]
    \tdetachedHead = false

    """
  }
}
