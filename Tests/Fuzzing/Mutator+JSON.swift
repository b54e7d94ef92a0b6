import Model

extension Mutator {
  /// Changes what a JSON text says and writes it canonically, so that the change is met behind
  /// the reader of JSON; now and then the text itself.
  mutating func json(_ sample: [UInt8]) -> [UInt8] {
    guard !once(in: 4), var value = try? JSONValue(parsing: sample) else { return bytes(sample) }
    for _ in 0...below(3) { value = changed(value, depth: 0) }
    let text = value.canonical() + [UInt8(ascii: "\n")]
    guard !once(in: 10) else { return bytes(text) }
    return once(in: 10) ? withMemberTwice(text) : text
  }

  private mutating func changed(_ value: JSONValue, depth: Int) -> JSONValue {
    guard depth < 4, !once(in: 6) else { return novel() }
    switch value {
    case .object(var members):
      let keys = members.keys.sorted()
      guard !keys.isEmpty else { return novel() }
      let key = pick(keys)
      switch below(8) {
      case 0: members[key] = nil
      case 1: members[pick(Self.texts)] = members[key]
      case 2: members[key] = members[pick(keys)]
      case 3: members[key] = novel()
      default: members[key] = members[key].map { changed($0, depth: depth + 1) }
      }
      return .object(members)
    case .array(var elements):
      guard !elements.isEmpty else { return .array([novel()]) }
      let index = below(elements.count)
      switch below(4) {
      case 0: elements.remove(at: index)
      case 1: elements.append(elements[index])
      default: elements[index] = changed(elements[index], depth: depth + 1)
      }
      return .array(elements)
    default: return novel()
    }
  }

  private mutating func novel() -> JSONValue {
    switch below(9) {
    case 0: return .null
    case 1: return .bool(once(in: 2))
    case 2: return .integer(pick(Self.numbers))
    case 3: return .array([])
    case 4: return .object([:])
    case 5:
      var deep: JSONValue = [:]
      for _ in 0..<below(40) { deep = once(in: 2) ? .array([deep]) : .object(["a": deep]) }
      return deep
    case 6:
      let unit = pick(Self.texts.filter { !$0.isEmpty })
      return .string(String(repeating: unit, count: once(in: 30) ? below(9_000) : below(700)))
    default: return .string(pick(Self.texts))
    }
  }

  private static let numbers: [Int64] = [
    0, 1, -1, 2, 7, 1 << 20, Int64(Int32.max), Int64(Int32.max) + 1, .max, .min, 253_402_300_800,
  ]

  /// Texts that some field takes for more than a text.
  private static let texts: [String] =
    [
      "", "x", "ann", "../x", "-x", "main", "refs/heads/main", "refs/heads/a..b", "a.lock", "@{",
      "opened", "verdict", "landed", "policy", "approve", "operator", "owner", "first", "changed",
      "2026-11-21T00:00:00Z", "2026-02-30T00:00:00Z", "9999-12-31T23:59:60Z",
      "event.json", "event.json.sig", ".git", "prompt.md", "\u{0}", "line\nline", "\u{85}",
      "\u{1b}[2J", "\u{202e}x", "e\u{301}", "\u{212a}", "\u{2028}", "日本", "\u{1f469}\u{200d}",
    ]
    + ["0", "a", "f", "G"].flatMap { digit in
      [39, 40, 41, 64].map { String(repeating: digit, count: $0) }
    }

  /// The same object with one of its members once more.
  private mutating func withMemberTwice(_ text: [UInt8]) -> [UInt8] {
    let places = text.indices.filter { text[$0] == UInt8(ascii: ",") }
    guard places.count > 1 else { return text }
    let index = below(places.count - 1)
    let member = text[places[index]..<places[index + 1]]
    return Array(text[..<places[index]] + member + text[places[index]...])
  }
}
