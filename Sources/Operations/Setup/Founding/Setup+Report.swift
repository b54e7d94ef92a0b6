import Git
import Model
import Trust

/// What the steps of `init` came to, beside the policy itself.
struct SetupSteps {
  var findings: [String]
  var reason: String?
  var isFirstUse: Bool
  var hooks: HookOverview?
  var configuration: [String]
  var notes: [String]
}

extension Setup {
  func report(
    _ governed: GovernedRepository, _ beginning: SetupReport.Beginning, _ steps: SetupSteps
  ) throws -> SetupReport {
    let policy = governed.policy
    let key = identity.signer.key
    let holder = policy.principal(holding: key)
    return SetupReport(
      repo: governed.policies.repo, beginning: beginning, isFirstUse: steps.isFirstUse,
      principal: holder ?? identity.called,
      roles: holder.flatMap { policy.principals[$0]?.roles } ?? [],
      fingerprint: key.fingerprint, keyOrigin: identity.origin,
      protected: policy.protected.map(\.text), reason: steps.reason,
      branches: try branches(of: policy),
      gates: policy.gates.map(DetectedGate.init), findings: steps.findings, hooks: steps.hooks,
      configuration: steps.configuration,
      enrolment: holder == nil ? Self.enrolment(identity.called, key, in: policy) : nil,
      notes: steps.notes)
  }

  private func branches(of policy: Policy) throws(GitError) -> [SetupReport.Branch] {
    let present = try repository.references(under: "refs/heads/")
    return policy.protected.flatMap { pattern -> [SetupReport.Branch] in
      let covered = present.filter { pattern.matchesFolded(branch: $0.name.short) }
        .map { SetupReport.Branch(name: $0.name, commit: $0.target) }
      guard covered.isEmpty, let name = ReferenceName(branch: pattern.text) else { return covered }
      return [SetupReport.Branch(name: name, commit: nil)]
    }
  }

  /// The command with which an owner lets the holder of a key operate.
  private static func enrolment(
    _ called: PrincipalName, _ key: SigningKey, in policy: Policy
  ) -> String {
    // Another of that name may be there: the key must not become theirs.
    let others = (2...99).lazy.compactMap { PrincipalName("\(called)-\($0)") }
    let name =
      policy.principals[called] == nil
      ? called : others.first { policy.principals[$0] == nil } ?? called
    return "git o8 policy add \(name) --role operator --key '\(key.line)'"
  }
}

extension Gate {
  init(_ gate: DetectedGate) {
    self.init(
      name: gate.name, run: gate.run, timeoutSeconds: gate.timeoutSeconds,
      paths: gate.paths.compactMap { Pattern($0) })
  }
}

extension DetectedGate {
  init(_ gate: Gate) {
    self.init(
      name: gate.name, run: gate.run, timeoutSeconds: gate.timeoutSeconds,
      paths: gate.paths.map(\.text))
  }
}

extension Workspace {
  /// Sets the repository up, or completes what is missing; the same when it is done twice.
  public func setUp(_ request: SetupRequest) async throws -> SetupReport {
    try refuseInLane("set up")
    return try await Setup(self, request).run()
  }
}
