import Model

extension LaneTakings {
  /// What is kept under `refs/o8-data` in place of what a worker left, and what people are told of
  /// it. The lane's own spool and folder stay as they are: they leave this machine with nobody.
  struct Sharable {
    private var counts: [String: Int] = [:]
    private var leftOut = 0
    private var unsearched: [String] = []
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
