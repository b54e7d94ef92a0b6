public import Model
public import Store

extension StoredEvent {
  /// The keys that validly signed this event's text in o8's namespace, whoever holds them.
  ///
  /// A signature that cannot be read or does not verify is as good as none.
  public var signers: Set<SigningKey> {
    guard !signatures.isEmpty else { return [] }
    let text = envelope.text()
    var keys: Set<SigningKey> = []
    for armored in signatures {
      guard let signature = try? SSHSignature(armored: armored), signature.verifies(text) else {
        continue
      }
      keys.insert(signature.publicKey)
    }
    return keys
  }

  /// The event as a packet's fold takes it.
  public var authenticated: PacketEvent {
    PacketEvent(id: id, digest: digest, envelope: envelope, signers: signers)
  }
}

extension Chain {
  /// The packet that this chain tells of; nil where its root is no readable `opened` event.
  public func packet(under policy: Policy?) -> Packet? {
    Packet.fold(events.map(\.authenticated), policy: policy)
  }
}
