import Git
import Model
import Store
import Trust

/// One run of `init`: finds what is there, and does the steps that are missing.
///
/// The order is such that a run which dies between two steps leaves what the next one completes:
/// policy, `adopted`, pins, configuration, and the hooks that enforce it all at the end.
struct Setup {
  let workspace: Workspace
  let request: SetupRequest
  let repository: Repository
  let identity: SigningIdentity
  let remotes: [String]

  init(_ workspace: Workspace, _ request: SetupRequest) async throws {
    self.workspace = workspace
    self.request = request
    repository = try Repository(workspace.location)
    try Self.check(repository)
    remotes = try await workspace.location.remoteNames()
    if let problem = try await EmptyClone(
      repository: repository, remotes: remotes, isOffline: request.remotes == .offline
    ).problem() {
      throw problem
    }
    if let key = request.key, !ConfigBlock.canHold(key) {
      throw Problem(.usage, "cannot use the key \(key): its name holds a control character")
    }
    identity = try SigningIdentity(
      in: repository, named: request.key, environment: workspace.environment)
  }

  /// Refuses what o8 cannot work in, before anything is written.
  private static func check(_ repository: Repository) throws(Problem) {
    let place = repository.location.directory
    guard !repository.location.isBare else {
      throw Problem(
        .environment, "cannot set up \(place): it is bare, and lanes need a clone with files",
        hint: "run `git o8 init` in a clone and push refs/o8/* from there")
    }
    guard !repository.isShallow else {
      throw Problem(
        .environment, "cannot set up \(place): it is shallow, and o8 judges whole histories",
        hint: "git fetch --unshallow")
    }
    // What cannot be read is told in our words, before git is asked anything.
    do throws(GitError) { _ = try repository.references(under: "refs/heads/") } catch {
      throw Problem(error)
    }
  }

  func run() async throws -> SetupReport {
    try await workspace.removeSetupLocks()
    let (beginning, findings, choice) = try await begin()
    var governed = try GovernedRepository(workspace.location)
    let strangers = try await strangers(to: governed)
    if beginning != .founded, let amended = try await amend(governed) { governed = amended }
    let hand = hand(under: governed)
    var notes = try await hand.adoptBranches(under: governed)
    // Those that were adopted just now are in the ledger only.
    governed = try GovernedRepository(workspace.location)
    notes += try await hand.nameAdoptedBranches(under: governed)
    governed = try GovernedRepository(workspace.location)
    let isFirstUse = try await governed.pinNewest()
    notes += try strangers + oddities(of: governed)
    notes += try await MissingBranches(
      governed: governed, remotes: request.remotes == .ask ? remotes : []
    ).notes()
    notes += await keyAdvice(under: governed)
    if beginning != .founded { try await rebuildNotes(under: governed) }
    try await governed.store.beginNotes(at: workspace.now())
    let configuration = try await SetupConfiguration(workspace.location)
      .install(signingKey: request.key)
    let (hooks, kept) = try await installHooks(under: governed)
    return try report(
      governed, beginning,
      SetupSteps(
        findings: findings, reason: choice?.reason, isFirstUse: isFirstUse, hooks: hooks,
        configuration: configuration, notes: notes + kept))
  }

  /// Notes do not come along with a clone: what they say is in the ledger.
  private func rebuildNotes(under governed: GovernedRepository) async throws {
    var reconciling = try Reconciling(in: governed, workspace)
    try await reconciling.rebuildNotes()
  }

  private func hand(under governed: GovernedRepository?) -> OwnersHand {
    let author = governed?.policy.principal(holding: identity.signer.key) ?? identity.called
    return OwnersHand(
      repository: repository, author: author, signer: identity.signer,
      prompt: request.asking.prompt, at: workspace.now())
  }
}

extension Setup {
  private typealias Begun = (
    SetupReport.Beginning, findings: [String], choice: BranchChoice?
  )

  /// Sees that there is a policy: this clone's, a remote's, or a new one.
  private func begin() async throws -> Begun {
    if try repository.target(of: Layout.policy) != nil { return (.present, [], nil) }
    try repository.checkPackedReferences()
    let known = try Store(repository, identity: nil).pins()
    let policies = try await RemotePolicy.all(
      of: remotes, in: repository, isOffline: request.remotes == .offline)
    if let policy = policies.first {
      try await policy.fetch(to: workspace.location)
      try policy.adopt(into: repository)
      return (.joined(remote: policy.remote), [], nil)
    }
    if let known {
      throw Problem(
        .refused, "cannot begin a policy: this clone knows \(known.repo.short) and has lost it",
        hint: "fetch refs/o8/* again from a clone that has it, or give it up with "
          + "`git o8 uninstall --refs`")
    }
    return try await found()
  }

  private func found() async throws -> Begun {
    let facts = try await BranchFacts(of: repository, remotes: remotes)
    let choice =
      request.protect.isEmpty
      ? try BranchChoice(among: facts) : try BranchChoice(asked: request.protect, among: facts)
    let tips = try repository.branches(coveredBy: choice.patterns)
    let findings = try findings(at: tips)
    let gates = request.gates ?? findings.gates
    let policy = FirstPolicy.policy(
      protecting: choice.patterns, founder: identity.called, key: identity.signer.key,
      gates: gates, setup: findings.setup, caches: findings.caches, at: workspace.now())
    try await hand(under: nil).found(policy, tips: tips)
    return (.founded, request.gates == nil ? findings.report : [], choice)
  }

  /// What the files of the first protected branch tell of builds and tests.
  private func findings(
    at tips: [ReferenceName: ObjectID]
  ) throws(GitError) -> ProjectDetector.Findings {
    guard let commit = tips.min(by: { $0.key < $1.key })?.value else {
      return ProjectDetector.Findings(gates: [], setup: [], caches: [], report: [])
    }
    return ProjectDetector.findings(
      in: try ProjectListing(of: commit, in: repository, environment: workspace.environment))
  }
}

extension Setup {
  /// Signs the next policy where other branches or gates are asked for than it has.
  private func amend(_ governed: GovernedRepository) async throws -> GovernedRepository? {
    var policy = governed.policy
    if !request.protect.isEmpty {
      let facts = try await BranchFacts(of: repository, remotes: remotes)
      let choice = try BranchChoice(asked: request.protect, among: facts)
      policy.protected += choice.patterns.filter { !policy.protected.contains($0) }
    }
    if let gates = request.gates { policy.gates = gates.map(Gate.init) }
    guard policy != governed.policy else { return nil }
    let act = try await hand(under: governed).amend(
      governed, to: PolicyText(policy), subject: "branches or gates changed by init")
    if case .proposed(let digest, let missing) = act {
      throw Problem(
        .refused,
        "the policy with these branches or gates is proposed; \(missing) more of its "
          + "owners have to sign it",
        hint: "git o8 policy sign \(digest.hex.prefix(7))")
    }
    let amended = try GovernedRepository(workspace.location)
    try await amended.pinNewest()
    return amended
  }

  private func installHooks(
    under governed: GovernedRepository
  ) async throws -> (HookOverview?, notes: [String]) {
    guard request.hooks == .install else { return (nil, []) }
    let report = try await HookInstaller(workspace.location, program: workspace.program)
      .install(protecting: governed.policy.protected)
    return (try await workspace.hookOverview(), report.notes)
  }

  /// How to keep the key that was made from code of workers', where no cage does.
  private func keyAdvice(under governed: GovernedRepository) async -> [String] {
    guard case .made = identity.origin, case .open(let file) = identity.signer.keeping,
      let (isolation, warnings) = try? await workspace.isolation(nil, governed),
      isolation != .sandbox, let warning = warnings.first
    else { return [] }
    return [warning, "the key has no passphrase: \(KeyAdvice.remedy(for: file).text)"]
  }

  /// What to know of remotes that have another policy. Throws where protected branches are shared
  /// with one: whatever is signed here would count for nobody there.
  private func strangers(to governed: GovernedRepository) async throws -> [String] {
    var notes: [String] = []
    if request.remotes == .ask {
      for remote in try Set(Judge(governed).upstreamRemotes()).intersection(remotes).sorted() {
        guard let fetched = Layout.remote(remote, Layout.policy),
          try repository.target(of: fetched) == nil
        else { continue }
        do { try await fetchUnknownPolicy(of: remote, under: governed) } catch {
          notes.append(
            "\(Problem(error).message); git o8 doctor tells later whether it is another one's")
        }
      }
    }
    let foreign = try ForeignPolicy.all(in: governed)
    if let first = foreign.first(where: \.isFollowed) { throw first.problem }
    return notes + foreign.map(\.sentence)
  }

  /// This clone's own policy, or an earlier one, needs no look.
  private func fetchUnknownPolicy(
    of remote: String, under governed: GovernedRepository
  ) async throws {
    let known = Set(governed.policies.steps.map(\.id))
    let found = try await RemotePolicy.all(of: [remote], in: repository, isOffline: false)
    for policy in found where !known.contains(policy.tip) {
      try await policy.fetch(to: workspace.location)
    }
  }

  /// What works, but not as somebody may expect.
  private func oddities(of governed: GovernedRepository) throws -> [String] {
    var notes: [String] = []
    notes += try repository.historyOddities().map(\.sentence)
    if let (id, reason) = try Judge(governed).policyProblem() {
      notes.append("the policy at \(id.short) does not count: \(reason)")
    }
    return notes + [governed.policy.expiryWarning(at: workspace.now())].compactMap { $0 }
  }
}
