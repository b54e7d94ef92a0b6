import Foundation
import Subprocess
import SystemPackage

/// A program that ended otherwise than a test asked for.
public struct ProgramFailure: Error, CustomStringConvertible {
  public let description: String

  public init(description: String) { self.description = description }
}

/// Runs programs in one directory and one closed environment, so that nothing on the machine
/// (configuration, identity, date, locale) reaches a test.
public struct TestProgram: Sendable {
  public var directory: String
  public var environment: [String: String]

  public static let outputLimit = 16 << 20

  public init(directory: String, home: String) {
    self.directory = directory
    environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "HOME": home, "XDG_CONFIG_HOME": home + "/.config", "TMPDIR": home,
      "GIT_CONFIG_GLOBAL": home + "/.gitconfig", "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", "TZ": "UTC",
      // Not every machine has cages; the tests of them ask for one.
      "O8_ISOLATION": "worktree",
      "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.org",
      "GIT_COMMITTER_NAME": "Ann", "GIT_COMMITTER_EMAIL": "ann@example.org",
      "GIT_AUTHOR_DATE": "2026-11-21T00:00:00Z", "GIT_COMMITTER_DATE": "2026-11-21T00:00:00Z",
    ]
  }

  /// Exit status, standard output and standard error.
  public func run(
    _ name: String, _ arguments: [String], input: String = "", in directory: String? = nil,
    environment extra: [String: String] = [:]
  ) async throws -> (exit: Int32, output: String, error: String) {
    let variables = environment.merging(extra) { _, new in new }
    let result = try await Subprocess.run(
      Self.executable(name, in: variables["PATH"]), arguments: Arguments(arguments),
      environment: .custom(
        Dictionary(
          uniqueKeysWithValues: variables.map { (Environment.Key(rawValue: $0)!, $1) })),
      workingDirectory: FilePath(directory ?? self.directory),
      input: .fileDescriptor(try Self.reading(input), closeAfterSpawningProcess: true),
      output: .string(limit: Self.outputLimit), error: .string(limit: Self.outputLimit))
    let exit: Int32 =
      switch result.terminationStatus {
      case .exited(let code): code
      case .signaled(let number): 128 + number
      }
    return (exit, result.standardOutput, result.standardError)
  }

  /// Standard output without its last newline; any exit but zero throws.
  @discardableResult
  public func require(
    _ name: String, _ arguments: [String], input: String = "", in directory: String? = nil,
    environment extra: [String: String] = [:]
  ) async throws -> String {
    let result = try await run(
      name, arguments, input: input, in: directory, environment: extra)
    guard result.exit == 0 else {
      throw ProgramFailure(
        description: "\(name) \(arguments.joined(separator: " ")) ended with \(result.exit): "
          + result.error)
    }
    return result.output.hasSuffix("\n") ? String(result.output.dropLast()) : result.output
  }

  /// Looked up here: the library tries every folder of `PATH` anew for each process.
  private static func executable(_ name: String, in path: String?) -> Executable {
    if name.contains("/") { return .path(FilePath(name)) }
    for folder in (path ?? "").split(separator: ":") {
      let candidate = "\(folder)/\(name)"
      if access(candidate, X_OK) == 0 { return .path(FilePath(candidate)) }
    }
    return .name(name)
  }

  /// A file instead of a pipe: a program that reads nothing would end the tests by SIGPIPE.
  private static func reading(_ input: String) throws -> FileDescriptor {
    guard !input.isEmpty else { return try .open("/dev/null", .readOnly) }
    let path = TestPlace.base + "/o8-input-\(UUID().uuidString)"
    try Data(input.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try .open(FilePath(path), .readOnly)
  }
}
