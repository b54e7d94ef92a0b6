/// A policy as one text that a person edits: `policy.yml`, a line that divides, and the keys.
public struct PolicyDocument: Hashable, Sendable {
  public let text: [UInt8]

  /// Begins the line below which the keys stand.
  static let divider = "# ---- keys"
  private static let explanation =
    "\(divider): one a line, NAME namespaces=\"o8\" TYPE KEY; above is policy.yml ----"

  public init(text: [UInt8]) { self.text = text }

  public init(_ policy: PolicyText) {
    let end: [UInt8] = policy.policy.last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")]
    text = policy.policy + end + Array("\(Self.explanation)\n".utf8) + policy.signers
  }

  /// The two texts; without the line that divides, the keys are `signers`.
  ///
  /// Blank lines and comments among the keys are dropped: the file itself may have none.
  public func policy(orSigners signers: [UInt8]) -> PolicyText {
    guard let (start, end) = dividing else {
      return PolicyText(policy: text, signers: signers)
    }
    let keys = lines(of: text[end...]).filter { !Self.isIdle($0) }
    return PolicyText(
      policy: Array(text[..<start]), signers: keys.flatMap { $0 + [UInt8(ascii: "\n")] })
  }

  /// The same error at its place in this text.
  public func place(_ error: PolicyTextError) -> PolicyTextError {
    guard error.file == .signers, let (_, end) = dividing else { return error }
    let before = text[..<end].count { $0 == UInt8(ascii: "\n") }
    let kept = lines(of: text[end...]).enumerated().filter { !Self.isIdle($0.element) }
    guard kept.indices.contains(error.line - 1) else { return error }
    return PolicyTextError(
      .policy, line: before + kept[error.line - 1].offset + 1, column: error.column,
      error.message)
  }

  /// Where the dividing line starts, and where the next one does.
  private var dividing: (start: Int, end: Int)? {
    var start = 0
    for line in lines(of: text[...]) {
      let end = min(start + line.count + 1, text.count)
      if line.starts(with: Self.divider.utf8) { return (start, end) }
      start = end
    }
    return nil
  }

  private func lines(of bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }

  private static func isIdle(_ line: ArraySlice<UInt8>) -> Bool {
    let first = line.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
    return first == nil || first == UInt8(ascii: "#")
  }
}
