import Model
import Testing

/// A step, what speaks for it, and the ruling: an honest merge to begin with, for tests to spoil.
struct Scene {
  var policy: Policy
  var step: StepFacts
  var evidence: Evidence
  var jurisdiction: Jurisdiction
  var now: Instant?
  var overrides: [Signed<Override>] = []

  static let epoch = digest("adopted")

  /// Ben approves head H on P with result T; ci has run the gate; M merges H into P.
  static func merge() throws -> Scene {
    let policy = try Samples.policy()
    let verdict = try verdict(by: "ben", as: .operator)
    let changes = [added("src/a")]
    let step = StepFacts(
      branch: Samples.main, prev: id("P"), commit: id("M"), tree: id("T"),
      parents: [id("P"), id("H")], changes: changes,
      proposals: [verdict.body.proposal: ProposalFacts(brought: [id("H"), id("H0")])])
    return Scene(
      policy: policy, step: step,
      evidence: Evidence(
        packet: id("packet"), verdicts: [verdict], gates: [try gated(by: "ci", tree: "T")],
        workers: [try name("bot")]),
      jurisdiction: Jurisdiction(policy: policy, known: [id("policy")], epoch: epoch))
  }

  static func squash() throws -> Scene {
    var scene = try merge()
    scene.step.parents = [id("P")]
    return scene
  }

  /// H grew from P and becomes the branch's value.
  static func fastForward() throws -> Scene {
    var scene = try merge()
    scene.step.commit = id("H")
    scene.step.parents = [id("H0")]
    return scene
  }

  /// The branch moved from B to P by a step on other paths since ben approved H on B.
  static func carry() throws -> Scene {
    var scene = try merge()
    let verdict = try verdict(by: "ben", as: .operator) {
      $0.base = id("B")
      $0.tree = id("T on B")
    }
    scene.evidence.verdicts = [verdict]
    scene.step.proposals = [
      verdict.body.proposal: ProposalFacts(
        brought: [id("H")],
        carry: CarryFacts(changes: scene.step.changes, touched: ["doc/b"]))
    ]
    return scene
  }

  func ruling() -> Ruling {
    var jurisdiction = jurisdiction
    jurisdiction.policy = policy
    return Admission(jurisdiction, now: now).judge(step: step, by: [evidence], overrides: overrides)
  }

  var admitted: Admitted? {
    guard case .admitted(let admitted) = ruling() else { return nil }
    return admitted
  }

  var reasons: [Reason] {
    guard case .refused(let reasons) = ruling() else { return [] }
    return reasons
  }

  var said: [String] { reasons.map(\.description) }
}

extension Scene {
  static func added(_ path: String, _ content: String = "new") -> TreeChange {
    TreeChange(
      pathBytes: Array(path.utf8), old: nil,
      new: ChangedFile.Side(mode: 0o100644, id: id(content)))
  }

  static func signed<Body>(_ body: Body, by author: String, keys: [String]? = nil) throws
    -> Signed<Body>
  {
    let text = "\(body) by \(author)"
    return Signed(
      id: id(text), digest: digest(text), author: try name(author),
      keys: (keys ?? [author]).map(Samples.key), body: body)
  }

  static func verdict(
    by author: String, as role: Role, _ decision: Decision = .approve, keys: [String]? = nil,
    change: (inout Verdict) -> Void = { _ in }
  ) throws -> Signed<Verdict> {
    var body = Verdict(
      branch: Samples.main, base: id("P"), head: id("H"), tree: id("T"), decision: decision,
      role: role, policy: id("policy"), epoch: epoch)
    change(&body)
    return try signed(body, by: author, keys: keys)
  }

  static func gated(
    by author: String, tree: String, passed: Bool = true, keys: [String]? = nil,
    definition: Digest = Samples.gate.definition
  ) throws -> Signed<Gated> {
    let body = Gated(
      started: nil, name: "test", definition: definition, head: id("H"), tree: id(tree),
      passed: passed, log: nil, seconds: 1)
    return try signed(body, by: author, keys: keys)
  }

  static func override(
    _ old: String = "P", _ new: String = "M", rewind: Bool = false, reason: String = "outage",
    epoch: Digest = epoch, keys: [String] = ["dee"]
  ) throws -> Signed<Override> {
    let body = Override(
      branch: Samples.main, old: id(old), new: id(new), rewind: rewind, reason: reason,
      epoch: epoch)
    return try signed(body, by: "dee", keys: keys)
  }
}
