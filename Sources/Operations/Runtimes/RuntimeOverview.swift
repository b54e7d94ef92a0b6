import Git
import Lanes
public import Model
import Runtimes
import Trust

/// What is known of the runtimes on this machine.
public struct RuntimeOverview: Hashable, Sendable {
  /// By name.
  public var runtimes: [RuntimeReport] = []
  /// Why workers run in no cage here; nil where they do.
  public var lacksCage: String?
  /// Why no worker can be given a terminal here; nil where one can.
  public var lacksTerminal: String?
}

/// One runtime, as a person or a script needs to know it.
public struct RuntimeReport: Hashable, Sendable {
  public enum Standing: String, Hashable, Sendable {
    /// Work can be sent to it.
    case ready
    /// It is there, and nobody can tell whether somebody is logged in.
    case found
    case loggedOut = "logged out"
    case absent
    /// It did not answer, or not in time.
    case silent
    /// What describes it is wrong.
    case unusable
    case builtIn = "built in"
  }

  public var name: String
  public var standing: Standing
  public var path: String?
  public var version: String?
  public var capabilities: [String]
  /// What policy lets it be.
  public var roles: [RuntimeRole] = RuntimeRole.allCases
  /// Words that its plans use and the version found does not take.
  public var missing: [String] = []
  /// What to do next; nil where nothing is.
  public var next: String?
}

extension RuntimeReport {
  init(_ finding: RuntimeFinding) {
    self.init(
      name: finding.name.text, standing: .silent, capabilities: finding.capabilities.names)
    guard case .found(let found) = finding.answer else {
      switch finding.answer {
      case .failed(let why): next = why
      case .unusable(let refusal):
        standing = .unusable
        if case .faulty(let why) = refusal.reason { next = why } else { next = refusal.message }
      case .found: break
      }
      return
    }
    missing = found.missing
    switch found.standing {
    case .absent: standing = .absent
    case .builtIn: standing = .builtIn
    case .found(let path, let version, let login):
      (self.path, self.version) = (path, version)
      switch login {
      case .ready: standing = .ready
      case .unknown: standing = .found
      case .missing:
        standing = .loggedOut
        next = found.loginCommand.map { "log in: \($0)" } ?? "set the key of its provider"
      }
      if version == nil {
        standing = .silent
        next = "it tells no version: try \(path) --version, which must ask nothing"
      } else if !missing.isEmpty {
        next = "update it: this version does not take \(missing.joined(separator: ", "))"
      }
    }
  }
}

extension Workspace {
  /// Asks all runtimes side by side about themselves; no model is asked, and nothing waits longer
  /// than the registry's bound.
  public func runtimeOverview() async throws -> RuntimeOverview {
    var overview = RuntimeOverview()
    overview.runtimes = await (try runtimes).discover(.program).map(RuntimeReport.init)
    // Before `init` there is none, and what can be sent work is asked all the same.
    if let policy = try? governed().policy {
      for index in overview.runtimes.indices {
        overview.runtimes[index].roles = policy.roles(of: overview.runtimes[index].name)
      }
    }
    let standing = await CageMaker.find(
      CageWorld(environment: environment), rememberingIn: location.commonDirectory)
    if case .broken(let why) = standing { overview.lacksCage = why }
    if case .lacking(let why) = await TerminalProgram.find(in: environment) {
      overview.lacksTerminal = why
    }
    return overview
  }
}
