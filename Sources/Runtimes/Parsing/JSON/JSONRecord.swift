/// One value of a line of JSON, to be asked for its members. It copies nothing but what is asked for.
struct JSONRecord: Sendable {
  private let bytes: [UInt8]
  private let tokens: [JSONToken]
  private let index: Int

  /// The object that `bytes` hold, as `tape` cut it.
  init(_ bytes: [UInt8], _ tape: JSONTape) {
    self.init(bytes, tape.tokens, 0)
  }

  /// The object that a line holds, which comes without its newline; nil where it holds anything else.
  init?(_ line: ArraySlice<UInt8>) {
    let bytes = Array(line)
    var tape = JSONTape()
    guard tape.read(bytes) else { return nil }
    self.init(bytes, tape)
  }

  private init(_ bytes: [UInt8], _ tokens: [JSONToken], _ index: Int) {
    self.bytes = bytes
    self.tokens = tokens
    self.index = index
  }

  private var token: JSONToken { tokens[index] }

  var isObject: Bool { token.kind == .object }
  var isArray: Bool { token.kind == .array }

  /// The member with this key, the first of several; nil where it is `null`, too.
  subscript(key: StaticString) -> JSONRecord? {
    guard isObject else { return nil }
    var position = index + 1
    let end = Int(token.next)
    while position + 1 < end {
      let name = tokens[position]
      let value = position + 1
      if Int(name.end - name.start) == key.utf8CodeUnitCount, name.kind == .string,
        isEqual(name, key)
      {
        return tokens[value].kind == .null ? nil : JSONRecord(bytes, tokens, value)
      }
      position = Int(tokens[value].next)
    }
    return nil
  }

  private func isEqual(_ name: JSONToken, _ key: StaticString) -> Bool {
    let start = Int(name.start)
    for offset in 0..<key.utf8CodeUnitCount where bytes[start + offset] != key.utf8Start[offset] {
      return false
    }
    return true
  }

  /// The elements of an array; none where it is none.
  var elements: [JSONRecord] {
    guard isArray else { return [] }
    var elements: [JSONRecord] = []
    var position = index + 1
    while position < Int(token.next), elements.count < TranscriptText.elements {
      elements.append(JSONRecord(bytes, tokens, position))
      position = Int(tokens[position].next)
    }
    return elements
  }

  /// The members of an object whose keys are its content; none where it is no object.
  var members: [(key: String, value: JSONRecord)] {
    guard isObject else { return [] }
    var members: [(key: String, value: JSONRecord)] = []
    var position = index + 1
    while position + 1 < Int(token.next), members.count < TranscriptText.elements {
      let value = JSONRecord(bytes, tokens, position + 1)
      if let key = JSONRecord(bytes, tokens, position).string { members.append((key, value)) }
      position = Int(tokens[position + 1].next)
    }
    return members
  }

  /// A string's text, cut at `TranscriptText.bytes`.
  var string: String? {
    let range = Int(token.start)..<Int(token.end)
    switch token.kind {
    case .string: return TranscriptText.text(bytes[range])
    case .escaped: return TranscriptText.text(unescaping: bytes[range])
    default: return nil
    }
  }

  /// Its bytes as they stand there, cut at `TranscriptText.bytes`; a string's without its quotes.
  var source: String { TranscriptText.text(bytes[Int(token.start)..<Int(token.end)]) }

  var kind: JSONToken.Kind { token.kind }

  /// All its bytes as they stand there, which tell apart what reads the same; a string's without its
  /// quotes.
  var exact: ArraySlice<UInt8> { bytes[Int(token.start)..<Int(token.end)] }

  /// All that an array or object holds, however much: of an object its keys and values in turn.
  var held: [JSONRecord] {
    guard isObject || isArray else { return [] }
    var held: [JSONRecord] = []
    var position = index + 1
    while position < Int(token.next) {
      held.append(JSONRecord(bytes, tokens, position))
      position = Int(tokens[position].next)
    }
    return held
  }

  var bool: Bool? {
    switch token.kind {
    case .yes: true
    case .no: false
    default: nil
    }
  }

  /// A number; nil for one that no double can hold.
  var number: Double? {
    // Longer than any number that a program writes.
    guard token.kind == .number, token.end - token.start <= 40 else { return nil }
    guard let value = Double(source), value.isFinite else { return nil }
    return value
  }

  /// A number's whole part; nil for one beyond what can be counted exactly.
  var int: Int? {
    guard let number, number.magnitude < 9_007_199_254_740_992 else { return nil }
    return Int(number)
  }

  /// A count: never negative.
  var count: Int? { int.map { max($0, 0) } }
}
