import Git
public import Model

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
    return try put(
      read, attachments: draft.attachments, signatures: try await signing(text), kind)
  }

  /// Writes the objects of an event whose text is fixed, such as one that several have signed one
  /// after the other. Moves nothing.
  public func compose(
    _ envelope: Envelope, attachments: [String: [UInt8]], signatures: [[UInt8]],
    _ kind: ChainKind
  ) throws -> StoredEvent {
    for (name, expected) in envelope.attachments {
      guard let bytes = attachments[name], bytes.count == expected.size,
        Digest(of: bytes) == expected.sha256
      else {
        throw StoreError(
          .invalid, "write", on: "the event \(envelope.kind)", "`\(name)` is not what it names")
      }
    }
    return try put(
      envelope, attachments: attachments.filter { envelope.attachments[$0.key] != nil },
      signatures: signatures, kind)
  }

  /// Writes the objects of an event that would follow on `tip`, signed; moves nothing.
  public func prepare(
    _ draft: EventDraft, _ kind: ChainKind, after tip: ObjectID?, signing: Signing
  ) async throws -> StoredEvent {
    try await write(draft, kind, after: tip, signing: signing)
  }

  private func put(
    _ envelope: Envelope, attachments: [String: [UInt8]], signatures: [[UInt8]],
    _ kind: ChainKind
  ) throws -> StoredEvent {
    let text = envelope.text()
    var entries = [TreeEntry(AttachmentName.event, try repository.writeBlob(text))]
    for (index, signature) in signatures.enumerated() {
      try check(signature.count, AttachmentName.signature(index + 1), of: envelope.kind)
      entries.append(
        TreeEntry(AttachmentName.signature(index + 1), try repository.writeBlob(signature)))
    }
    var blobs: [String: ObjectID] = [:]
    for (name, bytes) in attachments {
      let blob = try repository.writeBlob(bytes)
      blobs[name] = blob
      entries.append(TreeEntry(name, blob))
    }
    guard entries.count <= Limits.treeEntries else {
      throw refusal(envelope.kind, "it has more than \(Limits.treeEntries) files")
    }
    let tree = try repository.writeTree(entries)
    let tip = envelope.link("tip")
    var seconds: [Int64] = []
    for parent in envelope.parents {
      let chain = kind == .ledger && parent == tip ? ChainKind.packet : kind
      seconds.append(try mark(chain, parent).committedSeconds)
    }
    let form = CommitForm(envelope, tree: tree, parentSeconds: seconds)
    let id = try repository.writeCommit(form.bytes)
    learn(envelope, id, parentSeconds: seconds)
    return StoredEvent(
      id: id, envelope: envelope, digest: Digest(of: text), signatures: signatures,
      attachments: blobs)
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
      throw refusal(draft.kind, "only an entry of the ledger rests on a packet's tip")
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
      try check(bytes.count, name, of: draft.kind)
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

  private func check(_ size: Int, _ name: String, of kind: EventKind) throws(StoreError) {
    guard size <= Limits.blobBytes else {
      throw refusal(kind, "`\(name)` has \(size) bytes and the limit is \(Limits.blobBytes)")
    }
  }

  private func refusal(_ kind: EventKind, _ reason: String) -> StoreError {
    StoreError(.invalid, "write", on: "the event \(kind)", reason)
  }
}
