/// The folder below `projects` in which Claude Code keeps the conversations of a directory.
enum ClaudeProject {
  /// Beyond this many units a name is cut, and told apart by a number.
  private static let unitsMost = 200

  /// What the folder is called: every unit of UTF-16 of the directory's path that is no letter or
  /// digit of ASCII is a dash.
  ///
  /// - Parameter directory: without links, as the program finds it.
  static func folder(of directory: String) -> String {
    let units = Array(directory.utf16)
    let name = String(decoding: units.map { isPlain($0) ? $0 : UInt16(ascii: "-") }, as: UTF16.self)
    guard units.count > unitsMost else { return name }
    return "\(name.prefix(unitsMost))-\(String(number(of: units).magnitude, radix: 36))"
  }

  private static func isPlain(_ unit: UInt16) -> Bool {
    switch unit {
    case UInt16(ascii: "a")...UInt16(ascii: "z"), UInt16(ascii: "A")...UInt16(ascii: "Z"),
      UInt16(ascii: "0")...UInt16(ascii: "9"):
      true
    default: false
    }
  }

  /// The usual number of a text in 32 bits: 31 times what was, and the next unit.
  private static func number(of units: [UInt16]) -> Int32 {
    units.reduce(0) { ($0 &<< 5) &- $0 &+ Int32($1) }
  }
}

extension UInt16 {
  fileprivate init(ascii character: Unicode.Scalar) { self = UInt16(UInt8(ascii: character)) }
}
