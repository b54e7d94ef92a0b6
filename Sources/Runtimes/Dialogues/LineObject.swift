/// The members of one JSON object that stands on a line, found without reading what they hold.
///
/// It is for lines of programs: numbers may have fractions, unknown members cost nothing, and
/// nesting is counted, never descended into. Of a key that occurs twice the last one counts, as it
/// does for the programs that write such lines.
struct LineObject {
  private let members: [String: ArraySlice<UInt8>]

  /// More members than any line of a program has; what comes after them is not looked at.
  static let memberLimit = 1000

  /// Nil where the line is no complete object.
  init?(_ line: ArraySlice<UInt8>) {
    var scanner = LineScanner(line)
    guard scanner.take(UInt8(ascii: "{")) else { return nil }
    var found: [String: ArraySlice<UInt8>] = [:]
    if scanner.take(UInt8(ascii: "}")) {
      members = [:]
      return
    }
    repeat {
      guard let key = scanner.value(), key.first == UInt8(ascii: "\""),
        scanner.take(UInt8(ascii: ":")), let value = scanner.value()
      else { return nil }
      found[Self.text(key) ?? ""] = value
    } while scanner.take(UInt8(ascii: ",")) && found.count < Self.memberLimit
    guard found.count >= Self.memberLimit || scanner.take(UInt8(ascii: "}")) else { return nil }
    members = found
  }

  var keys: Dictionary<String, ArraySlice<UInt8>>.Keys { members.keys }

  func text(_ key: String) -> String? { members[key].flatMap(Self.text) }

  func object(_ key: String) -> LineObject? { members[key].flatMap(LineObject.init) }

  /// The value as it is written.
  func raw(_ key: String) -> ArraySlice<UInt8>? { members[key] }

  func truth(_ key: String) -> Bool {
    members[key].map { $0.elementsEqual("true".utf8) } ?? false
  }

  /// The objects of an array, at most so many.
  func objects(_ key: String, limit: Int) -> [LineObject] {
    guard let raw = members[key] else { return [] }
    var scanner = LineScanner(raw)
    guard scanner.take(UInt8(ascii: "[")) else { return [] }
    var found: [LineObject] = []
    repeat {
      guard let element = scanner.value() else { break }
      if let object = LineObject(element) { found.append(object) }
    } while scanner.take(UInt8(ascii: ",")) && found.count < limit
    return found
  }

  /// What a JSON text says; nil for any other value, U+FFFD for what is no UTF-8.
  private static func text(_ raw: ArraySlice<UInt8>) -> String? {
    guard raw.count >= 2, raw.first == UInt8(ascii: "\"") else { return nil }
    let inner = raw.dropFirst().dropLast()
    guard inner.contains(UInt8(ascii: "\\")) else { return String(decoding: inner, as: UTF8.self) }
    return LineScanner.unescaped(inner)
  }
}
