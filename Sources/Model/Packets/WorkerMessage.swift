/// What a worker leaves in its outbox: one file a message, an object such as
/// `{"text":"Which port?","what":"question"}`, and `packet` beside them where it cares to say so. A
/// claim names `points` by their numbers, and may do without a text; a question says by `receipt` that
/// its asker tells when it has read the answer.
public struct WorkerMessage: Hashable, Sendable {
  public var what: Said.What
  public var text: String
  /// Whose worker says it; nil where it does not tell.
  public var packet: ObjectID?
  /// The points of acceptance that a claim is about, as the prompt numbers them, from 1.
  public var points: [Int]
  /// Whether who asks tells when it has read the answer: a `WorkerReceipt` follows then, or the answer
  /// was not read.
  public var givesReceipt = false

  /// Bytes of a message's text; whatever is longer is a file for people.
  public static let textBytes = 64 * 1024
  /// Bytes of the file: the text, what JSON adds to it, and some room.
  public static let fileBytes = 2 * textBytes

  /// Points of one claim; a packet that has more of them is several packets.
  public static let pointsMost = 100

  public init(
    _ what: Said.What, _ text: String, points: [Int] = [], packet: ObjectID? = nil
  ) {
    self.what = what
    self.text = text
    self.points = points
    self.packet = packet
  }

  /// Reads what anybody may have written.
  public init(_ bytes: [UInt8]) throws(FormatError) {
    guard bytes.count <= Self.fileBytes else {
      throw FormatError("it has more than \(Self.fileBytes) bytes")
    }
    guard let members = try JSONValue(parsing: bytes).members else {
      throw FormatError("it is no JSON object")
    }
    if let other = members.keys.sorted().first(where: { !Self.keys.contains($0) }) {
      throw FormatError("no message has a `\(SafeText.singleLine(other, limit: 40))`")
    }
    let fields = FieldReader(members)
    what = try fields.convert("what", Said.What.init)
    packet = try fields.optionalID("packet")
    givesReceipt = try fields.optionalTruth("receipt") ?? false
    guard what == .claim else {
      text = try fields.text("text")
      points = []
      guard members["points"] == nil else { throw FormatError("only a claim names points") }
      if let fault = Self.fault(of: text) { throw FormatError(fault) }
      return
    }
    text = try fields.optionalText("text") ?? ""
    points = try fields.elements("points").map { Int(clamping: $0.number ?? 0) }
    if let fault = Self.fault(of: points) { throw FormatError(fault) }
    if !text.isEmpty, let fault = Self.fault(of: text) { throw FormatError(fault) }
  }

  /// Why these are no points that a worker can claim; nil where they are.
  public static func fault(of points: [Int]) -> String? {
    if points.isEmpty { return "it claims no point" }
    if points.count > pointsMost { return "it claims more than \(pointsMost) points at once" }
    return points.contains { $0 < 1 } ? "points are numbered from 1" : nil
  }

  /// Why a text is none that a worker can say; nil where it is.
  public static func fault(of text: String) -> String? {
    if !text.contains(where: { !$0.isWhitespace }) { return "its text is empty" }
    return text.utf8.count > textBytes ? "its text has more than \(textBytes) bytes" : nil
  }

  public var bytes: [UInt8] {
    var members: [String: JSONValue] = ["what": .string(what.rawValue), "text": .string(text)]
    if let packet { members["packet"] = JSONValue(packet) }
    if givesReceipt { members["receipt"] = .bool(true) }
    if what == .claim { members["points"] = .array(points.map { JSONValue($0) }) }
    return JSONValue.object(members).canonical() + [UInt8(ascii: "\n")]
  }

  private static let keys: Set<String> = ["what", "text", "points", "packet", "receipt"]
}
