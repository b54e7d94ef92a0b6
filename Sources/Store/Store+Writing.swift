import Git
import Model

/// Makes the armored signatures of an event's text; none where the event needs no authority.
public typealias Signing = @Sendable (_ text: [UInt8]) async throws -> [[UInt8]]

extension Store {
  /// Writes an event's objects without making them visible: its files, its tree, its commit.
  func write(
    _ draft: EventDraft, _ kind: ChainKind, after previous: ObjectID?, signing: Signing
  ) async throws -> StoredEvent {
    let envelope = try envelope(draft, kind, after: previous)
    let text = envelope.text()
    // What no reader would take is never written; this also brings texts into their one form.
    let read = try Envelope(text: text)
    let signatures = try await signing(text)
    var entries = [TreeEntry(AttachmentName.event, try repository.writeBlob(text))]
    for (index, signature) in signatures.enumerated() {
      try check(signature.count, AttachmentName.signature(index + 1), of: draft)
      entries.append(
        TreeEntry(AttachmentName.signature(index + 1), try repository.writeBlob(signature)))
    }
    var attachments: [String: ObjectID] = [:]
    for (name, bytes) in draft.attachments {
      let blob = try repository.writeBlob(bytes)
      attachments[name] = blob
      entries.append(TreeEntry(name, blob))
    }
    guard entries.count <= Limits.treeEntries else {
      throw refusal(draft, "it has more than \(Limits.treeEntries) files")
    }
    let tree = try repository.writeTree(entries)
    var seconds: [Int64] = []
    for parent in read.parents {
      seconds.append(try mark(parent, of: draft, kind).committedSeconds)
    }
    let form = CommitForm(read, tree: tree, parentSeconds: seconds)
    let id = try repository.writeCommit(form.bytes)
    learn(read, id, parentSeconds: seconds)
    return StoredEvent(
      id: id, envelope: read, digest: Digest(of: text), signatures: signatures,
      attachments: attachments)
  }

  private func envelope(
    _ draft: EventDraft, _ kind: ChainKind, after previous: ObjectID?
  ) throws -> Envelope {
    let isRoot = kind == .policy && previous == nil
    guard isRoot || identity != nil else {
      throw StoreError(
        .noIdentity, "write", on: "the event \(draft.kind)",
        "there is no policy here; `git o8 init` makes one")
    }
    guard draft.tip == nil || kind == .ledger else {
      throw refusal(draft, "only an entry of the ledger rests on a packet's tip")
    }
    var fields = draft.fields
    if kind == .ledger {
      fields["previous"] = JSONValue(previous)
      fields["tip"] = JSONValue(draft.tip)
    }
    let parents = [previous, draft.tip].compactMap { $0 }
    var clock: Int64 = 0
    for parent in parents { clock = max(clock, try mark(parent, of: draft, kind).clock) }
    var attachments: [String: Attachment] = [:]
    for (name, bytes) in draft.attachments {
      try check(bytes.count, name, of: draft)
      attachments[name] = Attachment(sha256: Digest(of: bytes), size: bytes.count)
    }
    let envelope = Envelope(
      repo: isRoot ? nil : identity, kind: draft.kind, packet: draft.packet, parents: parents,
      clock: clock + 1, author: draft.author, at: draft.at, nonce: draft.nonce,
      attachments: attachments, subject: draft.subject, state: draft.state, fields: fields)
    try envelope.check()
    return envelope
  }

  /// A packet's tip is read as the packet's chain, whatever chain the entry is in.
  private func mark(
    _ parent: ObjectID, of draft: EventDraft, _ kind: ChainKind
  ) throws(GitError) -> Mark {
    try mark(parent == draft.tip ? .packet : kind, parent)
  }

  private func check(_ size: Int, _ name: String, of draft: EventDraft) throws(StoreError) {
    guard size <= Limits.blobBytes else {
      throw refusal(draft, "`\(name)` has \(size) bytes and the limit is \(Limits.blobBytes)")
    }
  }

  private func refusal(_ draft: EventDraft, _ reason: String) -> StoreError {
    StoreError(.invalid, "write", on: "the event \(draft.kind)", reason)
  }
}
