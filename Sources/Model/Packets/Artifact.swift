/// A file that a worker left for people, kept apart from the packet's chain.
public struct Artifact: Hashable, Sendable {
  /// Where it stood among the worker's files, such as `shots/login.png`.
  public var path: String
  public var kept: Kept

  public init(path: String, kept: Kept) {
    self.path = path
    self.kept = kept
  }
}

extension Artifact {
  var value: JSONValue {
    var members = kept.value.members ?? [:]
    members["path"] = .string(path)
    return .object(members)
  }

  /// Absent where an attempt left none.
  static func list(_ fields: FieldReader, _ key: String) throws(FormatError) -> [Artifact] {
    var result: [Artifact] = []
    for element in try fields.optionalElements(key) ?? [] {
      let reader = try FieldReader(element, in: key)
      result.append(Artifact(path: try reader.text("path"), kept: try Kept.read(reader)))
    }
    return result
  }
}
