import Fixtures
import Git
import Model
import Store
import Support
import Trust

/// Writes thousands of packets and ledger entries in the one form that readers take, through
/// `git fast-import`: one by one they would take minutes.
struct BulkHistory {
  private let identity: ObjectID
  private var commits = FastImport()
  private let author = GovernedFixture.ann
  private var number = 0

  private struct Place {
    let id: ObjectID
    let clock: Int64
    /// The packet that it belongs to.
    let root: ObjectID
  }

  /// - Parameters:
  ///   - open: packets that wait for a review.
  ///   - closed: cancelled packets that only the ledger knows.
  static func write(open: Int, closed: Int, to fixture: GovernedFixture) async throws {
    let governed = try fixture.governed()
    let ledger = try governed.store.chain(.ledger, of: Layout.ledger)
    guard let tip = ledger.tip, let clock = ledger.events.last?.envelope.clock else { return }
    var history = BulkHistory(identity: governed.policies.repo)
    for _ in 0..<open { try history.packet(isOpen: true) }
    var entry = Place(id: tip, clock: clock, root: tip)
    for _ in 0..<closed {
      let packet = try history.packet(isOpen: false)
      entry = try history.close(packet, after: entry)
    }
    if closed > 0 { history.commits.point(Layout.ledger, to: entry.id) }
    try await history.commits.run(in: fixture.repository)
  }

  @discardableResult
  private mutating func packet(isOpen: Bool) throws -> Place {
    number += 1
    let work = Opened(
      title: "Packet number \(number)", branch: GovernedFixture.main, runtime: "exec",
      command: ["true"])
    let root = try event(
      EventBody.opened(work).fields, .opened, packet: nil, parents: [], clock: 1,
      subject: work.title, state: "queued")
    let steered = EventBody.steered(message: "a word", live: false)
    let next = try event(
      steered.fields, .steered, packet: root.id, parents: [root.id], clock: 2,
      subject: "a word", state: isOpen ? "queued" : "cancelled")
    if isOpen { commits.point(Layout.packet(root.id), to: next.id) }
    return next
  }

  private mutating func close(_ packet: Place, after entry: Place) throws -> Place {
    var fields = LedgerBody.cancelled(reason: nil).fields
    fields["previous"] = JSONValue(entry.id)
    fields["tip"] = JSONValue(packet.id)
    return try event(
      fields, .cancelled, packet: packet.root, parents: [entry.id, packet.id],
      clock: max(entry.clock, packet.clock) + 1, subject: "packet \(number)", state: "cancelled")
  }

  private mutating func event(
    _ fields: [String: JSONValue], _ kind: EventKind, packet: ObjectID?, parents: [ObjectID],
    clock: Int64, subject: String, state: String
  ) throws -> Place {
    let envelope = Envelope(
      repo: identity, kind: kind, packet: packet, parents: parents, clock: clock, author: author,
      at: GovernedFixture.now, nonce: EventDraft.freshNonce(), attachments: [:], subject: subject,
      state: state, fields: fields)
    let text = envelope.text()
    let blob = try Repository.hash(text, kind: .blob)
    var tree = Array("100644 event.json\0".utf8)
    tree += Hex.bytes(blob.hex.utf8) ?? []
    let form = CommitForm(
      envelope, tree: try Repository.hash(tree, kind: .tree),
      parentSeconds: parents.map { _ in GovernedFixture.now.seconds })
    let id = try Repository.hash(form.bytes, kind: .commit)
    commits.commit(id, form.bytes, parents, [("event.json", text)])
    return Place(id: id, clock: clock, root: packet ?? id)
  }
}
