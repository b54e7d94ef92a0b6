import Model

/// Covered steps as lines of text: `prev commit policy approvals title`, then what covers it. What
/// is not in that form reads as nothing.
enum ProofText {
  private static let blank = UInt8(ascii: " ")
  private static let newline = UInt8(ascii: "\n")

  /// Nil for a step that is not covered or that a person should look at again.
  static func line(_ step: VerifiedStep) -> String? {
    guard step.isCovered, step.flags.isEmpty else { return nil }
    let approvals = step.approvals.map { approval in
      "\(approval.verdict)/\(approval.principal)/\(approval.role.rawValue)/"
        + hex(approval.keys.joined(separator: " "))
    }
    var words = [
      step.prev.hex, step.commit.hex, step.policy?.hex ?? "-", list(approvals),
      step.title.map(hex) ?? "-",
    ]
    switch step.finding {
    case .admitted(let admitted):
      words += [
        admitted.packet.hex, admitted.form.rawValue, reach(admitted),
        admitted.proposal.base.hex, admitted.proposal.head.hex, admitted.proposal.tree.hex,
        list(admitted.verdicts.map(\.hex)), list(admitted.gates.map(\.hex)),
      ]
    case .forced(let entry): words.append(entry.hex)
    case .unproved, .breach: return nil
    }
    return words.joined(separator: " ")
  }

  private static let carried = "carried"
  private static let alone = "-alone"

  private static func reach(_ admitted: Admitted) -> String {
    (admitted.carried ? carried : "exact") + (admitted.isByReviewersAlone ? alone : "")
  }

  static func steps(_ lines: ArraySlice<UInt8>) -> [VerifiedStep] {
    lines.split(separator: newline).compactMap(step)
  }

  static func newest(_ limit: Int, of lines: [UInt8]) -> [VerifiedStep] {
    var (start, left) = (lines.endIndex, limit)
    if lines.last == newline { start -= 1 }
    while start > lines.startIndex, left > 0 {
      start = lines[..<start].lastIndex(of: newline) ?? lines.startIndex
      left -= 1
    }
    return steps(lines[start...])
  }

  private static func step(_ line: ArraySlice<UInt8>) -> VerifiedStep? {
    let words = line.split(separator: blank).map { String(decoding: $0, as: UTF8.self) }
    guard words.count == 6 || words.count == 13, let prev = ObjectID(words[0]),
      let commit = ObjectID(words[1])
    else { return nil }
    let finding: VerifiedStep.Finding
    if words.count == 6 {
      guard let entry = ObjectID(words[5]) else { return nil }
      finding = .forced(entry)
    } else {
      guard let packet = ObjectID(words[5]), let form = LandingForm(rawValue: words[6]),
        let base = ObjectID(words[8]), let head = ObjectID(words[9]),
        let tree = ObjectID(words[10])
      else { return nil }
      finding = .admitted(
        Admitted(
          packet: packet, proposal: Proposal(base: base, head: head, tree: tree), form: form,
          carried: words[7].hasPrefix(carried),
          verdicts: items(words[11]).compactMap { ObjectID($0) },
          gates: items(words[12]).compactMap { ObjectID($0) }, flags: [],
          isByReviewersAlone: words[7].hasSuffix(alone)))
    }
    return VerifiedStep(
      prev: prev, commit: commit, finding: finding, title: text(words[4]),
      policy: ObjectID(words[2]), approvals: items(words[3]).compactMap(approval))
  }

  private static func approval(_ text: Substring) -> ApprovalView? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 4, let verdict = ObjectID(parts[0]),
      let principal = PrincipalName(parts[1]), let role = Role(rawValue: String(parts[2]))
    else { return nil }
    let keys = self.text(String(parts[3]))?.split(separator: " ").map(String.init) ?? []
    return ApprovalView(verdict: verdict, principal: principal, role: role, keys: keys)
  }

  static func hex(_ text: String) -> String { text.isEmpty ? "-" : Hex.text(Array(text.utf8)) }

  static func text(_ word: String) -> String? {
    guard word != "-", let bytes = Hex.bytes(word.utf8) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func list(_ items: [String]) -> String {
    items.isEmpty ? "-" : items.joined(separator: ",")
  }

  private static func items(_ word: String) -> [Substring] {
    word == "-" ? [] : word.split(separator: ",")
  }
}
