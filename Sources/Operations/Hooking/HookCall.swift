import Git
public import Model
import Trust

/// What git's hooks ask and tell, in the repository that git names to them.
public struct HookCall: Sendable {
  let environment: [String: String]
  let now: @Sendable () -> Instant

  public init(environment: [String: String], now: @escaping @Sendable () -> Instant) {
    self.environment = environment
    self.now = now
  }

  func repository() throws(GitError) -> Repository {
    try Repository.open(environment: environment)
  }
}

extension HookCall {
  /// Throws a refusal when a protected branch is about to move as nothing covers: the `prepared`
  /// phase of `reference-transaction`, with its whole standard input.
  public func referencesPrepared(_ input: [UInt8]) async throws {
    let lines = try Self.lines(of: input).filter { $0.branch != nil }
    guard !lines.isEmpty else { return }
    let repository = try repository()
    let judge: Judge
    do {
      judge = Judge(try GovernedRepository(repository))
    } catch let problem as NotGoverned {
      // The script asks only about what was protected here: without a policy nothing vouches.
      for line in lines where try Self.maintenance(line, repository) != .allow {
        throw Problem(
          .refused, "\(line.branch ?? line.name) may not move: \(problem)",
          hint: problem.hint + ", or git o8 hooks uninstall ends the protection")
      }
      return
    }
    for line in lines {
      guard let branch = line.branch, try judge.protects(branch) else { continue }
      try await check(line, judge, repository)
    }
  }

  static func lines(of input: [UInt8]) throws(Problem) -> [TransactionLine] {
    do throws(TransactionLine.Unreadable) { return try TransactionLine.lines(of: input) } catch {
      throw Problem(.refused, "nothing may move: what git says of the references is \(error)")
    }
  }

  private static func maintenance(
    _ line: TransactionLine, _ repository: Repository
  ) throws(GitError) -> MaintenanceRule.Answer {
    guard let name = ReferenceName(line.name) else { return .ask }
    return MaintenanceRule.decide(
      line, presentValue: try repository.target(of: name),
      packedValue: try repository.packedTarget(of: name))
  }

  private func check(
    _ line: TransactionLine, _ judge: Judge, _ repository: Repository
  ) async throws {
    let scene = Scene(repository, environment)
    guard let branch = ReferenceName(line.name) else {
      throw Problem(.refused, "\(line.name) is protected, and nobody can adopt such a name")
    }
    let present = try repository.target(of: branch)
    let packed = try repository.packedTarget(of: branch)
    switch MaintenanceRule.decide(line, presentValue: present, packedValue: packed) {
    case .allow: return
    case .refuse(.alias(let target)):
      throw Problem(
        .refused, "\(branch.short) is protected and may not become another name of \(target)")
    case .refuse(.deletion):
      guard let present, try judge.mayDelete(branch, at: present) else {
        throw scene.refusal(ofDeleting: branch, at: present)
      }
      return
    case .ask: break
    }
    switch (line.new, present) {
    case (.object(let new), let present?):
      try await check(judge, branch, from: present, to: new, scene)
    case (.object(let new), nil):
      guard try judge.remotes(holding: new, on: branch).isEmpty else { return }
      if case .refused(_, let reasons) = try judge.ruling(making: branch, at: new, now: now()),
        try !isCut(branch, from: new, judge)
      {
        throw scene.refusal(ofMaking: branch, at: new, reasons)
      }
    case (.none, let present):
      guard let present, try judge.mayDelete(branch, at: present) else {
        throw scene.refusal(ofDeleting: branch, at: present)
      }
    case (.symbolic, _): return
    }
  }

  /// Whether a branch that nobody has adopted yet begins at what another protected one holds: that
  /// was judged there, and until an owner adopts the branch nothing more gets on it.
  private func isCut(_ branch: ReferenceName, from commit: ObjectID, _ judge: Judge) throws -> Bool
  {
    guard try judge.adoption(of: branch) == nil else { return false }
    return try judge.governedBranches().contains { other in
      guard other != branch, try judge.protects(other.short),
        let value = try judge.repository.target(of: other),
        let start = try judge.adoption(of: other)?.body.commit
      else { return false }
      return judge.isEarlier(commit, than: value) && judge.isEarlier(start, than: commit)
    }
  }

  private func check(
    _ judge: Judge, _ branch: ReferenceName, from old: ObjectID, to new: ObjectID, _ scene: Scene
  ) async throws {
    // What a remote has taken in was judged there; `verify` says what is proved here.
    guard try judge.remotes(holding: new, on: branch).isEmpty else { return }
    // Coming back from before its adoption, a branch is judged from there on.
    let start = try judge.start(of: branch, from: old, to: new)
    guard start != new else { return }
    let ruling = try judge.ruling(
      on: branch, from: start, to: new, present: start, now: now())
    guard case .refused(let stretch, let reasons) = ruling else {
      return try Self.refuseUnseen(ruling, on: branch)
    }
    let move = RefusedMove(
      judge, of: branch, from: old, to: new, reasons, at: stretch,
      work: RefusedMove.work(of: branch, new, judge.repository))
    throw await scene.refusal(of: move)
  }
}

extension HookCall {
  /// A landing that had not seen what was said of its packet is no landing, as on a server.
  private static func refuseUnseen(_ ruling: MoveRuling, on branch: ReferenceName) throws {
    guard let unseen = ruling.firstUnseen else { return }
    throw Problem(
      .refused,
      "\(branch.short) may not take packet \(unseen.packet.short) as \(unseen.commit.short): "
        + "\(unseen.flag)",
      hint: unseen.hint)
  }
}

extension TransactionLine {
  /// The name after `refs/heads/` of what is a branch.
  var branch: String? {
    let prefix = "refs/heads/"
    return name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
  }
}
