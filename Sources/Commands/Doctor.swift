import ArgumentParser
import Model
import Operations
import Render

struct DoctorCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Look at everything that o8 rests on in this clone, and say what to do",
    discussion: """
      It changes nothing. A line that is fine, or advice, ends with 0; what is lacking on this \
      machine or in this clone with 2; what breaks the gate with 3.
      """)

  @Flag(help: "Only what is not fine")
  var quiet = false

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let examination = try await context.workspace().examination()
    context.show(Answer(examination, isQuiet: quiet))
    if let problem = examination.problem { throw problem }
  }
}

extension Answer {
  fileprivate init(_ examination: Examination, isQuiet: Bool) {
    let shown = examination.findings.filter { !isQuiet || $0.weight != .fine }
    var lines = shown.flatMap(\.lines)
    if lines.isEmpty { lines = [Line("all is fine", .good)] }
    self.init(
      lines,
      json: [
        "schema": "o8/doctor/1", "weight": .string(examination.weight.rawValue),
        "findings": .array(
          shown.map { finding in
            [
              "subject": .string(finding.subject.rawValue),
              "weight": .string(finding.weight.rawValue), "text": .string(finding.text),
              "hint": JSONValue(finding.remedy?.text),
              "command": JSONValue(finding.remedy?.command),
            ]
          }),
      ])
  }
}

extension Examination {
  /// That something is to be done, for whoever asks by the exit status alone.
  fileprivate var problem: Problem? {
    let hint = "see to what is named, then look again: git o8 doctor --quiet"
    switch weight {
    case .fine, .advice: return nil
    case .lacking:
      return Problem(.environment, "\(Self.things(count(.lacking))) lacking", hint: hint)
    case .broken:
      return Problem(
        .refused, "the gate does not hold here: \(Self.things(count(.broken))) broken", hint: hint)
    }
  }

  private static func things(_ count: Int) -> String {
    count == 1 ? "one thing is" : "\(count) things are"
  }
}

extension Examination.Finding {
  private static let weightColumns =
    Examination.Weight.allCases.map(\.rawValue.count).max() ?? 0
  private static let subjectColumns =
    Examination.Subject.allCases.map(\.rawValue.count).max() ?? 0

  fileprivate var lines: [Line] {
    let style: Style =
      switch weight {
      case .fine: .good
      case .advice: .warning
      case .lacking, .broken: .bad
      }
    let first =
      Line(PacketText.padded(weight.rawValue, Self.weightColumns + 2), style)
      + Line(PacketText.padded(subject.rawValue, Self.subjectColumns + 2), .faint) + Line(text)
    guard let remedy else { return [first] }
    let indent = String(repeating: " ", count: Self.weightColumns + Self.subjectColumns + 4)
    // Behind the sign stands what can be copied to a shell, which takes the rest as a remark.
    guard let command = remedy.command else { return [first, Line(indent + remedy.text)] }
    let remark = remedy.words.map { Line("  # \($0)", .faint) } ?? Line("")
    return [first, Line("\(indent)$ ", .faint) + Line(command) + remark]
  }
}
