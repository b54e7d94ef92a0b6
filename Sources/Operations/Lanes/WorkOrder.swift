import Git
import Lanes
import Model
import Runtimes
import Trust

/// Checks what was asked for against policy and repository, and makes the work of it.
struct WorkOrder {
  let governed: GovernedRepository
  /// `o8.runtime`, if it is set.
  let standardRuntime: String?
  /// What work can be sent to: a command of the caller's own always.
  var runtimes = RuntimeRegistry([ExecRuntime()])

  /// The work, and what the operator should know about it.
  func work(_ request: WorkRequest) async throws -> (work: Opened, warnings: [String]) {
    let branch = try branch(named: request.base)
    let tip = try Judge(governed).ground(of: branch) ?? tip(of: branch)
    try checkGates(request.gates)
    let runtime = try await runtime(for: request)
    try refuseBarred(runtime)
    if request.surface == .terminal, runtime != .exec {
      let found = try runtimes.runtime(named: runtime)
      guard found.capabilities.contains(.terminal) else {
        throw RuntimeRefusal(runtime, .unsupported(.terminal))
      }
    }
    var warnings = try await warnings(of: runtime)
    if try Judge(governed).adoption(of: branch) == nil {
      warnings.append(Unadopted.sentence(branch))
    }
    if try await matchesNothing(request.scope, at: tip) {
      warnings.append(
        "the scope \(request.scope.joined(separator: " ")) matches no file of \(branch.short) yet: "
          + "it lets only new ones in")
    }
    var work = Opened(
      title: try WorkTitle.checked(request.title), branch: branch, scope: request.scope,
      acceptance: request.acceptance, runtime: runtime.text,
      command: request.command, model: request.model, tier: request.tier, gates: request.gates,
      attempts: try attempts(request.attempts ?? governed.policy.attempts),
      timeoutSeconds: try timeout(request.timeoutSeconds), priority: request.priority,
      after: try packets(request.after))
    work.delivers = request.delivers
    work.surface = request.surface
    return (work, warnings)
  }

  /// The branch that is meant: the one named, HEAD's where it is protected, else the only
  /// protected one.
  func branch(named name: String?) throws -> ReferenceName {
    let repository = governed.repository
    if let name {
      guard let branch = ReferenceName(branch: name) ?? ReferenceName(name), branch.isBranch else {
        throw Problem(.usage, "\(SafeText.escaped(name)) is no branch's name")
      }
      let full = name.hasPrefix("refs/heads/") ? ReferenceName(name) ?? branch : branch
      _ = try tip(of: full)
      guard isProtected(full) else {
        throw Problem(
          .refused, "\(full.short) is not protected, so nothing can land on it through o8",
          hint: "protected: \(protectedNames); or merge there with plain git")
      }
      return full
    }
    if case .branch(let head, _) = try repository.head(), isProtected(head) { return head }
    let all = try repository.references(under: "refs/heads/").map(\.name).filter(isProtected)
    guard all.count == 1 else {
      if all.isEmpty, let missing = try Judge(governed).missingBranches().first {
        throw missing.problem("there is nothing to work on", then: nil)
      }
      throw Problem(
        all.isEmpty ? .noSuchThing : .usage,
        all.isEmpty
          ? "there is no protected branch here" : "several branches are protected",
        hint: "name one with --base: \(protectedNames)")
    }
    return all[0]
  }

  func tip(of branch: ReferenceName, otherwise hint: String? = nil) throws -> ObjectID {
    guard let tip = try governed.repository.target(of: branch) else {
      if hint == nil, isProtected(branch), let missing = try Judge(governed).missing(branch) {
        throw missing.problem("there is nothing to work on", then: nil)
      }
      throw Problem(
        .noSuchThing, "there is no branch \(branch.short) here",
        hint: hint ?? "name a branch with --base: \(protectedNames)")
    }
    return tip
  }

  func isProtected(_ branch: ReferenceName) -> Bool {
    governed.policy.protected.contains { $0.matches(branch: branch.short) }
  }

  private var protectedNames: String {
    governed.policy.protected.map(\.text).joined(separator: ", ")
  }

  private func checkGates(_ names: [String]) throws(Problem) {
    let known = governed.policy.gates.map(\.name)
    for name in names where !known.contains(name) {
      throw Problem(
        .usage, "policy has no gate \(SafeText.escaped(name))",
        hint: known.isEmpty ? "policy has none at all" : "gates: \(known.joined(separator: ", "))")
    }
  }

  /// Throws for what is no pattern at all.
  private func matchesNothing(_ scope: [String], at tip: ObjectID) async throws -> Bool {
    guard !scope.isEmpty else { return false }
    let patterns = try patterns(scope)
    try refusePathsOfTheMachine(scope, at: tip)
    let list = try await governed.location.git([
      "ls-tree", "-r", "-z", "--name-only", "--full-tree", tip.hex,
    ])
    return !list.output.split(separator: 0).contains { field in
      let path = String(decoding: field, as: UTF8.self)
      return patterns.contains { $0.matches(path: path) }
    }
  }

  /// A slash at the front means the repository's root. Where nothing there is called so, the path
  /// was most likely meant as one of the machine.
  private func refusePathsOfTheMachine(_ scope: [String], at tip: ObjectID) throws {
    for text in scope where text.hasPrefix("/") {
      let first = text.split(separator: "/").first.map(String.init) ?? ""
      let names = try governed.repository.tree(try governed.repository.commit(tip).tree).map(\.name)
      guard !first.contains("*"), !first.contains("?"), !names.contains(first) else { continue }
      throw Problem(
        .usage,
        "the scope \(SafeText.escaped(text)) matches nothing: paths start at the root of "
          + "the repository, where there is no \(SafeText.escaped(first))",
        hint: "write it without the slash at the front where a new folder is meant")
    }
  }

  func patterns(_ texts: [String]) throws(Problem) -> [Pattern] {
    try texts.map { text throws(Problem) in
      guard let pattern = Pattern(text) else {
        throw Problem(.usage, "\(SafeText.escaped(text)) is no pattern of paths")
      }
      let steps = text.split(separator: "/")
      guard !steps.contains(where: { $0 == "." || $0 == ".." || $0 == ".git" }) else {
        throw Problem(
          .usage, "the scope \(SafeText.escaped(text)) can never match",
          hint: "a pattern is a path from the root of the repository, without ., .. and .git")
      }
      return pattern
    }
  }

  func attempts(_ count: Int) throws(Problem) -> Int {
    guard (1...WorkRequest.attemptsMost).contains(count) else {
      throw Problem(.usage, "there can be 1 to \(WorkRequest.attemptsMost) attempts, not \(count)")
    }
    return count
  }

  func timeout(_ seconds: Int) throws(Problem) -> Int {
    guard (1...WorkRequest.timeoutSecondsMost).contains(seconds) else {
      throw Problem(.usage, "a worker may run for 1 second to a day, not \(seconds) seconds")
    }
    return seconds
  }

  func packets(_ names: [String]) throws -> [ObjectID] {
    let naming = PacketNaming(governed: governed)
    return try names.map { try naming.packet(named: $0) }
  }

  /// What the operator should know of the runtime; throws where it is not on this machine. It is
  /// asked about itself on the way, which the lane then goes by.
  private func warnings(of name: RuntimeName) async throws -> [String] {
    guard case .found(let found)? = await runtimes.discover(.program, of: name).first?.answer
    else { return ["\(name) does not answer what it is: git o8 runtimes"] }
    switch found.standing {
    case .builtIn: return []
    case .absent:
      throw Problem(
        .environment, "\(name) is not found on PATH",
        hint: "install it, or choose another: git o8 runtimes")
    case .found(_, _, let login):
      guard login == .missing else { return [] }
      let hint = found.loginCommand.map { ": \($0)" } ?? ""
      return ["nobody seems to be logged in to \(name)\(hint)"]
    }
  }

  private func runtime(for request: WorkRequest) async throws -> RuntimeName {
    // A terminal without more is a person's own, with their shell.
    if request.surface == .terminal, request.runtime == nil { return .exec }
    let wanted = request.runtime ?? (request.command.isEmpty ? standardRuntime : nil)
    if let wanted {
      let name = try runtime(named: wanted)
      if name == .exec, request.command.isEmpty, request.surface == .stream {
        throw RuntimeRefusal(name, .noCommand)
      }
      guard name == .exec || request.command.isEmpty else {
        throw Problem(
          .usage, "a command behind -- is run as it is: \(name) takes none",
          hint: "leave out --runtime to run the command; --model chooses a model")
      }
      return name
    }
    guard request.command.isEmpty else { return .exec }
    let found = await runtimes.discover(.program)
    return try RuntimeRegistry.onlyReady(
      among: found.filter { governed.policy.lets($0.name.text, be: .worker) })
  }

  func runtime(named text: String) throws -> RuntimeName {
    guard let name = RuntimeName(text) else {
      throw Problem(.usage, "\(SafeText.escaped(text)) is no runtime's name")
    }
    _ = try runtimes.runtime(named: name)
    return name
  }

  func refuseBarred(_ runtime: RuntimeName) throws(Refusal) {
    if let refusal = governed.policy.refusal(toWorkWith: runtime.text) { throw refusal }
  }
}
