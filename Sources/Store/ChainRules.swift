import Git
import Model

/// How the commits of one kind of chain are read: where a reader goes on, and what makes an event
/// count.
struct ChainRules {
  let repository: Repository
  let kind: ChainKind
  let identity: ObjectID?

  static let neitherEventNorJoin = "it is neither event nor join"

  /// The parents within the chain. An entry of the ledger rests on a packet's tip too, but what
  /// is behind that is the packet's own chain.
  func followed(_ shape: CommitShape) -> [ObjectID] {
    switch (shape.content, kind) {
    case (.foreign, .ledger): shape.parents.filter(isRecord)
    case (.foreign, _): []
    case (.event(let event), .ledger) where event.envelope.isEntry:
      event.previous.map { [$0] } ?? []
    case (.event, .ledger): []
    case (.inert, .ledger): Array(shape.parents.prefix(1))
    default: shape.parents
    }
  }

  /// Whether a parent of what does not belong into a ledger does: a commit that somebody put on
  /// top hides no entry, nor does anybody read code that it may stand on.
  private func isRecord(_ id: ObjectID) -> Bool {
    guard let shape = try? CommitShape(id, in: repository) else { return false }
    if case .foreign = shape.content { return false }
    return true
  }

  /// Whether a commit with an empty tree is the join of its parents.
  func isJoin(_ shape: CommitShape, parentSeconds: [Int64]) -> Bool {
    guard kind.joins, shape.parents.count == 2 else { return false }
    let tips = (shape.parents[0], shape.parents[1])
    return tips.0 != tips.1
      && CommitForm(joining: tips, parentSeconds: parentSeconds).bytes == shape.raw
  }

  /// Why an event with a good envelope does not count wherever it stands; nil when it does.
  func flaw(of event: StoredEvent, _ shape: CommitShape, parentSeconds: [Int64]) -> String? {
    let envelope = event.envelope
    let isRoot = kind == .policy && envelope.parents.isEmpty
    if isRoot ? envelope.repo != nil : envelope.repo == nil || envelope.repo != identity {
      return "it belongs to another repository"
    }
    if kind == .ledger, !envelope.isEntry { return "it is no entry of a ledger" }
    guard let text = shape.text else { return "it has not a commit's shape" }
    let form = CommitForm(envelope, tree: text.tree, parentSeconds: parentSeconds)
    return form.bytes == shape.raw ? nil : "its commit is not the one that it makes"
  }

  /// Why an event's clock does not follow the largest of its parents'; nil when it does.
  func flaw(ofClock envelope: Envelope, after clock: Int64) -> String? {
    let follows =
      envelope.clock > clock && envelope.clock - clock <= longestStep(of: envelope)
    return follows ? nil : "its clock is \(envelope.clock), which does not follow \(clock)"
  }

  /// How much later than its parents an event is: exactly one. Of an entry that rests on a
  /// packet's tip only one parent is read, so there it may be more.
  func longestStep(of envelope: Envelope) -> Int64 {
    kind == .ledger && envelope.link("tip") != nil ? Limits.clockStep : 1
  }
}
