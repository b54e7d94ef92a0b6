import Git
import Model
import Store
import Trust

extension HookCall {
  /// Sends what proves a protected branch ahead of it, and returns a sentence on that.
  ///
  /// Throws a refusal when a push would move a remote's protected branch as nothing covers, by
  /// what is known of it here, or when the remote does not take the proof: a branch without it is
  /// a breach to everybody who clones.
  ///
  /// - Parameter url: where the push goes; nil where the remote is not to be asked.
  public func pushPrepared(
    to remote: String, at url: String? = nil, _ input: [UInt8]
  ) async throws -> [String] {
    let updates = try PushedUpdate.all(in: input)
    let repository = try repository()
    let governed = try GovernedRepository(repository)
    let judge = Judge(governed)
    var moved: [PushedUpdate] = []
    for update in updates {
      guard update.name.isBranch, try judge.protects(update.name.short) else { continue }
      try check(update, judge, remote)
      moved.append(update)
    }
    try await refuseUntimelyPolicy(among: updates, judge, governed, remote, url)
    guard let first = moved.first else { return [] }
    // Who pushes the ledger along sends the rest by the same words: what is up to date there is
    // not among the updates, and to be first would make git's own update fail.
    guard try !holdsLedger(updates, repository) else { return [] }
    let missing = try evidence(of: moved, judge).filter { proof in
      try !updates.contains { $0.name == proof.name && $0.new == proof.target }
        && Layout.remote(remote, proof.name).flatMap(repository.target(of:)) != proof.target
    }
    guard !missing.isEmpty else { return [] }
    try await send(missing.map(\.name), ahead: first.name, to: remote, repository.location)
    return ["sent what proves \(first.name.short) to \(remote) ahead of it"]
  }

  /// Throws where a policy would go along, or ahead, that was signed over branches which have gone
  /// on at the remote since: it would judge anew what has landed there.
  ///
  /// A host without hooks asks nobody, so the remote is looked at once more; where it does not
  /// answer unasked, what was seen of it last has to do.
  private func refuseUntimelyPolicy(
    among updates: [PushedUpdate], _ judge: Judge, _ governed: GovernedRepository,
    _ remote: String, _ url: String?
  ) async throws {
    let repository = governed.repository
    let update = updates.first { $0.name == Layout.policy }
    let brings = try updates.contains { try $0.name.isBranch && judge.protects($0.name.short) }
    let seen = try Layout.remote(remote, Layout.policy).flatMap { try repository.target(of: $0) }
    guard update != nil || brings && seen != governed.policies.newest.id else { return }
    let branches = try judge.governedBranches()
    let there = await Self.present(branches, at: url, repository.location)
    guard let known = update?.old ?? there?[Layout.policy] ?? seen,
      // What is there already does not go along, whoever brought it.
      update != nil || known != governed.policies.newest.id
    else { return }
    var ledger = try Layout.remote(remote, Layout.ledger).flatMap { try repository.target(of: $0) }
    if let there { ledger = there[Layout.ledger] }
    let isNamed = try repository.config("remote.\(remote).url") != nil
    let hint =
      isNamed
      ? "git o8 sync \(ShellWord.quoted(remote)) sets it aside, to be signed again"
      : "fetch what is there, and have it signed again over that"
    let timing = PolicyTiming(governed: governed, judge: judge, remote: remote)
    let isKnown = ledger.map(repository.contains) ?? true
    let problem = try timing.problem(after: known, ledger: isKnown ? ledger : nil) { branch in
      if let update = updates.first(where: { $0.name == branch }) { return update.old }
      if let there { return there[branch] }
      return try Layout.tracked(remote, branch).flatMap { try repository.target(of: $0) }
    }
    if let problem {
      throw Problem(
        .refused, "\(problem.sentence)\nnothing was pushed to \(remote)", hint: hint)
    }
    guard let ledger, !isKnown else { return }
    throw Problem(
      .refused,
      "the ledger at \(remote) has gone on to \(ledger.short), which this clone has not seen, and a "
        + "policy has to know what owners said there\nnothing was pushed to \(remote)",
      hint: isNamed ? "git o8 sync \(ShellWord.quoted(remote)) looks, and shares it" : hint)
  }

  /// A host that has not answered by then is asked for nothing more.
  private static let askSeconds = 30

  /// What a place holds just now of the branches, the policy and the ledger; nil where it does not
  /// say without asking somebody.
  private static func present(
    _ branches: [ReferenceName], at url: String?, _ location: RepositoryLocation
  ) async -> [ReferenceName: ObjectID]? {
    guard let url else { return nil }
    return try? await location.references(
      at: url, named: [Layout.policy, Layout.ledger] + branches, timeoutSeconds: askSeconds,
      environment: ["GIT_ASKPASS": "", "SSH_ASKPASS_REQUIRE": "never"])
  }

  /// Whether the updates bring the ledger as it stands here, or one that goes on from it.
  private func holdsLedger(_ updates: [PushedUpdate], _ repository: Repository) throws -> Bool {
    guard let pushed = updates.first(where: { $0.name == Layout.ledger })?.new,
      let ledger = try repository.target(of: Layout.ledger)
    else { return false }
    return try pushed == ledger || repository.isAncestor(ledger, of: pushed)
  }

  /// The references without which nobody can tell that the moves are covered.
  private func evidence(of moved: [PushedUpdate], _ judge: Judge) throws -> [Reference] {
    let repository = judge.repository
    var names = [Layout.policy, Layout.ledger]
    for update in moved {
      // A landing that the ledger does not name yet is proved by the packet alone.
      guard let new = update.new, let old = update.old, try judge.canRead(old) else { continue }
      let start = try judge.start(of: update.name, from: old, to: new)
      for landing in try judge.landings(on: update.name, from: start, to: new) {
        names += [Layout.packet(landing.packet), Layout.heads(landing.packet)]
      }
    }
    return try names.compactMap { name in
      try repository.target(of: name).map { Reference(name: name, target: $0) }
    }
  }

  /// A line that takes longer is not there; the branch itself is yet to be sent.
  private static let pushSeconds = 300

  /// Pushes without our own hook and without asking anybody, forward only: what the remote has and
  /// this clone does not is never overwritten.
  private func send(
    _ names: [ReferenceName], ahead branch: ReferenceName, to remote: String,
    _ location: RepositoryLocation
  ) async throws {
    let command =
      "git push --atomic \(ShellWord.quoted(remote)) 'refs/o8/*:refs/o8/*' "
      + ShellWord.quoted(branch.short)
    do throws(GitError) {
      _ = try await location.git(
        [
          "push", "--quiet", "--atomic", "--no-verify", "--no-follow-tags", "--no-signed",
          "--recurse-submodules=no", "--", remote,
        ] + names.map { "\($0):\($0)" },
        timeoutSeconds: Self.pushSeconds,
        environment: ["GIT_ASKPASS": "", "SSH_ASKPASS_REQUIRE": "never"])
    } catch {
      throw Problem(
        .refused,
        "\(remote) does not take what proves \(branch.short), so \(branch.short) is not pushed "
          + "either:\n\(error.detail)",
        hint:
          "where it would have asked for a password, \(command) does both at once; where it has "
          + "newer entries, fetch first; git push --no-verify leaves the proof behind")
    }
  }
}
