public import Model

/// What somebody wants to decide about what a packet has presented.
public struct VerdictRequest: Hashable, Sendable {
  /// What the person called the packet.
  public var packet: String
  public var decision: Decision
  public var summary: String?
  public var findings: [Finding]
  /// Nil for the one that is still missing.
  public var role: Role?
  /// What the presented head must begin with; nil for whatever it is.
  public var expectedHead: String?

  public init(
    _ decision: Decision, on packet: String, summary: String? = nil, findings: [Finding] = [],
    role: Role? = nil, expectedHead: String? = nil
  ) {
    self.packet = packet
    self.decision = decision
    self.summary = summary
    self.findings = findings
    self.role = role
    self.expectedHead = expectedHead
  }

  /// Refuses what says nothing to whoever has to act on it.
  func check() throws(Problem) {
    let isSilent = summary?.allSatisfy(\.isWhitespace) ?? true
    if decision == .revise, findings.isEmpty, isSilent {
      throw Problem(
        .usage, "cannot ask for a revision without saying what is wrong",
        hint: "add -m TEXT or --finding PATH:LINE:SEVERITY:TEXT")
    }
    if let role, !role.judges {
      throw Problem(
        .usage, "a \(role.rawValue) signs no verdicts", hint: "owner, operator and reviewer do")
    }
    if let expectedHead,
      expectedHead.utf8.count < PacketNaming.prefixDigits
        || !expectedHead.utf8.allSatisfy({ Hex.isDigit($0) })
    {
      throw Problem(
        .usage, "\(SafeText.escaped(expectedHead)) is no commit's id",
        hint: "--expect-head takes at least \(PacketNaming.prefixDigits) hex digits")
    }
  }
}

extension Finding {
  /// Reads `PATH:LINE:SEVERITY:TEXT`; nil where it is not so written.
  ///
  /// A path may hold colons itself. An empty path means the whole change, line 0 the whole file.
  public init?(argument: String) {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 4 else { return nil }
    for place in 1..<(parts.count - 2) {
      guard let line = Int(parts[place]), (0...Int(Int32.max)).contains(line),
        let severity = Severity(rawValue: String(parts[place + 1]))
      else { continue }
      let path = parts[..<place].joined(separator: ":")
      let text = parts[(place + 2)...].joined(separator: ":")
      guard text.contains(where: { !$0.isWhitespace }) else { return nil }
      self.init(path: path.isEmpty ? nil : path, line: line, severity: severity, text: text)
      return
    }
    return nil
  }
}
