import ArgumentParser
import Model
import Operations

struct Dispatch: Subcommand {
  static let configuration = CommandConfiguration(
    abstract: "Open a packet and start a worker on it, in a worktree of its own",
    usage: "git-o8 dispatch <title> [<options>] [-- <command> ...]",
    discussion: """
      The command behind -- gets the task on standard input and in $O8_PROMPT_FILE, and works in \
      a worktree on a branch of its own. What it leaves there is committed, merged with the base, \
      and checked; red gates go back to it until its attempts are used up.
      """)

  @Argument(help: "One line that says what is to be done")
  var title: String

  @OptionGroup var task: TaskOptions
  @OptionGroup var work: WorkOptions

  @Option(help: ArgumentHelp("The protected branch it is to land on", valueName: "branch"))
  var base: String?

  @Option(help: ArgumentHelp("The runtime of the worker", valueName: "name"))
  var runtime: String?

  @Option(
    name: .customLong("gate"),
    help: ArgumentHelp("A gate that runs whatever paths change", valueName: "name"))
  var gates: [String] = []

  @ArgumentParser.Flag(help: "Stay until people are next, and tell what happens")
  var wait = false

  @Argument(parsing: .postTerminator, help: "The worker: a command, behind --")
  var command: [String] = []

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let request = WorkRequest(
      title: title, prompt: try task.text(in: context), runtime: runtime, model: work.model,
      tier: work.tier ?? .standard, scope: work.scope, acceptance: work.acceptance, base: base,
      gates: gates, after: work.after, priority: work.priority ?? 0, attempts: work.attempts,
      timeoutSeconds: work.timeout?.seconds ?? WorkRequest.timeoutSeconds, command: command)
    let workspace = try context.workspace()
    try await context.attend(wait) { try await workspace.dispatch(request, $0) }
  }
}
