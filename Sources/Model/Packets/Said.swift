/// What a worker said through its lane's outbox.
///
/// It decides nothing: a lane passes it on, and whoever writes to the chain can claim it.
public struct Said: Hashable, Sendable {
  public enum What: String, CaseIterable, Hashable, Sendable {
    /// Something that it cannot go on without knowing.
    case question
    case report
    /// Something about the repository that others should know.
    case observation
    /// Work that it came upon, and that is not its own.
    case proposal
    /// That its work meets points of acceptance.
    case claim
  }

  /// The `started` event of its attempt.
  public var started: ObjectID
  public var what: What
  public var text: String
  /// The digest of the message's name and bytes: a message that is taken twice is recorded once.
  public var message: Digest
  /// The points of a claim, word for word: their numbers change when the packet is edited.
  public var points: [String]

  public init(
    started: ObjectID, what: What, text: String, message: Digest, points: [String] = []
  ) {
    self.started = started
    self.what = what
    self.text = text
    self.message = message
    self.points = points
  }
}

extension Said {
  var fields: [String: JSONValue] {
    var fields: [String: JSONValue] = [
      "started": JSONValue(started), "what": .string(what.rawValue), "text": .string(text),
      "message": .string(message.hex),
    ]
    if what == .claim { fields["points"] = JSONValue(points) }
    return fields
  }

  init(_ fields: FieldReader) throws(FormatError) {
    self.init(
      started: try fields.id("started"), what: try fields.convert("what", What.init),
      text: try fields.text("text"), message: try fields.convert("message", Digest.init))
    if what == .claim { points = try fields.texts("points") }
  }
}
