/// What the lane leaves for a worker that asked, under the name of its message:
/// `{"answer":"8080"}` or `{"refused":"why"}`.
public enum WorkerReply: Hashable, Sendable {
  case answer(String)
  /// There will be no answer.
  case refused(String)

  /// Bytes of the file; an answer is no longer than a message, and JSON may add as much again.
  public static let fileBytes = 8 * WorkerMessage.textBytes

  public init(_ bytes: [UInt8]) throws(FormatError) {
    guard let members = try JSONValue(parsing: bytes).members else {
      throw FormatError("it is no JSON object")
    }
    let fields = FieldReader(members)
    if let text = try fields.optionalText("answer") {
      self = .answer(text)
    } else {
      self = .refused(try fields.text("refused"))
    }
  }

  public var bytes: [UInt8] {
    let value: JSONValue =
      switch self {
      case .answer(let text): ["answer": .string(text)]
      case .refused(let why): ["refused": .string(why)]
      }
    return value.canonical() + [UInt8(ascii: "\n")]
  }
}

/// What a worker that asked leaves in its outbox, under the name of its question, when it has read the
/// answer: `{"heard":true}`.
public enum WorkerReceipt {
  public static let bytes = JSONValue.object(["heard": .bool(true)]).canonical()

  public static func isOne(_ bytes: [UInt8]) -> Bool {
    bytes.count <= limit && (try? JSONValue(parsing: bytes)) == .object(["heard": .bool(true)])
  }

  /// Room for blanks.
  private static let limit = 200
}
