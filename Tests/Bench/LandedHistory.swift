import Fixtures
import Git
import Model
import Store
import Support
import Trust

/// Writes thousands of packets that were gated, approved and merged, each with its entry in the
/// ledger, through `git fast-import`: one by one they would take minutes.
///
/// Every landing writes one file and is a merge; gate and verdict are signed by Ann.
struct LandedHistory {
  private let fixture: GovernedFixture
  private let policy: ObjectID
  private let repo: ObjectID
  private let gate: Gate
  private let epoch: Digest
  private var commits = FastImport()
  /// The time of what is written: one landing a minute.
  private var at = GovernedFixture.now

  private struct Place {
    let id: ObjectID
    let clock: Int64
  }

  static func write(_ count: Int, to fixture: GovernedFixture) async throws {
    let gate = GovernedFixture.gate("test", "true")
    var policy = try fixture.governed().policy
    policy.gates = [gate]
    try await fixture.write(policy)
    let governed = try fixture.governed()
    let main = try fixture.value()
    guard let tip = try governed.repository.target(of: Layout.ledger),
      let epoch = try Judge(governed).epoch(of: GovernedFixture.main, at: main),
      let clock = try governed.store.chain(.ledger, at: tip).events.last?.envelope.clock
    else { throw UsageProblem(description: "nothing is adopted") }
    var history = LandedHistory(
      fixture: fixture, policy: governed.policies.newest.id, repo: governed.policies.repo,
      gate: gate, epoch: epoch)
    var (branch, entry) = (main, Place(id: tip, clock: clock))
    for number in 0..<count { try await history.land(number, &branch, &entry) }
    history.commits.point(Layout.ledger, to: entry.id)
    history.commits.point(GovernedFixture.main, to: branch)
    try await history.commits.run(in: fixture.repository)
    try await fixture.repository.git("reset", "-q", "--hard")
  }

  private mutating func land(
    _ number: Int, _ branch: inout ObjectID, _ entry: inout Place
  ) async throws {
    at = Instant(seconds: GovernedFixture.now.seconds + Int64(number + 1) * 60) ?? at
    let base = branch
    let content = Array("the work of packet \(number)\n".utf8)
    let files = [("work.txt", content)]
    let tree = try Self.tree(files)
    let head = try code(tree, [base], "work \(number)", files)
    let root = try await event(
      .opened(
        Opened(title: "Packet number \(number)", branch: GovernedFixture.main, runtime: "exec")),
      in: nil, after: nil, isSigned: false)
    let gated = try await event(
      .gated(
        Gated(
          started: nil, name: gate.name, definition: gate.definition, head: head, tree: tree,
          passed: true, log: nil, seconds: 1)),
      in: root.id, after: root, isSigned: true)
    let verdict = try await event(
      .verdict(
        Verdict(
          branch: GovernedFixture.main, base: base, head: head, tree: tree, decision: .approve,
          role: .operator, policy: policy, epoch: epoch)),
      in: root.id, after: gated, isSigned: true)
    branch = try code(tree, [base, head], "Land packet \(number)", files)
    var fields = LedgerBody.landed(
      Landed(
        branch: GovernedFixture.main, prev: base, commit: branch, base: base, head: head,
        tree: tree, verdicts: [verdict.id], gates: [gated.id])
    ).fields
    fields["previous"] = JSONValue(entry.id)
    fields["tip"] = JSONValue(verdict.id)
    entry = try await event(
      fields, .landed, packet: root.id, parents: [entry.id, verdict.id],
      clock: max(entry.clock, verdict.clock) + 1, subject: "packet \(number)", isSigned: false)
  }

  private mutating func event(
    _ body: EventBody, in packet: ObjectID?, after previous: Place?, isSigned: Bool
  ) async throws -> Place {
    try await event(
      body.fields, body.kind ?? .opened, packet: packet, parents: previous.map { [$0.id] } ?? [],
      clock: (previous?.clock ?? 0) + 1, subject: body.summary, isSigned: isSigned)
  }

  private mutating func event(
    _ fields: [String: JSONValue], _ kind: EventKind, packet: ObjectID?, parents: [ObjectID],
    clock: Int64, subject: String, isSigned: Bool
  ) async throws -> Place {
    let envelope = Envelope(
      repo: repo, kind: kind, packet: packet, parents: parents, clock: clock,
      author: GovernedFixture.ann, at: at, nonce: EventDraft.freshNonce(),
      attachments: [:], subject: subject, state: "review", fields: fields)
    let text = envelope.text()
    var files = [("event.json", text)]
    if isSigned { files.append(("event.json.sig", try await fixture.signer.sign(text).armored)) }
    let form = CommitForm(
      envelope, tree: try Self.tree(files),
      parentSeconds: parents.map { _ in at.seconds })
    let id = try write(form.bytes, parents, files)
    return Place(id: id, clock: clock)
  }

  private mutating func code(
    _ tree: ObjectID, _ parents: [ObjectID], _ message: String, _ files: [(String, [UInt8])]
  ) throws -> ObjectID {
    let who = "Ann <ann@example.org> \(at.seconds) +0000"
    let above = parents.map { "parent \($0)\n" }.joined()
    let text = "tree \(tree)\n\(above)author \(who)\ncommitter \(who)\n\n\(message)\n"
    return try write(Array(text.utf8), parents, files)
  }

  private static func tree(_ files: [(String, [UInt8])]) throws -> ObjectID {
    var tree: [UInt8] = []
    for (name, content) in files {
      tree += Array("100644 \(name)\0".utf8)
      tree += Hex.bytes(try Repository.hash(content, kind: .blob).hex.utf8) ?? []
    }
    return try Repository.hash(tree, kind: .tree)
  }

  private mutating func write(
    _ commit: [UInt8], _ parents: [ObjectID], _ files: [(String, [UInt8])]
  ) throws -> ObjectID {
    let id = try Repository.hash(commit, kind: .commit)
    commits.commit(id, commit, parents, files)
    return id
  }
}
