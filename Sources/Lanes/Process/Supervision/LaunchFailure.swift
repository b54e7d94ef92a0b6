/// Why a command could not be started.
public struct LaunchFailure: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    case programNotFound(path: String)
    case directoryUnusable(errno: Int32)
    case programUnusable(errno: Int32)
    /// An argument or variable that no program can be given.
    case nulByte
    case system(errno: Int32)
    /// Its cage could not be made, or hides it; bubblewrap's words.
    case cage(String)
    /// Its terminal could not be made; tmux's words.
    case terminal(String)
  }

  public let program: String
  public let directory: String
  public let reason: Reason

  public var message: String {
    switch reason {
    case .programNotFound: "cannot start \(program): it is not on PATH"
    case .directoryUnusable(let errno):
      "cannot start \(program) in \(directory): \(Platform.text(of: errno))"
    case .programUnusable(let errno): "cannot start \(program): \(Platform.text(of: errno))"
    case .nulByte: "cannot start \(program): an argument or variable holds a NUL byte"
    case .system(let errno): "cannot start a process: \(Platform.text(of: errno))"
    case .cage(let words): "cannot start \(program) in its cage: \(words)"
    case .terminal(let words): "cannot make a terminal for \(program): \(words)"
    }
  }

  /// What to do next.
  public var hint: String {
    switch reason {
    case .programNotFound: "install it, or give its path"
    case .directoryUnusable: "git o8 reconcile looks for worktrees that vanished"
    case .programUnusable(errno: 8): "give it a #! line, or start it through sh"  // ENOEXEC
    case .programUnusable(errno: 7): "its arguments are too long; use a file"  // E2BIG
    case .programUnusable: "look at its path and mode"
    case .nulByte: "take it out"
    case .system: "free memory or processes, then try again"
    case .cage:
      "a cage hides the home: git config --add o8.cageRead DIR shows a part of it, "
        + "--isolation worktree does without"
    case .terminal: "git o8 doctor tells of tmux; work without --tmux needs none"
    }
  }
}

extension LaunchFailure: CustomStringConvertible {
  public var description: String { "\(message) (\(hint))" }
}

extension SupervisedCommand {
  func failure(_ reason: LaunchFailure.Reason) -> LaunchFailure {
    LaunchFailure(program: executable, directory: directory, reason: reason)
  }
}
