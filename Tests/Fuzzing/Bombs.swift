import Model

extension Decoder {
  /// Inputs as large or as deep as somebody may send, by what they try.
  public static func bombs(of decoder: String) -> [(title: String, bytes: [UInt8])] {
    recipes.filter { $0.decoder == decoder }.map { ($0.title, $0.make()) }
  }

  private static let recipes: [(decoder: String, title: String, make: @Sendable () -> [UInt8])] = [
    ("events", "a deep array", { nested("[", "]", 1_200_000) }),
    ("events", "deep objects", { nested("{\"a\":", "}", 1_000_000) }),
    ("events", "a deep array within the limit", { nested("[", "]", 500_000) }),
    ("events", "a number without end", { Array(repeating: UInt8(ascii: "9"), count: 1_000_000) }),
    ("events", "a text without end", { [UInt8(ascii: "\"")] + repeated("\\u0041", 1_200_000) }),
    ("events", "many keys", { repeated("{\"k\":0,", 1_000_000) }),
    ("events", "blanks", { repeated(" ", 400_000) }),
    ("events", "marks upon one letter", { marks }),
    ("commits", "many parents", { repeated("tree ", 5) + repeated("parent ", 1_200_000) }),
    ("commits", "one line", { repeated("x", 1_200_000) }),
    ("policies", "a deep list", { nested("[", "]", 250_000) }),
    ("policies", "a deep list that does not end", { repeated("[", 250_000) }),
    ("policies", "deep mappings", { nested("{a: ", "}", 250_000) }),
    ("policies", "deep indents", { indents }),
    ("policies", "aliases of aliases", { aliases }),
    ("policies", "many keys", { (0..<20_000).flatMap { Array("k\($0): 0\n".utf8) } }),
    ("policies", "one key", { repeated("k", 250_000) + Array(": 1\n".utf8) }),
    ("policies", "a text without end", { Array("version: \"".utf8) + repeated("\\x41", 250_000) }),
    ("policies", "too large", { repeated("# x\n", 400_000) }),
    ("signers", "many lines", { repeated("ann namespaces=\"o8\" ssh-rsa AAAA\n", 1_000_000) }),
    ("signers", "one line", { repeated("a", 1_000_000) + [UInt8(ascii: "\n")] }),
    ("signers", "blanks", { repeated(" ", 1_000_000) + [UInt8(ascii: "\n")] }),
    ("keys", "a long key", { Array("ssh-rsa ".utf8) + repeated("A", 400_000) }),
    ("signatures", "a long armor", { repeated("A", 400_000) }),
    ("transactions", "one line", { repeated("0", 400_000) }),
    ("transactions", "blanks", { repeated(" ", 400_000) }),
    ("transactions", "many lines", { repeated("\(zeros) \(zeros) refs/heads/main\n", 400_000) }),
    ("transactions", "empty lines", { repeated("\n", 400_000) }),
  ]

  private static let zeros = String(repeating: "0", count: 40)

  private static func repeated(_ text: String, _ byteCount: Int) -> [UInt8] {
    let unit = Array(text.utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount)
    for _ in 0..<byteCount / unit.count { bytes += unit }
    return bytes
  }

  private static func nested(_ open: String, _ close: String, _ byteCount: Int) -> [UInt8] {
    let depth = byteCount / (open.utf8.count + close.utf8.count)
    return repeated(open, depth * open.utf8.count) + repeated(close, depth * close.utf8.count)
  }

  /// One letter with as many accents as an event holds, each of another class.
  private static let marks: [UInt8] =
    Array("{\"a\":\"e".utf8) + repeated("\u{301}\u{323}\u{327}\u{334}", 1_000_000)
    + Array("\"}\n".utf8)

  private static let indents: [UInt8] = (0..<700).flatMap { depth in
    repeated(" ", depth) + Array("-\n".utf8)
  }

  /// Ten generations of nine: 3.5 thousand million nodes if anybody follows them.
  private static let aliases: [UInt8] = (0..<10).flatMap { generation in
    let item = generation == 0 ? "x" : "*a\(generation - 1)"
    let items = Array(repeating: item, count: 9).joined(separator: ",")
    return Array("a\(generation): &a\(generation) [\(items)]\n".utf8)
  }
}
