/// Reads typed fields out of an object; each refusal names the field.
public struct FieldReader: Sendable {
  private let object: [String: JSONValue]

  public init(_ object: [String: JSONValue]) { self.object = object }

  /// Reads an element of the array `key`, which must be an object.
  public init(_ element: JSONValue, in key: String) throws(FormatError) {
    guard let members = element.members else {
      throw FormatError("`\(key)` holds what is no object")
    }
    self.init(members)
  }

  public func text(_ key: String) throws(FormatError) -> String {
    guard let text = object[key]?.text else { throw FormatError("`\(key)` is no text") }
    return text
  }

  public func optionalText(_ key: String) throws(FormatError) -> String? {
    try optional(key, "text", \.text)
  }

  public func integer(_ key: String) throws(FormatError) -> Int64 {
    guard let number = object[key]?.number else { throw FormatError("`\(key)` is no integer") }
    return number
  }

  /// An integer that counts something: not negative, and small enough for any use.
  public func count(_ key: String) throws(FormatError) -> Int {
    let number = try integer(key)
    guard number >= 0, number <= Int64(Int32.max) else {
      throw FormatError("`\(key)` is out of range")
    }
    return Int(number)
  }

  public func optionalInteger(_ key: String) throws(FormatError) -> Int64? {
    try optional(key, "integer", \.number)
  }

  public func truth(_ key: String) throws(FormatError) -> Bool {
    guard let truth = object[key]?.truth else { throw FormatError("`\(key)` is not true or false") }
    return truth
  }

  public func optionalTruth(_ key: String) throws(FormatError) -> Bool? {
    try optional(key, "truth", \.truth)
  }

  public func members(_ key: String) throws(FormatError) -> [String: JSONValue] {
    guard let members = object[key]?.members else { throw FormatError("`\(key)` is no object") }
    return members
  }

  public func optionalMembers(_ key: String) throws(FormatError) -> [String: JSONValue]? {
    try optional(key, "object", \.members)
  }

  public func elements(_ key: String) throws(FormatError) -> [JSONValue] {
    guard let elements = object[key]?.elements else { throw FormatError("`\(key)` is no array") }
    return elements
  }

  public func optionalElements(_ key: String) throws(FormatError) -> [JSONValue]? {
    try optional(key, "array", \.elements)
  }

  public func texts(_ key: String) throws(FormatError) -> [String] {
    var result: [String] = []
    for element in try elements(key) {
      guard let text = element.text else { throw FormatError("`\(key)` holds what is no text") }
      result.append(text)
    }
    return result
  }

  public func ids(_ key: String) throws(FormatError) -> [ObjectID] {
    var result: [ObjectID] = []
    for text in try texts(key) {
      guard let id = ObjectID(text) else { throw FormatError("`\(key)` holds what is no id") }
      result.append(id)
    }
    return result
  }

  public func id(_ key: String) throws(FormatError) -> ObjectID {
    try convert(key, ObjectID.init)
  }

  public func optionalID(_ key: String) throws(FormatError) -> ObjectID? {
    guard let text = try optionalText(key) else { return nil }
    guard let id = ObjectID(text) else { throw FormatError("`\(key)` is no id") }
    return id
  }

  /// A text that `conversion` accepts.
  public func convert<Value>(
    _ key: String, _ conversion: (String) -> Value?
  ) throws(FormatError) -> Value {
    guard let value = conversion(try text(key)) else {
      throw FormatError("`\(key)` has an impossible value")
    }
    return value
  }

  public func convertOptional<Value>(
    _ key: String, _ conversion: (String) -> Value?
  ) throws(FormatError) -> Value? {
    guard let text = try optionalText(key) else { return nil }
    guard let value = conversion(text) else {
      throw FormatError("`\(key)` has an impossible value")
    }
    return value
  }

  private func optional<Value>(
    _ key: String, _ what: String, _ path: (JSONValue) -> Value?
  ) throws(FormatError) -> Value? {
    guard let value = object[key], !value.isNull else { return nil }
    guard let result = path(value) else { throw FormatError("`\(key)` is no \(what)") }
    return result
  }
}
