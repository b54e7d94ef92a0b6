import Git
public import Model
import Store
public import Support
import Trust

/// A governed repository with packets that were taken as far as a test wants.
public struct PacketScene: Sendable {
  public let fixture: GovernedFixture
  public var repository: TestRepository { fixture.repository }

  public init(fixture: GovernedFixture) { self.fixture = fixture }

  public static func with<Result>(
    policy change: (inout Policy) throws -> Void = { _ in },
    _ body: (PacketScene) async throws -> Result
  ) async throws -> Result {
    try await GovernedFixture.with(policy: change) { try await body(PacketScene(fixture: $0)) }
  }

  /// An hour after the events.
  public static let later = Instant("2026-11-21T13:00:00Z")!

  public func open(
    _ title: String, at instant: Instant = GovernedFixture.now, priority: Int = 0
  ) async throws -> ObjectID {
    var work = Opened(title: title, branch: GovernedFixture.main, runtime: "exec")
    work.priority = priority
    work.scope = ["src/**"]
    return try await fixture.governed().open(
      work, attachments: ["prompt.md": Array("Do it.\n".utf8)],
      stamp: fixture.stamp(at: instant)
    ).id
  }

  public func does(_ command: PacketCommand, _ packet: ObjectID) async throws {
    try await fixture.governed().carryOut(command, on: packet, stamp: fixture.stamp)
  }

  /// A worker ran in the packet's lane and left a commit of one file. Returns the commit.
  @discardableResult
  public func work(on packet: ObjectID, _ file: String = "src/a.txt") async throws -> ObjectID {
    let governed = try fixture.governed()
    let base = try found(try governed.repository.target(of: GovernedFixture.main))
    let story = try found(try governed.storyOfPacket(packet))
    let lane = try found(story.lane)
    let number = story.attempts.count + 1
    try await does(
      .start(
        Started(
          number: number, reason: number == 1 ? .first : .revise, runtime: "exec", lane: lane,
          head: base, base: base)), packet)
    let exists = try governed.repository.target(of: lane) != nil
    if !exists { try await repository.git("branch", lane.short, "main") }
    try await repository.git("checkout", "-q", lane.short)
    let head = try found(
      ObjectID(try await repository.commit([file: "attempt \(number)\n"], message: "work")))
    try await repository.git("checkout", "-q", "main")
    let started = try found(try fixture.governed().storyOfPacket(packet)?.current)
    try await does(
      .finish(
        Finished(
          started: started, outcome: .changed, exit: 0, head: head, seconds: 61,
          usage: Usage(inputTokens: 10, outputTokens: 5, costMicros: 7))), packet)
    return head
  }

  /// The work is handed in, its gate is green, and it lies before the reviewers.
  @discardableResult
  public func present(_ packet: ObjectID, _ head: ObjectID) async throws -> Presented {
    try await does(.submit(head: head), packet)
    let governed = try fixture.governed()
    let base = try found(try governed.repository.target(of: GovernedFixture.main))
    let started = try governed.storyOfPacket(packet)?.submission?.started
    let tree = try governed.repository.commit(head).tree
    try await does(
      .recordGate(
        Gated(
          started: started, name: "test", definition: Digest(of: []), head: head, tree: tree,
          passed: true, log: nil, seconds: 2)), packet)
    let presented = Presented(
      started: started, base: base, head: head, tree: tree, require: [.operator: 1])
    try await does(.present(presented), packet)
    return presented
  }

  public func judge(
    _ packet: ObjectID, _ presented: Presented, _ decision: Decision,
    findings: [Finding] = [], summary: String? = nil
  ) async throws {
    let governed = try fixture.governed()
    let epoch = try found(
      try Judge(governed).epoch(of: GovernedFixture.main, at: presented.base))
    try await does(
      .judge(
        Verdict(
          branch: GovernedFixture.main, base: presented.base, head: presented.head,
          tree: presented.tree, decision: decision, role: .operator, findings: findings,
          summary: summary, policy: governed.policies.newest.id, epoch: epoch)), packet)
  }

  /// A packet whose work lies before the reviewers.
  public func reviewed(_ title: String, _ file: String = "src/a.txt") async throws -> (
    id: ObjectID, presented: Presented
  ) {
    let id = try await open(title)
    return (id, try await present(id, try await work(on: id, file)))
  }

  /// Merges an approved packet as `git o8 merge` does, records it and drops its references.
  /// Returns the merge commit and the ledger's entry.
  @discardableResult
  public func land(
    _ id: ObjectID, _ presented: Presented, keepingReferences: Bool = false
  ) async throws -> (commit: ObjectID, entry: ObjectID) {
    let governed = try fixture.governed()
    let packet = try found(try governed.storyOfPacket(id))
    let tip = try found(try governed.repository.target(of: Layout.packet(id)))
    try await repository.git("merge", "-q", "--no-ff", "-m", "land it", presented.head.hex)
    let commit = try found(ObjectID(try await repository.id("HEAD")))
    let landed = Landed(
      branch: GovernedFixture.main, prev: presented.base, commit: commit, base: presented.base,
      head: presented.head, tree: presented.tree, verdicts: packet.verdicts.map(\.id),
      gates: packet.gates.map(\.id))
    let entry = try await record(.landed(landed), of: id, tip: tip, packet.title)
    if !keepingReferences {
      try governed.repository.move(Layout.packet(id), from: tip, to: nil)
    }
    return (commit, entry)
  }

  @discardableResult
  public func record(
    _ body: LedgerBody, of id: ObjectID, tip: ObjectID, _ subject: String
  ) async throws -> ObjectID {
    let draft = EventDraft(body, of: id, tip: tip, subject: subject, stamp: fixture.stamp)
    return try await fixture.governed().store.append(
      [draft], to: Layout.ledger, .ledger, signing: fixture.stamp.signing)[0].id
  }

  /// Cancels a packet, records that, and drops its references.
  public func close(_ id: ObjectID) async throws {
    try await does(.cancel(reason: "no longer wanted"), id)
    let governed = try fixture.governed()
    let tip = try found(try governed.repository.target(of: Layout.packet(id)))
    try await record(.cancelled(reason: "no longer wanted"), of: id, tip: tip, "closed")
    try governed.repository.move(Layout.packet(id), from: tip, to: nil)
  }

  private func found<Value>(_ value: Value?, line: Int = #line) throws -> Value {
    guard let value else {
      throw ProgramFailure(description: "PacketScene.swift:\(line): there is nothing")
    }
    return value
  }
}
