import Git
public import Model
import Store
import Support
public import Trust

/// Work that stands on a lane of its own and was handed in: what a verdict is about.
public struct Handed: Sendable {
  public let packet: ObjectID
  public var base: ObjectID
  public var head: ObjectID
  /// The merge of base and head.
  public var tree: ObjectID
}

extension GovernedFixture {
  /// Commits `files` on a new branch from main and hands them in as an adopted packet.
  ///
  /// The work tree is left on main.
  public func hand(_ name: String, _ files: [String: String?]) async throws -> Handed {
    try await repository.git("switch", "-q", "-c", name, "main")
    try await repository.commit(files, message: name)
    try await repository.git("switch", "-q", "main")
    return try await handIn(name)
  }

  /// Hands in a branch as an adopted packet.
  public func handIn(_ name: String) async throws -> Handed {
    let git = try open()
    let base = try git.target(of: Self.main)!
    let lane = ReferenceName(branch: name)!
    let head = try git.target(of: lane)!
    let governed = try governed()
    let work = Opened(
      title: name, branch: Self.main, origin: .adopted(lane: lane), runtime: "exec")
    let packet = try await governed.open(
      work, attachments: ["prompt.md": Array("\(name)\n".utf8)], stamp: stamp)
    try await governed.store.addHead(head, for: packet.id)
    try await governed.carryOut(.submit(head: head), on: packet.id, stamp: stamp)
    let tree = try await git.location.merge(base, head).tree!
    return Handed(packet: packet.id, base: base, head: head, tree: tree)
  }

  /// Runs of all the policy's gates on the result, and the result before the reviewers.
  public func present(_ handed: Handed, passed: Bool = true) async throws {
    let governed = try governed()
    for gate in governed.policy.gates {
      let gated = Gated(
        started: nil, name: gate.name, definition: gate.definition, head: handed.head,
        tree: handed.tree, passed: passed, log: nil, seconds: 1)
      try await governed.carryOut(.recordGate(gated), on: handed.packet, stamp: stamp)
    }
    guard passed else { return }
    let presented = Presented(
      started: nil, base: handed.base, head: handed.head, tree: handed.tree, require: [:])
    try await governed.carryOut(.present(presented), on: handed.packet, stamp: stamp)
  }

  /// A verdict as it stands in policy and epoch now.
  public func verdict(
    on handed: Handed, _ decision: Decision = .approve, as role: Role = .operator,
    change: (inout Verdict) -> Void = { _ in }
  ) throws -> Verdict {
    let governed = try governed()
    let epoch = try Judge(governed).epoch(of: Self.main, at: handed.base)
    var verdict = Verdict(
      branch: Self.main, base: handed.base, head: handed.head, tree: handed.tree,
      decision: decision, role: role, policy: governed.policies.newest.id, epoch: epoch!)
    change(&verdict)
    return verdict
  }

  /// Appends a verdict to the packet's chain, whatever the packet's state.
  public func say(
    _ verdict: Verdict, on packet: ObjectID, stamp: Stamp? = nil
  ) async throws {
    let stamp = stamp ?? self.stamp
    let draft = EventDraft(.verdict(verdict), of: packet, stamp: stamp, state: .review)
    try await governed().store.append(
      [draft], to: Layout.packet(packet), .packet, signing: stamp.signing)
  }

  /// A packet that Ann has approved.
  public func approved(_ name: String, _ files: [String: String?]) async throws -> Handed {
    let handed = try await hand(name, files)
    try await present(handed)
    try await say(try verdict(on: handed), on: handed.packet)
    return handed
  }

  /// Records in the ledger that the packet landed by a step.
  @discardableResult
  public func claim(
    _ handed: Handed, from prev: ObjectID, by commit: ObjectID, tip: ObjectID? = nil
  ) async throws -> Landed {
    let git = try open()
    let landed = Landed(
      branch: Self.main, prev: prev, commit: commit, base: handed.base, head: handed.head,
      tree: handed.tree, verdicts: [], gates: [])
    let present = try git.target(of: Layout.packet(handed.packet))
    try await enter(.landed(landed), of: handed.packet, tip: tip ?? present)
    return landed
  }

  /// Appends an entry that Ann signs.
  @discardableResult
  public func enter(
    _ body: LedgerBody, of packet: ObjectID? = nil, tip: ObjectID? = nil, stamp: Stamp? = nil
  ) async throws -> ObjectID {
    let stamp = stamp ?? self.stamp
    let draft = EventDraft(body, of: packet, tip: tip, subject: "an entry", stamp: stamp)
    let written = try await governed().store.append(
      [draft], to: Layout.ledger, .ledger, signing: stamp.signing)
    return written[0].id
  }

  /// What main holds.
  public func value() throws -> ObjectID { try open().target(of: Self.main)! }
}
