/// Why a runtime will not plan what it was asked for.
public struct RuntimeRefusal: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// The runtime lacks this capability.
    case unsupported(Capabilities)
    /// A discovered conversation belongs to the user.
    case notOurs(SessionID)
    /// `exec` without a command after `--`.
    case noCommand
    /// What describes it cannot be used, and why.
    case faulty(String)
    /// No runtime has this name; the known ones.
    case unknown(known: [RuntimeName])
    /// None is found and logged in.
    case noneReady
    /// More than one could be meant.
    case severalReady([RuntimeName])
    /// Its transcripts are in no file that could be read; what the user types to see one.
    case unreadable(String)
    /// It has no program of its own in which a person could take up a conversation.
    case notInteractive
    /// An argument that no program can be given, such as one with a NUL byte.
    case unusable(String)
  }

  public let runtime: RuntimeName?
  public let reason: Reason

  public init(_ runtime: RuntimeName?, _ reason: Reason) {
    self.runtime = runtime
    self.reason = reason
  }

  public var message: String {
    let who = runtime?.text ?? "runtime"
    return switch reason {
    case .unsupported(let missing): "\(who) has no \(missing.names.joined(separator: " or "))"
    case .notOurs(let session):
      "conversation \(who):\(session) is not one that o8 started; it can be read only"
    case .noCommand: "\(who) needs a command"
    case .faulty(let why): "\(who) cannot be used: \(why)"
    case .unknown: "there is no runtime \(who)"
    case .noneReady: "no runtime is found and logged in"
    case .severalReady(let names):
      "several runtimes are ready: \(names.map(\.text).joined(separator: ", "))"
    case .unreadable: "\(who) keeps its conversations in a form that is not read here"
    case .notInteractive: "\(who) has no program in which a person could go on with a conversation"
    case .unusable(let what): "\(who) cannot be given \(what)"
    }
  }

  /// What to do next.
  public var hint: String {
    switch reason {
    case .unsupported(.liveSteering): "the message is kept for the next attempt"
    case .unsupported(.terminal): "leave out --tmux, or choose another: git o8 runtimes --all"
    case .unsupported(.resume): "start a new attempt: git o8 retry"
    case .unsupported: "choose another runtime with --runtime, or give a command: -- COMMAND…"
    case .notOurs: "read it with git o8 log RUNTIME:SESSION"
    case .noCommand: "give it after two dashes: git o8 dispatch TITLE -- COMMAND…"
    case .faulty: "git config --show-origin --get-all o8.runtimeManifest tells where it is named"
    case .unknown(let known): "known: \(known.map(\.text).joined(separator: ", "))"
    case .noneReady:
      "give the worker's command after two dashes: git o8 dispatch TITLE -- COMMAND…"
    case .severalReady: "choose one: --runtime NAME, or git config o8.runtime NAME"
    case .unreadable(let command): "it can show one itself: \(command)"
    case .notInteractive: "its worker can go on with it: git o8 resume"
    case .unusable: "take it out and try again"
    }
  }
}

extension RuntimeRefusal: CustomStringConvertible {
  public var description: String { "\(message) (\(hint))" }
}
