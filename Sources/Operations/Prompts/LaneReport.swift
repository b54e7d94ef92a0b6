import Git
import Lanes
import Model
import Templates

/// What is kept, and sent back to the worker, when a head was not good enough.
enum LaneReport {
  /// Of one gate's log: the end of it says what failed.
  static let logBytes = 24 * 1024
  /// With this many logs a report is still an attachment that everybody fetches.
  static let failureLimit = 20

  static func red(_ judged: Assessment.Judged, policy: Policy) -> String {
    var parts: [String] = []
    if !judged.errors.isEmpty {
      let lines = judged.errors.map { error in
        let finding = error.finding
        let line = finding.line > 0 ? ":\(finding.line)" : ""
        let place = finding.path.map { "\($0)\(line): " } ?? ""
        return "\(place)\(finding.text) (\(error.rule.rawValue))"
      }
      parts.append("## Rules\n\n" + TemplateValue.list(lines, otherwise: "").text)
    }
    let red = judged.gates.filter { !$0.passed }
    if !red.isEmpty {
      parts.append(
        LanePrompt.report(of: red.prefix(failureLimit).map { failure($0, policy: policy) }))
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  static func conflict(
    _ conflict: MergeConflict, branch: ReferenceName, base: ObjectID
  ) -> String {
    let paths = TemplateValue.list(conflict.paths, otherwise: "git named no path").text
    return """
      ## Conflict with \(TemplateValue.line(branch.short).text)

      The branch has moved, and your work cannot be merged with it. In conflict:

      \(paths)

      Merging it into your branch is asked for here: `git merge \(base)`. Resolve what is in
      conflict so that both changes keep their meaning, and commit the merge.

      """
  }

  private static func failure(
    _ result: CommandGateResult, policy: Policy
  ) -> LanePrompt.Failure {
    let gate = policy.gates.first { $0.name == result.name }
    let setup = result.name.split(separator: " ").last.flatMap { Int($0) }
    let command =
      gate?.run
      ?? setup.flatMap { policy.setup.indices.contains($0 - 1) ? policy.setup[$0 - 1] : nil }
    let outcome =
      switch result.outcome {
      case .passed: "passed"
      case .failed: result.exit.map { "exit \($0)" } ?? "ended by a signal"
      case .timedOut: "out of time after \(gate?.timeoutSeconds ?? GateBench.setupSeconds) seconds"
      case .stopped: "stopped"
      case .notStarted(let reason), .spoiled(let reason): reason
      }
    return LanePrompt.Failure(
      gate: .init(name: result.name, run: command ?? ""), outcome: outcome,
      log: end(of: result.log))
  }

  private static func end(of log: [UInt8]) -> String {
    guard log.count > logBytes else { return String(decoding: log, as: UTF8.self) }
    let tail = log.suffix(logBytes)
    let start = tail.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? tail.startIndex
    return "… \(log.count - (log.endIndex - start)) bytes left out …\n"
      + String(decoding: log[start...], as: UTF8.self)
  }
}
