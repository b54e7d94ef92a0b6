/// A text with placeholders, `{{name}}`, that is kept as a file of its own.
public enum Template: String, CaseIterable, Sendable {
  /// What a worker is told on its first attempt.
  case workerPrompt
  /// What it is told after a gate failed.
  case gateReport
  /// What it is told after a verdict asked for changes.
  case findings
  /// What it is told where the attempt before got nowhere.
  case anotherAttempt
  /// What it is told where it left points of acceptance unclaimed.
  case openPoints
  /// A check that a host without hooks requires, for each sort of host.
  case ciCheck, ciForgejo, ciGithub, ciGitlab

  public var text: String {
    let bytes =
      switch self {
      case .workerPrompt: PackageResources.worker_prompt_md
      case .gateReport: PackageResources.gate_report_md
      case .findings: PackageResources.findings_md
      case .anotherAttempt: PackageResources.another_attempt_md
      case .openPoints: PackageResources.open_points_md
      case .ciCheck: PackageResources.ci_check_sh
      case .ciForgejo: PackageResources.ci_forgejo_yml
      case .ciGithub: PackageResources.ci_github_yml
      case .ciGitlab: PackageResources.ci_gitlab_yml
      }
    return String(decoding: bytes, as: UTF8.self)
  }

  public enum Mismatch: Error, Hashable, Sendable {
    /// The template asks for a value that nobody gave.
    case missing(String)
    /// A value was given that the template has no place for.
    case unknown(String)
    /// A `{{` without its `}}`.
    case unclosed
  }

  /// The text with every placeholder filled in, in one pass: what looks like a placeholder
  /// inside a value stays as it is.
  public func filled(with values: [String: TemplateValue]) throws(Mismatch) -> String {
    var result = ""
    var used: Set<String> = []
    for piece in try pieces() {
      switch piece {
      case .text(let text): result += text
      case .placeholder(let name):
        guard let value = values[name] else { throw .missing(name) }
        used.insert(name)
        result += value.text
      }
    }
    if let unused = values.keys.filter({ !used.contains($0) }).min() { throw .unknown(unused) }
    return result
  }

  /// The names of the values that the template asks for.
  public func placeholders() throws(Mismatch) -> Set<String> {
    var names: Set<String> = []
    for case .placeholder(let name) in try pieces() { names.insert(name) }
    return names
  }

  private enum Piece {
    case text(Substring)
    case placeholder(String)
  }

  private func pieces() throws(Mismatch) -> [Piece] {
    var result: [Piece] = []
    var rest = Substring(text)
    while let open = rest.firstRange(of: "{{") {
      result.append(.text(rest[..<open.lowerBound]))
      rest = rest[open.upperBound...]
      guard let close = rest.firstRange(of: "}}") else { throw .unclosed }
      result.append(.placeholder(String(rest[..<close.lowerBound])))
      rest = rest[close.upperBound...]
    }
    result.append(.text(rest))
    return result
  }
}
