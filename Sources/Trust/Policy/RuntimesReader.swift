import Model

/// Which roles the runtimes may take.
enum RuntimesReader {
  /// The length of a runtime's name.
  private static let nameByteLimit = 40

  /// A mapping from names to lists of roles; one that is empty lets no runtime do anything.
  static func runtimes(
    _ node: PolicyNode?
  ) throws(PolicyTextError) -> [String: Set<RuntimeRole>]? {
    guard let node else { return nil }
    var result: [String: Set<RuntimeRole>] = [:]
    for (key, value) in try node.pairs() {
      let name = try key.text(limit: nameByteLimit)
      guard isName(name) else {
        throw key.error("'\(name)' must be a runtime's name: small letters, digits and -")
      }
      result[name] = Set(
        try value.nonEmpty { item throws(PolicyTextError) -> RuntimeRole in try item.choice() })
    }
    return result
  }

  /// What adapters can be called; one that is on no machine yet may be named.
  private static func isName(_ text: String) -> Bool {
    let small = UInt8(ascii: "a")...UInt8(ascii: "z")
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    return text.utf8.first.map(small.contains) == true
      && text.utf8.allSatisfy {
        small.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "-")
      }
  }
}
