internal import CProcess

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The lane's side of a keeper: see `CKeeper.h` for what a keeper is.
struct KeeperProcess {
  let process: Int32
  private let control: Descriptor
  /// Carries `o8_record`; ends when the keeper does.
  let status: Descriptor

  /// A command's standard input, output and error as the keeper is to pass them on.
  struct Ends {
    var input: Descriptor
    var output: Descriptor
    var error: Descriptor
    /// Where bubblewrap tells how a caged command fared.
    var report: Descriptor?
  }

  init(_ command: SupervisedCommand, mark: String, ends: Ends) throws(LaunchFailure) {
    let program = try Self.program(of: command)
    let control: Pipe
    let status: Pipe
    do {
      control = try Pipe()
      status = try Pipe()
    } catch { throw command.failure(.system(errno: error.errno)) }
    var environment = command.environment
    environment[RunMark.variable] = mark
    var process: Int32 = 0
    let started = command.cage.map { $0.words(for: command, started: program) }
    let words = started ?? [command.executable] + command.arguments
    let path = command.cage?.bubblewrap ?? program
    let resources = command.limits.resources
    let variables = environment.map { "\($0)=\($1)" }.sorted()
    let failed = CStrings.with(words) { arguments in
      CStrings.with(variables) { environment in
        path.withCString { path in
          command.directory.withCString { directory in
            var launch = o8_launch(
              path: path, arguments: arguments, environment: environment, directory: directory,
              input: ends.input.raw, output: ends.output.raw, error: ends.error.raw,
              control: control.reading.raw, status: status.writing.raw,
              held: command.heldLock ?? -1,
              term_grace_ms: command.limits.graces.leftoverMilliseconds,
              caged: command.cage == nil ? 0 : 1, report: ends.report?.raw ?? -1,
              processes: Int64(resources.processes ?? 0),
              memory_bytes: Int64(resources.memoryBytes ?? 0),
              file_bytes: Int64(resources.fileBytes ?? 0),
              open_files: Int64(resources.openFiles ?? 0))
            return withExtendedLifetime((control, status, ends)) { o8_keep(&launch, &process) }
          }
        }
      }
    }
    guard failed == 0 else { throw command.failure(.system(errno: failed)) }
    self.process = process
    self.control = control.writing
    self.status = status.reading
    self.status.setNonblocking()
  }

  /// Sends a signal to the command's process group.
  func order(_ signal: Int32) { _ = o8_write(control.raw, [UInt8(signal)], 1) }

  /// Ends the keeper itself, and with it the command.
  func abandon() { kill(process, SIGKILL) }

  /// Waits for the keeper, which ends right after its status pipe.
  func reap() {
    while waitpid(process, nil, 0) < 0, errno == EINTR {}
  }

  /// A caged command's program is looked for outside of its cage, which hides some of it.
  static func program(of command: SupervisedCommand) throws(LaunchFailure) -> String {
    let texts =
      [command.executable, command.directory] + command.arguments
      + command.environment.map { $0.key + $0.value }
    guard !texts.contains(where: { $0.utf8.contains(0) }) else { throw command.failure(.nulByte) }
    if command.executable.utf8.contains(UInt8(ascii: "/")) { return command.executable }
    let path = command.environment["PATH"] ?? WorkerEnvironment.fallbackPath
    // A relative entry would find programs in the worktree, which the worker writes.
    let folders = path.split(separator: ":").filter { $0.hasPrefix("/") }
    let found = folders.lazy.map { "\($0)/\(command.executable)" }.first(
      where: Platform.isRunnableFile)
    guard let found, !command.executable.isEmpty else {
      throw command.failure(.programNotFound(path: path))
    }
    return found
  }
}

/// What tells the processes of one run from all others, as long as they do not hide it.
enum RunMark {
  static let variable = "O8_RUN"

  static func fresh() -> String {
    String(UInt64.random(in: .min ... .max), radix: 16) + String(getpid(), radix: 16)
  }
}
