import Git
import Lanes
import Model
import Runtimes
import Store
import Trust

extension Problem {
  /// The problem that an error of any layer is to the operator; an error of no layer is a bug.
  public init(_ error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let error as GitError: self.init(error)
    case let error as Refusal: self.init(error)
    case let error as PolicyTextError: self.init(.refused, error.description)
    case let error as LaneRemovalRefusal: self.init(error)
    case let error as LandingDisplaced: self = error.problem
    case let error as RuntimeRefusal: self.init(error)
    case let error as SetupError:
      self.init(.environment, error.description, hint: error.hint)
    case let error as SigningError:
      self.init(
        .environment, "cannot \(error.attempted) \(error.subject): \(error.detail)",
        hint: error.hint)
    case let error as LaunchFailure:
      self.init(.environment, error.message, hint: error.hint)
    case let error as UnreadableRecord:
      self.init(
        .environment, error.description,
        hint: "git update-ref -d \(error.name) clears it")
    case let error as StoreError: self.init(error)
    case let error as NotGoverned:
      self.init(.environment, "\(error)", hint: error.hint)
    case let error as NotAPacket:
      self.init(
        .noSuchThing, "there is no readable packet \(error.id.short) here",
        hint: "git o8 show \(error.id.short) tells why, git o8 list what is here")
    case let error as SystemFailure: self.init(.environment, error.description)
    default:
      self.init(
        .bug, "\(error)", hint: "this is a defect of git-o8; please report it with the command")
    }
  }

  private init(_ error: Refusal) {
    let kind: Kind =
      switch error.kind {
      case .stale, .attempt: .stale
      case .closed, .state, .repeated, .attemptsUsedUp, .authority, .meaningless: .refused
      }
    self.init(kind, error.reason, hint: error.hint)
  }

  static let removeLocks =
    "when no git is running in this repository, remove what is named and repeat the command"

  private init(_ error: StoreError) {
    switch error.code {
    case .contention:
      self.init(.stale, error.description, hint: "others write too; repeat the command")
    case .locked: self.init(.environment, error.description, hint: Self.removeLocks)
    case .noIdentity: self.init(.environment, error.description)
    case .quarantined, .invalid: self.init(.refused, error.description)
    }
  }

  private init(_ error: RuntimeRefusal) {
    let kind: Kind =
      switch error.reason {
      case .noCommand, .unusable: .usage
      case .unknown: .noSuchThing
      case .unsupported, .unreadable, .notInteractive, .noneReady, .severalReady, .faulty:
        .environment
      case .notOurs: .refused
      }
    self.init(kind, error.message, hint: error.hint)
  }

  private init(_ error: LaneRemovalRefusal) {
    let lost = error.losses.joined(separator: ", ")
    self.init(
      .refused, "cannot remove the worktree \(error.path): no snapshot can hold \(lost)",
      hint: "move or delete what is named, then repeat the command")
  }
}

extension Problem {
  private init(_ error: GitError) {
    let isLost = error.code == .notFound && error.attempted == "read object"
    let isDamaged = error.code == .corrupt && error.attempted == "read reference"
    self.init(
      isLost ? .environment : Self.kind(of: error.code), error.description,
      hint: isLost
        ? Self.lostObject : isDamaged ? Self.damagedReference : Self.hint(for: error.code))
  }

  private static let damagedReference = "git o8 doctor tells how it is put back"

  /// Everything that references lead to should be here.
  private static let lostObject =
    "`git fsck` names what this clone has lost; fetch it from one that has it, such as: "
    + "git fetch --refetch origin 'refs/o8/*:refs/o8-remotes/origin/*'"

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
    case .locked:
      "another git is at work; repeat when it is done, or if none is: git o8 reconcile"
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
