import Git
import Lanes
import Model
import Store
import Trust

extension Workspace {
  /// Judges the steps of protected branches, from objects alone; `remembering` also answers with
  /// what was proved before, where this very state was.
  ///
  /// Throws a refusal when the repository is not the one that `repo` names, a whole id.
  public func verification(
    of extent: VerificationExtent, repo: String? = nil, _ trust: ProofTrust = .fresh
  ) async throws -> Verification {
    let governed = try governed()
    let identity = governed.policies.repo
    if let repo, repo.lowercased() != identity.hex {
      guard ObjectID(repo.lowercased()) != nil else {
        throw Problem(
          .usage, "cannot verify this repository as \(SafeText.escaped(repo)): that is no whole id",
          hint: "all 40 digits, as git o8 init and git o8 policy show print them in a clone that "
            + "you trust: whoever makes another repository can choose the first ones")
      }
      throw Problem(
        .refused, "cannot verify this repository as \(repo): it is \(identity.hex)",
        hint: "if that id is the right one, this is a clone of another repository or somebody has "
          + "put another policy here: fetch refs/o8/policy from a clone that you trust")
    }
    let oddities = try governed.repository.historyOddities()
    let isShallow = oddities.contains(.shallow)
    var found = try await proof(of: extent, in: governed, trust, isShallow: isShallow)
    found.newestSignature = try found.newestSignature(in: governed.repository)
    found.warnings =
      oddities.map(\.sentence) + found.forgotten.map(\.sentence)
      + (try Judge(governed).outrunDeletions())
      + [found.ageWarning(at: now())].compactMap { $0 }
    found.isShallow = isShallow
    return found
  }

  private func proof(
    of extent: VerificationExtent, in governed: GovernedRepository, _ trust: ProofTrust,
    isShallow: Bool
  ) async throws -> Verification {
    let memory = try ProofMemory(governed, extent, environment: environment)
    if trust == .remembering, let memory {
      if let known = memory.recall() { return known }
      if let extended = try extended(memory, extent, governed) { return extended }
    }
    // A proof rests on the ledger itself and on no index of it.
    let judge = Judge(governed, by: .whole)
    let found = try await verification(
      of: extent, by: judge, in: governed, isShallow: isShallow)
    guard let memory, found.isProved else { return found }
    let ledger = try judge.ledgerAsIndex()
    let index = ledger.flatMap { LedgerIndex(bytes: $0) }
    let isGround = try index.map { try found.isGround(in: $0, governed.repository) } ?? false
    memory.keep(found, ledger: isGround ? ledger : nil)
    return found
  }

  /// What was proved last, gone on with; nil where it has to be proved anew.
  private func extended(
    _ memory: ProofMemory, _ extent: VerificationExtent, _ governed: GovernedRepository
  ) throws -> Verification? {
    guard let (earlier, ledger) = memory.recallEarlier() else { return nil }
    // A repository of its own: what it takes for the ledger's index is for this question alone.
    let own = try GovernedRepository(governed.location)
    guard let extending = try ProofExtension(of: earlier, ledger: ledger, in: own),
      // What nobody has adopted was in no proof, and in this one it has to be named.
      try UnadoptedBranches(governed: own, judge: Judge(own)).all().isEmpty,
      let found = try extending.verification(of: Judge(own).names(of: extent))
    else { return nil }
    memory.keep(found, ledger: try extending.ledger(for: found))
    return found
  }

  private func verification(
    of extent: VerificationExtent, by judge: Judge, in governed: GovernedRepository,
    isShallow: Bool
  ) async throws -> Verification {
    var (problems, forgotten): ([String], [ForgottenBranch]) = ([], [])
    if let refused = try judge.policyProblem() {
      problems.append("the policy \(refused.id.short) does not count: \(refused.reason)")
    }
    var branches: [VerifiedBranch] = []
    switch extent {
    case .range(let from, let to, let branch):
      let ends = (try await location.commit(from), try await location.commit(to))
      let name =
        try branch.map { try judge.governed(Self.branch($0), wasProtected: true) }
        ?? judge.branch(holding: ends.0)
      guard let steps = try judge.history(of: name, from: ends.0, to: ends.1) else {
        throw Problem(
          .refused, "\(ends.0.short) is not on the first-parent chain of \(ends.1.short)",
          hint: "git log --first-parent shows that chain")
      }
      branches = [try judge.verified(name, from: ends.0, to: ends.1, steps)]
    case .protected, .everything, .branch:
      let stand = BranchStand(governed: governed, judge: judge)
      var names = try judge.names(of: extent)
      switch extent {
      case .branch, .range: break
      case .protected, .everything:
        let unadopted = try UnadoptedBranches(governed: governed, judge: judge).all()
        names = Set(names + unadopted).sorted()
      }
      try await judge.readAhead(on: names)
      for name in names {
        let tip = try judge.value(of: name)
        if let tip, let cut = try judge.cut(of: name, at: tip) {
          throw cut.problem(isShallow: isShallow)
        }
        // The history first: it numbers the chain, and the other questions are about its order.
        let start = try tip.flatMap { try judge.beginning(of: name, upTo: $0) }
        let steps = try start.flatMap { start in
          try tip.flatMap { try judge.history(of: name, from: start, to: $0) }
        }
        problems += try stand.problems(of: name)
        guard let tip else {
          switch try judge.absence(of: name) {
          case .deleted(let branch): branches.append(branch)
          case .forgotten(let branch):
            switch extent {
            // Who asks for this very branch wants it proved.
            case .branch: problems.append(branch.sentence)
            case .protected, .everything, .range: forgotten.append(branch)
            }
          case .elsewhere(let sentence): problems.append(sentence)
          }
          continue
        }
        problems += try landingsMissing(on: name, judge, governed.store)
        guard let start, let steps else {
          problems += try judge.notProved(name, at: tip, besides: problems)
          continue
        }
        var verified = try judge.verified(name, from: start, to: tip, steps)
        verified.deletion = try judge.deletion(of: name).map(DeletionView.init)
        if verified.isProved { try stand.remember(name) }
        branches.append(verified)
      }
    }
    var found = Verification(
      repo: governed.policies.repo, policy: governed.policies.newest.id, branches: branches,
      problems: problems)
    found.forgotten = forgotten
    found.evidenceRemote = try judge.remote(ofUnprovedIn: branches)
    return found
  }

  /// The landings that the ledger has and the branch has not, but for the one that is under way.
  private func landingsMissing(
    on branch: ReferenceName, _ judge: Judge, _ store: Store
  ) throws -> [String] {
    let isLanding = LandingLock.isHeld(in: location.commonDirectory)
    let underWay = isLanding ? try store.landingIntent()?.landed.commit : nil
    return try judge.missingLandings(on: branch)
      .filter { $0.landed.commit != underWay }.map { missing in
        let command = try judge.commandMaking(missing.landed)
        return missing.sentence + (command.map { ": \($0) makes it" } ?? "")
      }
  }

  fileprivate static func branch(_ name: String) throws -> ReferenceName {
    guard let branch = ReferenceName(name.hasPrefix("refs/") ? name : "refs/heads/\(name)"),
      branch.isBranch
    else { throw Problem(.usage, "\(name) is no branch's name") }
    return branch
  }
}

extension Judge {
  /// The branch's own value, else that of a remote: a check-out by a CI has no branch of its own.
  func value(of branch: ReferenceName) throws -> ObjectID? {
    if let value = try repository.target(of: branch) { return value }
    return try remoteValues(of: branch).first
  }

  /// Why nothing is proved of a branch whose history does not begin where it was adopted; nothing
  /// where that has been said.
  fileprivate func notProved(
    _ branch: ReferenceName, at tip: ObjectID, besides said: [String]
  ) throws -> [String] {
    guard !said.contains(where: { $0.hasPrefix("\(branch.short) ") }) else { return [] }
    let adopted = try adoption(of: branch)?.body.commit.short
    return [
      "\(branch.short) is at \(tip.short), which does not come from "
        + (adopted.map { "\($0), the commit it was adopted at" } ?? "any commit it was adopted at")
        + ": nothing of it is proved"
    ]
  }

  /// The branches whose whole histories are looked at.
  func names(of extent: VerificationExtent) throws -> [ReferenceName] {
    if case .branch(let name, let wasProtected) = extent {
      return [try governed(Workspace.branch(name), wasProtected: wasProtected)]
    }
    return try governedBranches().filter { try extent == .everything || protects($0.short) }
  }

  /// Throws where no policy that is asked for protects the branch.
  fileprivate func governed(
    _ branch: ReferenceName, wasProtected: Bool
  ) throws -> ReferenceName {
    let names = try governedBranches()
    if try names.contains(branch) && (wasProtected || protects(branch.short)) { return branch }
    if try isUnadopted(branch) {
      guard try value(of: branch) != nil else {
        throw Problem(
          .noSuchThing, "there is no branch \(SafeText.escaped(branch.short)) here",
          hint: "policy protects what is called so: git branch -a lists what is here")
      }
      throw Problem(.refused, Unadopted.text(branch), hint: Unadopted.remedy)
    }
    let known = try names.filter { try protects($0.short) }.map(\.short)
    throw Problem(
      .noSuchThing, "policy protects no branch \(SafeText.escaped(branch.short))",
      hint: known.isEmpty
        ? "git o8 init --protect NAME has one protected"
        : "it protects \(known.joined(separator: ", "))")
  }

  fileprivate func branch(holding commit: ObjectID) throws -> ReferenceName {
    for name in try governedBranches() where try protects(name.short) {
      let values = try [repository.target(of: name)].compactMap { $0 } + remoteValues(of: name)
      if values.contains(where: { isEarlier(commit, than: $0) }) { return name }
    }
    throw Problem(
      .usage, "no protected branch has \(commit.short)",
      hint: "name the branch with --branch NAME")
  }

  /// The remote from which the first step came that nothing here proves.
  fileprivate func remote(ofUnprovedIn branches: [VerifiedBranch]) throws -> String? {
    for branch in branches {
      for step in branch.open {
        guard case .unproved(let reasons) = step.finding,
          !reasons.contains(where: { $0.isTakingAway || $0.isUnderLostPolicy })
        else { continue }
        return try remotes(beyond: step.commit, on: branch.name).first?.remote
      }
    }
    return nil
  }

  func verified(
    _ name: ReferenceName, from start: ObjectID, to tip: ObjectID, _ steps: [HistoryStep]
  ) throws -> VerifiedBranch {
    let overrides = try overrides(of: name)
    return VerifiedBranch(
      name: name, start: start, tip: tip,
      steps: try steps.map { try verified($0, on: name, overrides) },
      rewinds: try rewinds(of: name).map(ForcedView.init))
  }

  private func verified(
    _ step: HistoryStep, on branch: ReferenceName, _ overrides: [Signed<Override>]
  ) throws -> VerifiedStep {
    let policy = try policyInForce(on: branch, at: step.stretch.prev)
    var (title, approvals) = (String?.none, [ApprovalView]())
    let finding: VerifiedStep.Finding
    switch step.finding {
    case .admitted(let admitted):
      finding = .admitted(admitted)
      title = try self.title(of: admitted.packet)
      approvals = try self.approvals(of: admitted, under: policy?.policy).map {
        ApprovalView(
          verdict: $0.verdict, principal: $0.principal, role: $0.role,
          keys: $0.keys.map(\.fingerprint))
      }
    case .forced(let entry):
      finding = .forced(entry)
      title = overrides.first { $0.id == entry }?.body.reason
    case .unproved(let reasons): finding = .unproved(reasons)
    case .breach(let reasons): finding = .breach(reasons)
    }
    return VerifiedStep(
      prev: step.stretch.prev, commit: step.stretch.commit, finding: finding, title: title,
      policy: policy?.id, approvals: approvals)
  }
}
