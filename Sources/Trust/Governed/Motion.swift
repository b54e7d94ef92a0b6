import Git
public import Model
import Store

/// What one owner has proposed and others have to sign before it holds: a policy, an adoption or
/// an override.
///
/// It waits in the ledger, so that it travels with it: the entry `proposed` carries the very
/// `event.json` that is to be signed, each entry `cosigned` one more signature over those bytes.
/// Neither decides anything; enough signatures make the event.
public struct Motion: Sendable {
  /// The entry that proposed it.
  public let entry: ObjectID
  /// SHA-256 of the text that is signed.
  public let digest: Digest
  /// What the text says.
  public let envelope: Envelope
  public let body: LedgerBody
  /// The event's attachments, by name.
  public let attachments: [String: [UInt8]]
  public let proposer: PrincipalName
  public let at: Instant
  /// Valid signatures, one for each key.
  public internal(set) var signatures: [SigningKey: [UInt8]]

  /// The names of the files that carry a text and its signature.
  public static let textName = "proposal.json"
  public static let signatureName = "proposal.json.sig"

  /// The keys that have signed.
  public var signers: Set<SigningKey> { Set(signatures.keys) }

  /// The policy that it proposes; nil where it proposes none, or none that can be read.
  public var policy: Policy? {
    guard case .policy = body, let text = attachments[PolicyAttachment.policy],
      let signers = attachments[PolicyAttachment.signers]
    else { return nil }
    return try? PolicyText(policy: text, signers: signers).parsed()
  }
}

extension Motion {
  /// Nil where the entry's files are not what a motion needs.
  init?(_ entry: StoredEvent, in store: Store) {
    func bytes(_ name: String) -> [UInt8]? {
      entry.attachments[name].flatMap {
        try? store.repository.blob($0, limit: Limits.blobBytes)
      }
    }
    guard case .proposed(let digest) = LedgerBody(entry.envelope),
      let text = bytes(Self.textName), Digest(of: text) == digest,
      let envelope = try? Envelope(text: text), envelope.repo == store.identity
    else { return nil }
    let body = LedgerBody(envelope)
    switch body {
    case .policy, .forced, .adopted: break
    default: return nil
    }
    var attachments: [String: [UInt8]] = [:]
    for (name, expected) in envelope.attachments {
      guard let content = bytes(name), Digest(of: content) == expected.sha256 else { return nil }
      attachments[name] = content
    }
    self.entry = entry.id
    self.digest = digest
    self.envelope = envelope
    self.body = body
    self.attachments = attachments
    proposer = entry.envelope.author
    at = entry.envelope.at
    signatures = [:]
    if let signature = bytes(Self.signatureName) { add(signature) }
  }

  /// Takes a signature that is valid over the text, and no other.
  public mutating func add(_ armored: [UInt8]) {
    guard let signature = try? SSHSignature(armored: armored),
      signatures[signature.publicKey] == nil, signature.verifies(envelope.text())
    else { return }
    signatures[signature.publicKey] = armored
  }
}

extension GovernedRepository {
  /// More motions than owners would leave lying; what is older is found no more.
  private static let motionLimit = 1000

  /// What was proposed, with the signatures that came since; the oldest first. Whether a motion
  /// can still be carried is for the caller to say.
  public func motions() throws -> [Motion] {
    let entries = try store.ledgerIndex().notable()
      .filter { $0.kind == .proposed || $0.kind == .cosigned }.suffix(Self.motionLimit)
      .compactMap { try store.entry($0) }.sorted(by: StoredEvent.precedes)
    var motions: [Motion] = []
    for entry in entries {
      switch LedgerBody(entry.envelope) {
      case .proposed(let digest):
        guard !motions.contains(where: { $0.digest == digest }),
          let motion = Motion(entry, in: store)
        else { continue }
        motions.append(motion)
      case .cosigned(let digest):
        guard let place = motions.firstIndex(where: { $0.digest == digest }),
          let blob = entry.attachments[Motion.signatureName],
          let armored = try? repository.blob(blob, limit: SSHSignature.armorByteLimit)
        else { continue }
        motions[place].add(armored)
      default: continue
      }
    }
    return motions
  }

  /// Makes the event that enough owners have signed, and returns its commit. Throws what the
  /// reference's move throws where another was first.
  public func carry(_ motion: Motion) async throws -> ObjectID {
    let signatures = motion.signatures.sorted { $0.key.line < $1.key.line }.map(\.value)
    if case .policy = motion.body {
      let event = try store.compose(
        motion.envelope, attachments: motion.attachments, signatures: signatures, .policy)
      try repository.move(Layout.policy, from: policies.newest.id, to: event.id)
      return event.id
    }
    let event = try store.compose(
      motion.envelope, attachments: motion.attachments, signatures: signatures, .ledger)
    guard let tip = try repository.target(of: Layout.ledger) else { return event.id }
    // The text names the ledger as it was when it was proposed: what came since is joined to it.
    let joined = try store.join(.ledger, ours: tip, fetched: event.id)
    try repository.move(Layout.ledger, from: tip, to: joined)
    return event.id
  }
}
