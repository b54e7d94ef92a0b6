import Model

extension LaneTakings {
  /// What is kept under `refs/o8-data` in place of what a worker left, and what people are told of
  /// it. The lane's own spool and folder stay as they are: they leave this machine with nobody.
  struct Sharable {
    private var counts: [String: Int] = [:]
    private var leftOut = 0
    private var unsearched: [String] = []
    private var renamed = 0
    private let isSearching: Bool

    /// More names than a person reads.
    private static let namesTold = 5
    /// Where git looks for a NUL, too.
    private static let binaryBytes = 8000

    init(under level: RuleLevel) { isSearching = level != .off }

    /// A transcript without the secrets in it.
    mutating func text(_ bytes: [UInt8]) -> [UInt8] {
      guard isSearching else { return bytes }
      let redaction = SecretRedaction(of: bytes)
      counts.merge(redaction.counts, uniquingKeysWith: +)
      leftOut += redaction.leftOut
      return redaction.bytes
    }

    /// A line of the record without the secrets in it.
    mutating func line(_ line: String) -> String {
      String(decoding: text(Array(line.utf8)), as: UTF8.self)
    }

    mutating func lines(_ lines: [String]) -> [String] { lines.map { line($0) } }

    /// What a program says of itself, such as the id of a conversation; nil for what holds a secret,
    /// since a part of it names nothing.
    mutating func word(_ word: String?) -> String? { word.flatMap { line($0) == $0 ? $0 : nil } }

    /// What an artifact is called; another name that no other has, where its own holds a secret.
    mutating func name(_ name: String, besides others: some Collection<String>) -> String {
      guard word(name) == nil else { return name }
      renamed += 1
      var number = renamed
      while others.contains("renamed-\(number)") { number += others.count }
      return "renamed-\(number)"
    }

    /// The same of an artifact; one that is no text is not searched.
    mutating func artifact(_ bytes: [UInt8], called name: String) -> [UInt8] {
      guard isSearching, bytes.prefix(Self.binaryBytes).contains(0) else { return text(bytes) }
      unsearched.append(name)
      return bytes
    }

    /// What was done, for the record of the attempt.
    func words() -> [String] {
      var words: [String] = []
      let total = counts.values.reduce(0, +)
      if total > 0 {
        let each = counts.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }
        words.append(
          "\(total == 1 ? "1 secret" : "\(total) secrets") taken out of what is kept to be shared: "
            + each.joined(separator: ", "))
      }
      if renamed > 0 {
        words.append("\(counted(renamed, "artifact")) renamed: a secret was the name")
      }
      if leftOut > 0 {
        words.append("\(leftOut) bytes are not kept: too much in them looks like a secret's name")
      }
      if !unsearched.isEmpty {
        let names = unsearched.sorted().prefix(Self.namesTold)
          .map { SafeText.singleLine($0, limit: 60) }
        let more = unsearched.count - names.count
        words.append(
          "not searched for secrets, being binary: " + names.joined(separator: ", ")
            + (more > 0 ? " and \(more) more" : ""))
      }
      return words
    }
  }
}
