import ArgumentParser
import Model
import Operations
import Render

struct PolicyShow: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the policy in force and whose keys are whose")

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    context.show(Answer(try context.workspace().policyInForce(), at: context.now()))
  }
}

extension Answer {
  init(_ view: PolicyView, at now: Instant) {
    func lines(_ text: String) -> [Line] {
      text.split(separator: "\n", omittingEmptySubsequences: false).map { Line(String($0)) }
        .dropLast(text.hasSuffix("\n") ? 1 : 0)
    }
    var all: [Line] = [
      Line("repository \(view.repo.hex)", .faint),
      Line("policy     \(view.id.hex), \(view.count) so far", .faint), "",
    ]
    all += lines(view.text) + ["", Line("allowed_signers:", .faint)] + lines(view.signers)
    if let refused = view.refused { all.append(Line("does not count: \(refused)", .bad)) }
    if let warning = view.warning { all.append(Line(warning, .warning)) }
    if !view.motions.isEmpty { all += ["", Line("waiting for owners:", .faint)] }
    all += view.motions.flatMap { $0.lines(at: now) }
    self.init(
      all,
      json: [
        "schema": "o8/policy/1", "repo": JSONValue(view.repo), "policy": JSONValue(view.id),
        "count": JSONValue(view.count), "text": .string(view.text),
        "allowedSigners": .string(view.signers), "refused": JSONValue(view.refused),
        "warning": JSONValue(view.warning), "proposals": .array(view.motions.map(\.document)),
      ])
  }
}
