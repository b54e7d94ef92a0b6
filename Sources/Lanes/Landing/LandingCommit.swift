public import Git
public import Model

/// The commit by which a packet lands, in one of the forms that policy accepts.
public struct LandingCommit: Hashable, Sendable {
  public let form: LandingForm
  public let packet: ObjectID
  public let title: String
  /// The branch's value.
  public let prev: ObjectID
  public let head: ObjectID
  /// The result of merging `head` into `prev`.
  public let tree: ObjectID

  public init(
    _ form: LandingForm, of packet: ObjectID, titled title: String, onto prev: ObjectID,
    head: ObjectID, tree: ObjectID
  ) {
    self.form = form
    self.packet = packet
    self.title = title
    self.prev = prev
    self.head = head
    self.tree = tree
  }

  /// The trailer by which the step's packet is found when nothing else names it.
  public static let trailer = "O8-Packet"

  /// Writes it as `committer`, or finds it where it needs no commit of its own.
  public func write(by committer: Signature, in repository: Repository) throws -> ObjectID {
    guard form != .fastForward else { return head }
    var text = "tree \(tree)\nparent \(prev)\n"
    if form == .merge { text += "parent \(head)\n" }
    text += "author \(committer.line)\ncommitter \(committer.line)\n\n\(message)"
    return try repository.writeCommit(Array(text.utf8))
  }

  private var message: String {
    let title = SafeText.singleLine(title, limit: Self.titleCharacters)
    let subject = form == .merge ? "Merge packet \(packet.short): \(title)" : title
    return "\(subject)\n\n\(Self.trailer): \(packet)\n"
  }

  /// Longer subjects make `git log --oneline` unreadable.
  private static let titleCharacters = 100
}

extension LandingForm {
  /// The form in which `head` can land on `prev`: a merge where policy lets it be one.
  ///
  /// Nil where policy lists only fast-forwards and the branch has left the head's history.
  public static func chosen(
    from accepted: Set<LandingForm>, head: ObjectID, onto prev: ObjectID, in repository: Repository
  ) throws -> LandingForm? {
    if accepted.contains(.merge) { return .merge }
    if accepted.contains(.fastForward), head != prev,
      try repository.isAncestor(prev, of: head)
    {
      return .fastForward
    }
    return accepted.contains(.squash) ? .squash : nil
  }
}
