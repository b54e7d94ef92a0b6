import Git
import Lanes
import Model
import Store
import Trust

extension Doctor {
  mutating func lookAtTools() async throws {
    do throws(GitError) {
      let version = try await Program.gitVersion()
      add(.tools, .fine, "git \(version), libgit2 \(Repository.libraryVersion)")
    } catch {
      let problem = Problem(error)
      add(.tools, .lacking, problem.message, problem.hint.map(Remedy.words))
    }
  }

  mutating func lookAtPolicy() throws {
    guard let governed else { return lookAtRefusal() }
    let policies = governed.policies
    let expires = governed.policy.expires
    if let warning = governed.policy.expiry(at: workspace.now()) {
      let hasEnded = expires.start <= workspace.now()
      add(.policy, hasEnded ? .broken : .advice, warning.text, .run(warning.command))
    }
    let pins = try governed.store.pins()
    if pins == nil, !isServer {
      add(
        .policy, .advice, "this clone has pinned no policy: it would not notice an older one",
        .run("git o8 init"))
    }
    if let refused = try Judge(governed).policyProblem() {
      add(
        .policy, .broken, "the policy \(refused.id.short) does not count: \(refused.reason)",
        .words("have its owners sign one that follows the newest that counts: git o8 policy show"))
    }
    for motion in try workspace.motions(in: governed) where motion.awaitsMe {
      add(
        .policy, .advice, "a change waits for your signature: \(motion.subject)",
        .run(motion.command))
    }
    let protected = governed.policy.protected.map(\.text).joined(separator: ", ")
    add(
      .policy, .fine,
      "repository \(policies.repo.short), policy \(policies.newest.id.short) until "
        + "\(expires.text), protects \(protected.isEmpty ? "nothing" : protected)")
  }

  private mutating func lookAtRefusal() {
    guard let refusal else { return }
    let cause = DamagedReferences.cause(of: refusal, in: location)
    let problem = Problem(cause)
    var weight = Examination.Weight.broken
    if case NotGoverned.noPolicy = refusal { weight = .lacking }
    add(.policy, weight, problem.message, problem.hint.map(Remedy.words))
  }

  mutating func lookAtBranches() throws {
    guard let governed else { return }
    let judge = Judge(governed)
    let stand = BranchStand(governed: governed, judge: judge)
    let branches = try ProtectedBranches(governed: governed).all()
    let adopted = try judge.governedBranches().filter { try judge.protects($0.short) }
    let unadopted = try UnadoptedBranches(governed: governed, judge: judge).all()
    for name in Set(adopted + unadopted + branches.map(\.name)).sorted() {
      let problems = try stand.problems(of: name)
      // Who has not followed a rewind yet has broken nothing.
      let isOutdated =
        try judge.value(of: name).flatMap { try judge.rewindNotFollowed(on: name, at: $0) } != nil
      for problem in problems {
        let isHarmless = isOutdated && problems.count == 1
        add(.branches, isHarmless ? .lacking : .broken, sentence: problem)
      }
      guard let branch = branches.first(where: { $0.name == name }) else { continue }
      if let problem = branch.upstream?.problem {
        add(.branches, .broken, problem, .run("git o8 sync", "names the ways back"))
      }
      if let cut = branch.cut {
        add(.branches, .lacking, cut.sentence, .run("git fetch --unshallow"))
      } else if branch.uncovered > 0 {
        add(
          .branches, .broken,
          "\(name.short) has \(counted(branch.uncovered, "unproved step"))",
          .run("git o8 verify", "names them, git o8 reconcile the ways back"))
      } else if problems.isEmpty {
        add(.branches, .fine, "\(name.short) at \(branch.value.short)\(branch.place)")
      }
    }
    for missing in try judge.missingBranches() {
      // A branch that a remote was seen to have is proved there, and nobody need have it here.
      add(
        .branches, missing.seen == nil ? .lacking : .advice, missing.sentence,
        missing.commands.isEmpty
          ? .words("who has it shares it: git push -u REMOTE \(missing.branch.short)")
          : missing.commands.count == 1
            ? .run(missing.commands[0]) : .words(missing.commands.joined(separator: ", then ")))
    }
    for sentence in try judge.outrunDeletions() {
      add(.branches, .advice, sentence: sentence)
    }
    if branches.isEmpty, adopted.isEmpty, unadopted.isEmpty {
      add(
        .branches, .advice, "no branch that the policy protects is here",
        .run("git o8 init --protect BRANCH"))
    }
    let repairs = Repairs(governed: governed, now: workspace.now())
    for repair in try repairs.all() {
      let remedy: Remedy? =
        repair.commands.count == 1
        ? .run(repair.commands[0])
        : repair.commands.isEmpty ? nil : .words(repair.commands.joined(separator: ", then "))
      add(.branches, repair.isUnproved ? .broken : .advice, repair.text, remedy)
    }
  }

  mutating func lookAtHooks() async throws {
    guard let governed else { return }
    let server = "git o8 hooks install --server --repo \(governed.policies.repo)"
    if isServer, try repository.config("o8.repo") == nil {
      return add(.hooks, .broken, "nothing judges what is pushed here", .run(server))
    }
    let hooks = try await workspace.hookOverview()
    let idle = hooks.hooks.filter { !$0.state.isInForce }.map(\.name)
    let problem =
      isServer
      ? (idle.isEmpty ? nil : "are not in force (\(idle.joined(separator: ", ")))")
      : try HookGlance(repository, program: workspace.program)
        .problem(protecting: governed.policy.protected)
    guard let problem else {
      return add(
        .hooks, .fine,
        "\(hooks.hooks.map(\.name).joined(separator: ", ")) in force, in \(hooks.directory)")
    }
    add(
      .hooks, .broken, "the hooks \(problem)",
      .run(isServer ? server : "git o8 hooks install"))
  }
}

extension ProtectedBranch {
  /// Where it stands against its upstream.
  fileprivate var place: String {
    guard let upstream else { return ", no upstream" }
    let other = upstream.name.text.dropFirst("refs/remotes/".count)
    switch (upstream.ahead, upstream.behind) {
    case (0, 0): return ", as \(other)"
    case (let ahead, 0): return ", \(ahead) ahead of \(other)"
    case (0, let behind): return ", \(behind) behind \(other)"
    case (let ahead, let behind): return ", \(ahead) ahead of and \(behind) behind \(other)"
    }
  }
}
