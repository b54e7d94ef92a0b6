internal import Model
internal import Operations
internal import SystemPackage

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension Context {
  /// The world of this process.
  public static func process() -> Context {
    var terminals: Set<Channel> = []
    if isatty(STDOUT_FILENO) == 1 { terminals.insert(.output) }
    if isatty(STDERR_FILENO) == 1 { terminals.insert(.error) }
    let environment = ProcessInfo.processInfo.environment
    return Context(
      directory: resolved(".") ?? ".", program: ownPath, environment: environment,
      terminals: terminals,
      columns: { TerminalSize(of: STDOUT_FILENO, environment: environment).columns },
      rows: { TerminalSize(of: STDOUT_FILENO, environment: environment).rows },
      isInteractive: isatty(STDIN_FILENO) == 1 && terminals.contains(.output),
      handOver: Self.become,
      readInput: { limit in
        isatty(STDIN_FILENO) == 1 ? nil : read(STDIN_FILENO, limit: limit) ?? []
      },
      ask: answer,
      writeBytes: { _ = try? FileDescriptor(rawValue: STDOUT_FILENO).writeAll($0) }
    ) { channel, text in
      Self.write(text, to: channel == .output ? STDOUT_FILENO : STDERR_FILENO)
    }
  }

  /// Nil unless a person sees the question and can answer it.
  private static func answer(_ question: String) -> Bool? {
    guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return nil }
    write("\(question) [y/N] ", to: STDERR_FILENO)
    let word = readLine()?.lowercased() ?? ""
    return word == "y" || word == "yes"
  }

  /// The path under which this program can be started again.
  private static var ownPath: String {
    // Linux's own link knows what PATH led to; elsewhere the first word has to do.
    resolved("/proc/self/exe") ?? resolved(CommandLine.arguments[0]) ?? CommandLine.arguments[0]
  }

  /// Returns only where the program cannot be started, and then says why.
  private static func become(_ words: [String]) {
    guard let name = words.first else { return }
    let arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    execvp(name, arguments)
    let reason = String(cString: strerror(errno))
    write("error: cannot run \(name): \(reason)\n", to: STDERR_FILENO)
    exit(Problem.Kind.environment.exitStatus)
  }

  /// Whoever reads may have gone: then there is nobody left to tell.
  private static func write(_ text: String, to file: Int32) {
    _ = try? FileDescriptor(rawValue: file).writeAll(text.utf8)
  }
}

extension Instant {
  /// The present second by the system's clock.
  static var present: Instant { Instant(seconds: Int64(time(nil))) ?? .latest }
}

extension CommandRun {
  /// Does what this process was started for and ends it.
  public static func finish() async -> Never {
    let run = CommandRun(Array(CommandLine.arguments.dropFirst()))
    exit(await run.exitStatus(in: .process()))
  }
}
