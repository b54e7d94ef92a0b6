import ArgumentParser
import Model
import Operations
import Render

struct HooksCI: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "ci",
    abstract: "Print the check that a host without hooks is to require before the branch moves",
    discussion: """
      The check fetches refs/o8, the branch and what is proposed, and runs nothing of it: git o8 \
      verify proves the proposed steps. What makes it a boundary is the host's own rule, which is \
      printed on standard error.
      """)

  @Argument(
    help: "github, gitlab, forgejo, or shell for anything that runs a command",
    transform: { text in
      guard let host = CIHost(rawValue: text) else {
        throw ValidationError("there is no check for \(text): github, gitlab, forgejo, shell")
      }
      return host
    })
  var host: CIHost

  @Option(help: ArgumentHelp("The protected branch that it is about", valueName: "name"))
  var branch: String?

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let check = try context.workspace().ciCheck(for: host, of: branch)
    let place = check.host.path.map { "it belongs at \($0) on \(check.branch.short)" }
    context.write(
      .error, [place, check.host.rule].compactMap(\.self).joined(separator: "\n") + "\n")
    var lines = check.text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() }
    context.show(
      Answer(
        lines.map { Line(String($0)) },
        json: [
          "schema": "o8/ci/1", "host": .string(check.host.rawValue),
          "repo": .string(check.repo.hex), "branch": .string(check.branch.text),
          "path": JSONValue(check.host.path), "rule": .string(check.host.rule),
          "text": .string(check.text),
        ]))
  }
}
