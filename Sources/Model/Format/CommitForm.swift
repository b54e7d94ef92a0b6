/// The one commit that an envelope makes: everything in it is derived, so a reader can rebuild
/// it and refuse a difference.
public struct CommitForm: Hashable, Sendable {
  /// The commit object's bytes, without git's header.
  public let bytes: [UInt8]

  /// `parentSeconds` are the committer dates of the parents, 0 where one cannot be read.
  public init(_ envelope: Envelope, tree: ObjectID, parentSeconds: [Int64]) {
    let committed = max(envelope.at.seconds, parentSeconds.max() ?? 0)
    var text = "tree \(tree)\n"
    for parent in envelope.parents { text += "parent \(parent)\n" }
    let name = envelope.author
    text += "author \(name) <\(name)> \(envelope.at.seconds) +0000\n"
    text += "committer \(name) <\(name)> \(committed) +0000\n\n"
    text += "\(envelope.kind): \(envelope.subject)\n\n"
    if let packet = envelope.packet { text += "O8-Packet: \(packet)\n" }
    text += "O8-Kind: \(envelope.kind)\n"
    text += "O8-Clock: \(envelope.clock)\n"
    text += "O8-State: \(envelope.state)\n"
    bytes = Array(Normalization.composed(text).utf8)
  }

  /// A commit that holds what would land: the merge of a head with its base. Its bytes depend on
  /// the merge alone, so that whoever judges it adds no other.
  public init(result tree: ObjectID, of head: ObjectID, on base: ObjectID) {
    var text = "tree \(tree)\nparent \(base)\n"
    if head != base { text += "parent \(head)\n" }
    text += "author o8 <o8> 0 +0000\ncommitter o8 <o8> 0 +0000\n\nwhat would land\n"
    bytes = Array(text.utf8)
  }

  /// The commit that joins two tips of one chain: nobody's word, only the union.
  public init(joining tips: (ObjectID, ObjectID), parentSeconds: [Int64]) {
    let (first, second) = tips.0 < tips.1 ? tips : (tips.1, tips.0)
    let seconds = parentSeconds.max() ?? 0
    let text =
      "tree \(ObjectID.emptyTree)\nparent \(first)\nparent \(second)\n"
      + "author o8 <o8> \(seconds) +0000\ncommitter o8 <o8> \(seconds) +0000\n\njoin\n"
    bytes = Array(text.utf8)
  }
}
