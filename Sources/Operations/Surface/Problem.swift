public import Git
public import Trust

/// Why something an operator asked for did not happen, as every surface says it.
public struct Problem: Error, Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// It was asked for in a way that means nothing.
    case usage
    /// Git, the disk, a runtime or the network is not as it has to be.
    case environment
    /// The policy, a gate or a role says no.
    case refused
    case noSuchThing
    /// Somebody was first, or what was looked at has changed: look again.
    case stale
    case timeout
    /// Ours.
    case bug
  }

  public var kind: Kind
  /// What was attempted, on what, and why it failed.
  public var message: String
  /// What to do next, where that is known.
  public var hint: String?

  public init(_ kind: Kind, _ message: String, hint: String? = nil) {
    self.kind = kind
    self.message = message
    self.hint = hint
  }
}

extension Problem {
  /// The problem that an error of any layer is to the operator; an error of no layer is a bug.
  public init(_ error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let error as GitError: self.init(error)
    case let error as SigningError: self.init(error)
    case let error as PolicyTextError: self.init(.refused, error.description)
    case let error as SetupError:
      self.init(.environment, error.description, hint: error.hint)
    default:
      self.init(
        .bug, "\(error)", hint: "this is a defect of git-o8; please report it with the command")
    }
  }

  public init(_ error: SigningError) {
    let message = "cannot \(error.attempted) \(error.subject): \(error.detail)"
    self.init(.environment, message, hint: error.hint)
  }

  public init(_ error: GitError) {
    self.init(Self.kind(of: error.code), error.description, hint: Self.hint(for: error.code))
  }

  private static func kind(of code: GitError.Code) -> Kind {
    switch code {
    case .notFound, .ambiguous: .noSuchThing
    case .invalidName: .usage
    case .modified, .exists, .locked: .stale
    case .conflict: .refused
    case .timedOut: .environment
    case .corrupt, .tooLarge, .notARepository, .notOwned, .unsupported, .bare, .unborn, .readOnly,
      .diskFull, .programMissing, .programTooOld, .programFailed, .other:
      .environment
    }
  }

  /// Only what the message does not say already.
  private static func hint(for code: GitError.Code) -> String? {
    switch code {
    case .notARepository: "go to a repository, or name one with -C DIR"
    case .modified, .exists: "look again and repeat the command"
    case .locked: "another git command is at work; repeat when it is done"
    case .corrupt: "`git fsck` shows what is damaged"
    case .diskFull: "make room and repeat the command"
    case .programMissing: "install git and see that it is in PATH"
    case .programTooOld: "install git \(GitVersion.required) or later"
    case .unborn: "make a first commit"
    case .notFound, .ambiguous, .invalidName, .conflict, .tooLarge, .notOwned, .unsupported,
      .bare, .readOnly, .programFailed, .timedOut, .other:
      nil
    }
  }
}
