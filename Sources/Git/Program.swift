import Subprocess
import SystemPackage

/// A program that is run to its end, with every size and, if asked, its time bounded.
public struct Program: Sendable {
  public let name: String
  public let environment: ProgramEnvironment

  /// More output than a diff that anybody reads; beyond it the program is stopped.
  public static let outputLimit = 64 << 20
  /// Standard error is for a person: its end is kept.
  public static let errorLimit = 64 << 10

  /// `name` is looked up in `PATH` unless it holds a slash.
  public init(_ name: String, environment: ProgramEnvironment = .inherited) {
    self.name = name
    self.environment = environment
  }

  /// Runs it with `input` on its standard input (`/dev/null` when empty); any exit is a value.
  ///
  /// With a time limit it runs in a session of its own, and what is left of that is killed when
  /// time is up. Without one it shares the terminal, where a person can stop it.
  /// Throws `programMissing`, `tooLarge`, `timedOut`, `notFound` (the directory).
  public func run(
    _ arguments: [String], in directory: String? = nil, input: [UInt8] = [],
    limit: Int = Program.outputLimit, timeoutSeconds: Int? = nil,
    environment extra: [String: String?] = [:]
  ) async throws(GitError) -> ProgramOutput {
    var options = PlatformOptions()
    options.createSession = timeoutSeconds != nil
    let environment = environment.changing(extra).changing(Self.marks)
    let configuration = Configuration(
      executable: executable(in: environment),
      arguments: Arguments(arguments), environment: environment.resolved,
      workingDirectory: directory.map { FilePath($0) }, platformOptions: options)
    let run = ProgramRun(
      subject: ([name] + arguments.prefix(3)).joined(separator: " "), outputLimit: limit,
      timeoutSeconds: timeoutSeconds)
    do {
      return try await run.collect(configuration, input: input)
    } catch let error as GitError {
      throw error
    } catch let error as SubprocessError {
      throw failure(error, in: directory)
    } catch {
      throw GitError(.other, "run", on: name, "\(error)")
    }
  }

  /// Runs it and returns what it wrote; any exit but zero throws `programFailed` with the
  /// program's own last words.
  public func require(
    _ arguments: [String], in directory: String? = nil, input: [UInt8] = [],
    limit: Int = Program.outputLimit, timeoutSeconds: Int? = nil,
    environment extra: [String: String?] = [:]
  ) async throws(GitError) -> [UInt8] {
    let result = try await run(
      arguments, in: directory, input: input, limit: limit, timeoutSeconds: timeoutSeconds,
      environment: extra)
    guard result.exit == 0 else { throw failed(arguments, result) }
    return result.output
  }

  func executable(in environment: ProgramEnvironment) -> Executable {
    if name.contains("/") { return .path(FilePath(name)) }
    let found = environment.searchPath.flatMap { ProgramSearch.path(of: name, in: $0) }
    return found.map { .path(FilePath($0)) } ?? .name(name)
  }

  func failed(_ arguments: [String], _ result: ProgramOutput) -> GitError {
    let words = result.errorText.split(whereSeparator: \.isNewline).suffix(12)
    return GitError(
      .programFailed(exit: result.exit), "run",
      on: ([name] + arguments.prefix(3)).joined(separator: " "),
      words.isEmpty ? "it ended with \(result.exit)" : words.joined(separator: "\n"))
  }

  func failure(_ error: SubprocessError, in directory: String?) -> GitError {
    switch error.code {
    case .executableNotFound:
      GitError(.programMissing, "run", on: name, "it is not installed, or not in PATH")
    case .failedToChangeWorkingDirectory:
      GitError(.notFound, "run \(name) in", on: directory ?? "", "no such directory")
    default:
      GitError(.other, "run", on: name, error.description)
    }
  }
}

extension ProgramEnvironment {
  var resolved: Environment {
    guard inherits else {
      return .custom(
        Dictionary(
          uniqueKeysWithValues: changes.compactMap { name, value in
            value.flatMap { value in Environment.Key(rawValue: name).map { ($0, value) } }
          }))
    }
    return .inherit.updating(
      Dictionary(
        uniqueKeysWithValues: changes.compactMap { name, value in
          Environment.Key(rawValue: name).map { ($0, value) }
        }))
  }
}
