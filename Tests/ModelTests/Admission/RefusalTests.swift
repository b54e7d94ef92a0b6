import Model
import Testing

/// A row of the threat table, as a change to an honest step, and a part of what the refusal says.
struct Attack: Sendable, CustomTestStringConvertible {
  let row: Int
  let testDescription: String
  let says: String
  let scene: @Sendable () throws -> Scene

  init(
    _ row: Int, _ title: String, says: String,
    on honest: @escaping @Sendable () throws -> Scene = { try Scene.merge() },
    _ spoil: @escaping @Sendable (inout Scene) throws -> Void
  ) {
    self.row = row
    testDescription = "\(row): \(title)"
    self.says = says
    scene = {
      var scene = try honest()
      try spoil(&scene)
      return scene
    }
  }
}

@Test(arguments: verdictAttacks + policyAttacks + carryAttacks + gateAttacks + historyAttacks)
func theStepIsRefused(attack: Attack) throws {
  let scene = try attack.scene()
  #expect(scene.said.contains { $0.contains(attack.says) }, "\(scene.ruling())")
}

private let verdictAttacks = [
  Attack(10, "a new commit after the approval", says: "verdict of ben voided: new commit") {
    $0.step.parents = [id("P"), id("H'")]
  },
  Attack(10, "an amended result", says: "the result is tree") { $0.step.tree = id("T'") },
  Attack(11, "an approval of another range", says: "no verdict covers") {
    $0.step.prev = id("Q")
  },
  Attack(12, "an approval for another branch", says: "it is for release") {
    $0.evidence.verdicts = [
      try Scene.verdict(by: "ben", as: .operator) { $0.branch = ReferenceName(branch: "release")! }
    ]
  },
  Attack(15, "an approval that nobody signed", says: "not signed with a key") {
    $0.evidence.verdicts = [try Scene.verdict(by: "ben", as: .operator, keys: [])]
  },
  Attack(15, "an approval signed by another than its author", says: "not signed with a key") {
    $0.evidence.verdicts = [try Scene.verdict(by: "ben", as: .operator, keys: ["cyd"])]
  },
  Attack(15, "an approval in a role that is not held", says: "does not make them operator") {
    $0.evidence.verdicts = [try Scene.verdict(by: "cyd", as: .operator)]
  },
  Attack(15, "an approval by a gate", says: "does not make them gate") {
    $0.policy.require.byRole = [.owner: 1]
    $0.evidence.verdicts = [try Scene.verdict(by: "ci", as: .gate)]
  },
  Attack(18, "an approval by whom the events call the worker", says: "they worked on the packet") {
    $0.evidence.workers = [try name("ben")]
  },
  Attack(18, "an approval by a signed author", says: "they worked on the packet") {
    let ben = try name("ben")
    $0.evidence.verdicts = [try Scene.verdict(by: "ben", as: .operator) { $0.authors = [ben] }]
  },
  Attack(18, "one human in two seats", says: "missing 1 reviewer approval on base") {
    $0.policy.require.byRole[.reviewer] = 1
    $0.evidence.workers = []
    $0.evidence.verdicts = [
      try Scene.verdict(by: "ann", as: .operator),
      try Scene.verdict(by: "ann-claude", as: .reviewer),
    ]
  },
  Attack(29, "a submodule that the verdict does not list", says: "submodule change at dep") {
    let side = ChangedFile.Side(mode: 0o160000, id: id("dep"))
    $0.step.changes.append(TreeChange(pathBytes: Array("dep".utf8), old: nil, new: side))
  },
  Attack(29, "a sensitive path in capitals", says: "sensitive path .GITHUB/ci") {
    $0.step.changes.append(Scene.added(".GITHUB/ci"))
  },
  Attack(57, "a rejection by somebody else", says: "cyd said reject") {
    $0.evidence.verdicts.append(
      try Scene.verdict(by: "cyd", as: .reviewer, .reject) { $0.head = id("H'") })
  },
  Attack(57, "a demand to revise this head", says: "cyd said revise") {
    $0.evidence.verdicts.append(try Scene.verdict(by: "cyd", as: .reviewer, .revise))
  },
  Attack(57, "an approval that its author has taken back", says: "ben said reject") {
    $0.evidence.verdicts.append(try Scene.verdict(by: "ben", as: .operator, .reject))
  },
  Attack(57, "no approval where policy asks for no seat", says: "nobody's approval counts") {
    $0.policy.require.byRole = [.owner: 1]
    $0.evidence.verdicts = [
      try Scene.verdict(by: "ben", as: .operator, .revise) { $0.head = id("H") }
    ]
  },
]

private let policyAttacks = [
  Attack(16, "a key that the policy in force has revoked", says: "not signed with a key") {
    $0.policy.principals[try name("ben")]?.keys = [Samples.key("ben's new key")]
  },
  Attack(16, "an approval after its date", says: "it expired at") {
    $0.now = Instant("2026-11-21T00:00:00Z")
    $0.evidence.verdicts = [
      try Scene.verdict(by: "ben", as: .operator) { $0.expires = Instant("2026-11-20T00:00:00Z") }
    ]
  },
  Attack(17, "a policy after its date", says: "the policy expired") {
    $0.now = Instant("2027-11-21T00:00:00Z")
    $0.overrides = [try Scene.override()]
  },
  Attack(52, "a verdict by a policy not yet in force", says: "is not in force here") {
    $0.jurisdiction.known = [id("older policy")]
  },
  Attack(51, "a branch that nobody adopted", says: "has not been adopted") {
    $0.jurisdiction.epoch = nil
  },
  Attack(58, "a verdict from before a rewind", says: "rewound since") {
    $0.jurisdiction.epoch = digest("rewind")
  },
  Attack(58, "an override from before a rewind", says: "given before a rewind") {
    $0.jurisdiction.epoch = digest("rewind")
    $0.overrides = [try Scene.override()]
  },
  Attack(26, "an override that no owner signed", says: "1 owner signature missing") {
    $0.evidence.verdicts = []
    $0.overrides = [try Scene.override(keys: ["ben"])]
  },
  Attack(26, "an override by one human where two are asked for", says: "1 owner signature") {
    $0.policy.require.byRole[.owner] = 2
    $0.evidence.verdicts = []
    $0.overrides = [try Scene.override(keys: ["dee"])]
  },
  Attack(26, "an override without a reason", says: "gives no reason") {
    $0.evidence.verdicts = []
    $0.overrides = [try Scene.override(reason: " ")]
  },
  Attack(26, "an override for another step", says: "no verdict covers") {
    $0.evidence.verdicts = []
    $0.overrides = [try Scene.override("P", "X")]
  },
]

private let carryAttacks = [
  Attack(20, "a merge that changes more", says: "changes something else", on: Scene.carry) {
    $0.step.changes.append(Scene.added("src/evil"))
  },
  Attack(20, "a merge that changes otherwise", says: "changes something else", on: Scene.carry) {
    $0.step.changes = [Scene.added("src/a", "evil")]
  },
  Attack(20, "another spelling of an accent", says: "changes something else", on: Scene.carry) {
    let key = $0.evidence.verdicts[0].body.proposal
    $0.step.proposals[key]?.carry?.changes = [Scene.added("caf\u{e9}")]
    $0.step.changes = [Scene.added("cafe\u{301}")]
  },
  Attack(45, "a base that the branch has left", says: "not earlier", on: Scene.carry) {
    $0.step.proposals[$0.evidence.verdicts[0].body.proposal]?.carry = nil
  },
  Attack(45, "a policy that carries nothing", says: "does not allow it", on: Scene.carry) {
    $0.policy.carry = .never
  },
  Attack(59, "a path touched and put back since", says: "SRC/A was touched", on: Scene.carry) {
    let key = $0.evidence.verdicts[0].body.proposal
    $0.step.changes = [Scene.added("SRC/A")]
    $0.step.proposals[key]?.carry = CarryFacts(changes: $0.step.changes, touched: ["src/a"])
  },
  Attack(59, "a directory in a file's place", says: "was touched since", on: Scene.carry) {
    $0.step.proposals[$0.evidence.verdicts[0].body.proposal]?.carry?.touched = ["src"]
  },
  Attack(59, "a sensitive path on the other side", says: "is sensitive", on: Scene.carry) {
    $0.step.proposals[$0.evidence.verdicts[0].body.proposal]?.carry?.touched = [".github/x"]
  },
  Attack(59, "an approval of no change", says: "approve no change", on: Scene.carry) {
    $0.step.proposals[$0.evidence.verdicts[0].body.proposal]?.carry?.changes = []
    $0.step.changes = []
  },
  Attack(59, "a carry that nothing tests", says: "no gate is required", on: Scene.carry) {
    $0.policy.gates = []
  },
]

private let gateAttacks = [
  Attack(50, "a gate run that nobody signed", says: "gate test has not run") {
    $0.evidence.gates = [try Scene.gated(by: "ci", tree: "T", keys: [])]
  },
  Attack(50, "a gate run signed by a reviewer", says: "gate test has not run") {
    $0.evidence.gates = [try Scene.gated(by: "cyd", tree: "T")]
  },
  Attack(50, "a gate run signed by the packet's worker", says: "gate test has not run") {
    $0.evidence.workers = [try name("ci")]
  },
  Attack(50, "a red gate run by somebody who is called a worker afterwards", says: "test is red") {
    $0.evidence.gates.append(try Scene.gated(by: "ann", tree: "T", passed: false))
    $0.evidence.workers.insert(try name("ann"))
  },
  Attack(50, "a gate run of another tree", says: "gate test has not run on tree") {
    $0.evidence.gates = [try Scene.gated(by: "ci", tree: "T on B")]
  },
  Attack(50, "a gate run of another definition", says: "gate test has not run on tree") {
    $0.evidence.gates = [try Scene.gated(by: "ci", tree: "T", definition: digest("true"))]
  },
  Attack(50, "a gate that was green once and is red now", says: "gate test is red") {
    $0.evidence.gates.append(try Scene.gated(by: "ann", tree: "T", passed: false))
  },
]

private let historyAttacks = [
  Attack(14, "a packet that has landed already", says: "has landed already") {
    $0.evidence.landed = id("earlier")
  },
  Attack(53, "a head that grew from a newer value", says: "a landing of its own") {
    $0.jurisdiction.landed = [id("H0")]
  },
  Attack(58, "a head that brings back what was rewound", says: "a rewind took away") {
    $0.jurisdiction.rewound = [id("H0")]
  },
  Attack(53, "a head that is not there", says: "cannot be read") { $0.step.proposals = [:] },
  Attack(20, "a merge of three", says: "no verdict covers") { $0.step.parents.append(id("X")) },
  Attack(20, "a merge with its parents turned", says: "no verdict covers") {
    $0.step.parents = [id("H"), id("P")]
  },
  Attack(20, "a form that policy does not list", says: "does not accept landing by merge") {
    $0.policy.landing = [.squash, .fastForward]
  },
]
