import Model
import Yams

/// A node of `policy.yml` that is read as what the schema says it is, with its place for errors.
struct PolicyNode {
  /// Such as `gates[0].run`; empty for the whole.
  let path: String

  private let node: Node
  private let source: PolicySource

  init(_ node: Node, path: String, in source: PolicySource) {
    self.node = node
    self.path = path
    self.source = source
  }

  func error(_ message: String) -> PolicyTextError {
    let mark = node.mark
    return PolicySource.error(mark?.line ?? 1, mark?.column ?? 1, message)
  }

  private var title: String { path.isEmpty ? "the policy" : "'\(path)'" }

  private func checkBare() throws(PolicyTextError) {
    let first = node.mark.flatMap { source.scalar(at: $0) }
    if node.anchor != nil || first == "&" || first == "*" {
      throw error("anchors and aliases are not accepted; repeat the value")
    }
    if first == "!" { throw error("tags are not accepted") }
  }

  /// The text of a scalar, however it is quoted.
  func text(limit: Int, lines: TextLines = .one) throws(PolicyTextError) -> String {
    try checkBare()
    guard case .scalar(let scalar) = node else { throw error("\(title) must be a text") }
    let text = scalar.string
    guard !text.isEmpty else { throw error("\(title) is empty") }
    guard text.utf8.count <= limit else {
      throw error("\(title) has \(text.utf8.count) bytes; the limit is \(limit)")
    }
    for scalar in text.unicodeScalars where scalar.misleads {
      if lines == .many, scalar == "\n" || scalar == "\t" { continue }
      throw error("\(title) holds the character \(scalar.escaped)")
    }
    guard lines == .many || text.first != " " && text.last != " " else {
      throw error("\(title) starts or ends with a blank")
    }
    return text
  }

  enum TextLines { case one, many }

  func integer(in range: ClosedRange<Int>) throws(PolicyTextError) -> Int {
    let text = try text(limit: 20)
    guard let number = Int(text), String(number) == text, range.contains(number) else {
      throw error(
        "\(title) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func choice<Value: RawRepresentable & CaseIterable>(
    of type: Value.Type = Value.self
  ) throws(PolicyTextError) -> Value where Value.RawValue == String {
    let text = try text(limit: 100)
    guard let value = Value(rawValue: text) else {
      let choices = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw error("\(title) must be one of: \(choices)")
    }
    return value
  }

  func pattern(limit: Int = Pattern.byteLimit) throws(PolicyTextError) -> Pattern {
    guard let pattern = Pattern(try text(limit: limit)) else {
      throw error("\(title) must be a pattern")
    }
    return pattern
  }

  func principalName() throws(PolicyTextError) -> PrincipalName {
    guard let name = PrincipalName(try text(limit: PrincipalName.byteLimit)) else {
      throw error("\(title) must be a name of [a-z0-9._@+-] that starts with a letter or digit")
    }
    return name
  }
}

extension PolicyNode {
  func items() throws(PolicyTextError) -> [PolicyNode] {
    try checkBare()
    guard case .sequence(let sequence) = node else { throw error("\(title) must be a list") }
    return sequence.enumerated().map { index, item in
      PolicyNode(item, path: "\(path)[\(index)]", in: source)
    }
  }

  /// The pairs of a mapping in the order of the text; its keys are texts and distinct.
  func pairs() throws(PolicyTextError) -> [(key: PolicyNode, value: PolicyNode)] {
    try checkBare()
    guard case .mapping(let mapping) = node else { throw error("\(title) must be a mapping") }
    var seen: Set<String> = []
    var result: [(key: PolicyNode, value: PolicyNode)] = []
    for (key, value) in mapping {
      let unnamed = PolicyNode(key, path: path.isEmpty ? "key" : "\(path) key", in: source)
      let name = try unnamed.text(limit: PolicyText.keyByteLimit)
      let place = PolicyNode(key, path: name, in: source)
      guard seen.insert(name).inserted else { throw place.error("'\(name)' is given twice") }
      let child = path.isEmpty ? name : "\(path).\(name)"
      result.append((place, PolicyNode(value, path: child, in: source)))
    }
    return result
  }

  /// A mapping with all of `required`, some of `optional` and nothing else.
  func record(
    _ required: [String], optional: [String] = []
  ) throws(PolicyTextError) -> PolicyRecord {
    var fields: [String: PolicyNode] = [:]
    for (key, value) in try pairs() {
      let name = try key.text(limit: PolicyText.keyByteLimit)
      guard required.contains(name) || optional.contains(name) else {
        let known = (required + optional).joined(separator: ", ")
        throw key.error("\(title) has no key '\(name)'; known are: \(known)")
      }
      fields[name] = value
    }
    if let missing = required.first(where: { fields[$0] == nil }) {
      throw error("\(title) lacks the key '\(missing)'")
    }
    return PolicyRecord(node: self, fields: fields)
  }

  /// The values of a list whose items differ.
  func distinct<Value: Hashable>(
    _ read: (PolicyNode) throws(PolicyTextError) -> Value
  ) throws(PolicyTextError) -> [Value] {
    var result: [Value] = []
    var seen: Set<Value> = []
    for item in try items() {
      let value = try read(item)
      guard seen.insert(value).inserted else { throw item.error("'\(item.path)' is given twice") }
      result.append(value)
    }
    return result
  }

  /// Like `distinct`, for a list that would mean nothing when empty.
  func nonEmpty<Value: Hashable>(
    _ read: (PolicyNode) throws(PolicyTextError) -> Value
  ) throws(PolicyTextError) -> [Value] {
    let values = try distinct(read)
    guard !values.isEmpty else { throw error("\(title) is empty") }
    return values
  }
}

/// A mapping whose keys have been checked.
struct PolicyRecord {
  let node: PolicyNode
  fileprivate let fields: [String: PolicyNode]

  func optional(_ key: String) -> PolicyNode? { fields[key] }

  subscript(key: String) -> PolicyNode {
    get throws(PolicyTextError) {
      guard let field = fields[key] else { throw node.error("the key '\(key)' is missing") }
      return field
    }
  }
}
