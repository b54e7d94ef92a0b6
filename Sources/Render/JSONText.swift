public import Model

/// JSON as the commands print it: keys sorted, texts as they are stored.
///
/// Unlike the canonical form of events it normalizes nothing, since a path's bytes matter, and it
/// escapes what would act on a terminal.
public struct JSONText: Hashable, Sendable {
  public enum Layout: Hashable, Sendable {
    case oneLine
    /// Two blanks a level, for people.
    case indented
  }

  private let layout: Layout

  public init(_ layout: Layout) { self.layout = layout }

  /// The text of `value`, without a final newline.
  public func text(of value: JSONValue) -> String {
    text(of: value, depth: 0)
  }

  private func text(of value: JSONValue, depth: Int) -> String {
    switch value {
    case .null: "null"
    case .bool(let truth): truth ? "true" : "false"
    case .integer(let number): String(number)
    case .string(let text): Self.quoted(text)
    case .array(let elements):
      enclosed("[", elements.map { text(of: $0, depth: depth + 1) }, "]", depth: depth)
    case .object(let members):
      enclosed(
        "{",
        members.sorted { $0.key < $1.key }.map { key, value in
          let colon = layout == .indented ? ": " : ":"
          return Self.quoted(key) + colon + text(of: value, depth: depth + 1)
        }, "}", depth: depth)
    }
  }

  private func enclosed(
    _ open: String, _ items: [String], _ close: String, depth: Int
  ) -> String {
    guard layout == .indented, !items.isEmpty else {
      return open + items.joined(separator: ",") + close
    }
    let inner = "\n" + String(repeating: "  ", count: depth + 1)
    let outer = "\n" + String(repeating: "  ", count: depth)
    return open + inner + items.joined(separator: "," + inner) + outer + close
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where SafeText.isSuspicious(String(scalar)):
        result += String(scalar).utf16.map(escape).joined()
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func escape(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
