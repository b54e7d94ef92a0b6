import Git
import Lanes
import Model
import Trust

extension Doctor {
  /// What a worker would be kept by, and what not.
  mutating func lookAtIsolation() async throws {
    guard let governed else { return }
    do { try await workspace.refuseBadSettings(governed) } catch {
      // Nobody knows what work would be kept by that does not start.
      let problem = Problem(error)
      return add(
        .isolation, .lacking, "\(problem.message): no work starts here",
        problem.hint.map(Remedy.words))
    }
    var fault: Problem?
    do { _ = try workspace.configuredIsolation(governed) } catch { fault = Problem(error) }
    let (isolation, warnings) = try await workspace.isolation(
      nil, governed, heedsSettings: fault == nil)
    isCaged = isolation == .sandbox
    if let fault {
      let instead =
        isolation == .sandbox ? "without it they run in a cage" : "without it they get no cage"
      return add(
        .isolation, .lacking, "\(fault.message): no work starts here; \(instead)",
        fault.hint.map(Remedy.words))
    }
    let limits = try workspace.resourceLimits(governed).words
    switch isolation {
    case .sandbox:
      add(
        .isolation, .fine,
        "workers and gates run in a cage (bubblewrap), \(limits); "
          + (try await workspace.cageNetworkInWords(governed)))
    case .clone, .worktree:
      let what = isolation == .clone ? "a git directory of their own" : "nothing but a worktree"
      add(
        .isolation, .advice,
        "workers and gates get \(what) (\(isolation.rawValue), \(limits)): "
          + (warnings.first ?? "they can reach whatever you can, as o8.isolation says"),
        warnings.isEmpty
          ? .run("git config o8.isolation sandbox")
          : .words("apt-get install bubblewrap, where that is missing"))
    }
  }

  mutating func lookAtKey() async throws {
    guard let governed else { return }
    let actor = try governed.actor(environment: workspace.environment)
    guard let signer = actor.signer else {
      guard let problem = actor.problem else { return }
      return add(
        .key, .lacking, "cannot \(problem.attempted) \(problem.subject): \(problem.detail)",
        .words(problem.hint))
    }
    let roles = Role.allCases.filter(actor.holds).map(\.rawValue)
    let name = signer.key.fingerprint
    if actor.principal == nil {
      add(
        .key, .advice, "no principal of the policy has your key \(name)",
        .words(
          "an owner adds it: git o8 policy add \(actor.name) --role operator --key "
            + "'\(signer.key.line)'"))
    } else {
      let place = signer.keeping.file.map { ", in \($0)" } ?? ", in an agent or a token"
      add(.key, .fine, "\(name) of \(actor.name), \(roles.joined(separator: ", "))\(place)")
    }
    let agent = await SigningAgent(environment: workspace.environment)
    switch signer.keeping {
    case .open(let file): adviseOnOpenKey(file)
    case .locked(let file): lookForKey(name, lockedIn: file, agent)
    case .elsewhere: lookForKey(name, lockedIn: nil, agent)
    }
  }

  /// Where code of a worker's can read the key, a passphrase or an agent that asks is what is left.
  private mutating func adviseOnOpenKey(_ file: String) {
    guard isCaged == false else { return }
    add(
      .key, .advice, "the key has no passphrase, and code of workers is in no cage",
      KeyAdvice.remedy(for: file))
  }

  private mutating func lookForKey(
    _ fingerprint: String, lockedIn file: String?, _ agent: SigningAgent
  ) {
    let path = file.map { ShellWord.quoted($0) } ?? "PATH"
    switch agent {
    case .has(let keys) where keys.contains(fingerprint):
      add(.key, .fine, "the agent has it, and signs")
    case .has:
      add(
        .key, .lacking, "the agent does not have the key: nothing can be signed without you",
        .run("ssh-add -c \(path)", "has the agent ask each time; without -c it does not"))
    case .none:
      add(
        .key, .lacking, "the key is locked and no agent runs: only you can sign, at a terminal",
        .run("eval \"$(ssh-agent)\"; ssh-add \(path)"))
    case .silent:
      add(
        .key, .lacking, "the agent at \(workspace.environment["SSH_AUTH_SOCK"] ?? "?") is silent",
        .run("eval \"$(ssh-agent)\"; ssh-add \(path)", "starts another"))
    }
  }
}

/// The agent that keeps keys unlocked, as far as it answers.
enum SigningAgent: Hashable {
  case none
  /// By what `ssh-keygen -l` calls them.
  case has(Set<String>)
  /// It is there and does not answer.
  case silent

  /// One on a slow line answers in this time.
  private static let timeoutSeconds = 5

  init(environment: [String: String]) async {
    guard let socket = environment["SSH_AUTH_SOCK"], !socket.isEmpty else {
      self = .none
      return
    }
    let answer = try? await Program("ssh-add").run(
      ["-l"], timeoutSeconds: Self.timeoutSeconds,
      environment: ["SSH_AUTH_SOCK": socket, "LC_ALL": "C"])
    // 1 says that it has none.
    guard let answer, answer.exit == 0 || answer.exit == 1 else {
      self = .silent
      return
    }
    let keys = answer.text.split(separator: "\n").compactMap { line -> String? in
      line.split(separator: " ").first { $0.hasPrefix("SHA256:") }.map(String.init)
    }
    self = .has(Set(keys))
  }
}

/// How a key is kept from code that runs as its user.
enum KeyAdvice {
  static func remedy(for file: String) -> Remedy {
    let path = ShellWord.quoted(file)
    return .run(
      "ssh-keygen -p -f \(path)",
      "gives it a passphrase; ssh-add -c \(path) puts it into an agent that asks each time")
  }
}
