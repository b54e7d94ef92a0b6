extension Envelope {
  private static let ownKeys: Set<String> = [
    "v", "repo", "kind", "packet", "parents", "clock", "author", "at", "nonce", "attachments",
    "subject", "state",
  ]

  /// The bytes of `event.json`: canonical JSON and one newline. What is signed.
  public func text() -> [UInt8] {
    var object = fields
    object["v"] = .integer(Self.version)
    object["repo"] = JSONValue(repo)
    object["kind"] = .string(kind.text)
    object["packet"] = JSONValue(packet)
    object["parents"] = .array(parents.map { .string($0.hex) })
    object["clock"] = .integer(clock)
    object["author"] = .string(author.text)
    object["at"] = .string(at.text)
    object["nonce"] = .string(nonce)
    object["attachments"] = .object(
      attachments.mapValues {
        ["sha256": .string($0.sha256.hex), "size": .integer(Int64($0.size))]
      })
    object["subject"] = .string(subject)
    object["state"] = .string(state)
    return JSONValue.object(object).canonical() + [UInt8(ascii: "\n")]
  }

  /// Reads the bytes of `event.json`, which must be exactly what `text()` writes.
  public init(text: [UInt8]) throws(FormatError) {
    guard text.count <= Limits.blobBytes else { throw FormatError("event.json is too large") }
    guard text.last == UInt8(ascii: "\n") else {
      throw FormatError("event.json does not end with a newline")
    }
    let value = try JSONValue(canonical: Array(text.dropLast()))
    guard var members = value.members else { throw FormatError("event.json is no object") }
    for key in Self.ownKeys where members[key] == nil {
      throw FormatError("event.json lacks `\(key)`")
    }
    let reader = FieldReader(members)
    guard try reader.integer("v") == Self.version else {
      throw FormatError("event.json is of a version this program does not know")
    }
    for key in Self.ownKeys { members[key] = nil }
    self.init(
      repo: try reader.optionalID("repo"),
      kind: try reader.convert("kind", EventKind.init),
      packet: try reader.optionalID("packet"),
      parents: try reader.ids("parents"),
      clock: try reader.integer("clock"),
      author: try reader.convert("author", PrincipalName.init),
      at: try reader.convert("at", Instant.init),
      nonce: try reader.text("nonce"),
      attachments: try Self.attachments(reader),
      subject: try reader.text("subject"),
      state: try reader.text("state"),
      fields: members)
    try check()
  }

  private static func attachments(
    _ reader: FieldReader
  ) throws(FormatError) -> [String: Attachment] {
    var result: [String: Attachment] = [:]
    for (name, value) in try reader.members("attachments") {
      guard AttachmentName.isValid(name) else {
        throw FormatError("an attachment has an impossible name")
      }
      guard let members = value.members, members.count == 2 else {
        throw FormatError("an attachment needs `sha256` and `size`")
      }
      let entry = FieldReader(members)
      let size = try entry.integer("size")
      guard size >= 0, size <= Int64(Limits.blobBytes) else {
        throw FormatError("an attachment has an impossible size")
      }
      result[name] = Attachment(
        sha256: try entry.convert("sha256", Digest.init), size: Int(size))
    }
    guard result.count + 2 <= Limits.treeEntries else {
      throw FormatError("there are too many attachments")
    }
    return result
  }

  /// What must hold of any envelope, read or about to be written.
  public func check() throws(FormatError) {
    guard clock >= 1 else { throw FormatError("the clock is not positive") }
    guard parents.count <= 2, Set(parents).count == parents.count else {
      throw FormatError("the parents are more than two, or twice the same")
    }
    guard !nonce.isEmpty, nonce.utf8.count <= Limits.nonceBytes,
      subject.utf8.count <= Limits.subjectBytes
    else { throw FormatError("the nonce or the subject has an impossible length") }
    for text in [subject, state, nonce] {
      guard !text.unicodeScalars.contains(where: \.isControl) else {
        throw FormatError("the subject, state or nonce holds a control character")
      }
    }
  }
}

/// The names that files beside `event.json` may have: flat, and nothing git would refuse.
public enum AttachmentName {
  public static func isValid(_ name: String) -> Bool {
    guard let first = name.utf8.first, name.utf8.count <= 100, first != UInt8(ascii: ".") else {
      return false
    }
    guard name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !#"/\:*?"<>|~"#.utf8.contains($0) })
    else { return false }
    return name != Self.event && !name.hasPrefix(Self.signature)
  }

  public static let event = "event.json"
  public static let signature = "event.json.sig"

  /// `event.json.sig`, then `event.json.sig.2` and so on; `number` starts at 1.
  public static func signature(_ number: Int) -> String {
    number == 1 ? signature : "\(signature).\(number)"
  }
}
