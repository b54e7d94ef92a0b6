import ArgumentParser
import Model
import Operations

struct Dispatch: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "dispatch",
    abstract: "Open a packet and start a worker on it, in a worktree of its own",
    usage: "git-o8 dispatch <title> [<options>] [-- <command> ...]",
    discussion: """
      The command behind -- gets the task on standard input and in $O8_PROMPT_FILE, and works in \
      a worktree on a branch of its own. What it leaves there is committed, merged with the base, \
      and checked; red gates go back to it until its attempts are used up.

      git o8 dispatch 'Say hello' -m 'Add hello.txt.' --scope hello.txt -- sh -c 'echo hi >hello.txt'
      git o8 dispatch 'Speed the parser up' -e --fetch --wait -- my-agent --yes
      """)

  @Argument(help: "One line that says what is to be done")
  var title: String

  @OptionGroup var task: TaskOptions

  @ArgumentParser.Flag(name: .shortAndLong, help: "Write the text in your editor")
  var edit = false

  @OptionGroup var work: WorkOptions

  @Option(help: ArgumentHelp("The protected branch it is to land on", valueName: "branch"))
  var base: String?

  @ArgumentParser.Flag(
    help: "Fetch the base branch first, and bring it to where its upstream is")
  var fetch = false

  @Option(help: ArgumentHelp("The runtime of the worker", valueName: "name"))
  var runtime: String?

  @Option(
    name: .customLong("gate"),
    help: ArgumentHelp("A gate that runs whatever paths change", valueName: "name"))
  var gates: [String] = []

  @ArgumentParser.Flag(help: "It delivers a report, which closes it; no change of files lands")
  var report = false

  @Option(
    help: ArgumentHelp(
      "A conversation whose extract the worker is given, as sessions lists it",
      valueName: "runtime:session"))
  var context: [String] = []

  @ArgumentParser.Flag(
    help: "Run it at a terminal in tmux, for people to attach to: its own program, or your shell")
  var tmux = false

  @ArgumentParser.Flag(help: "Stay until people are next, and tell what happens")
  var wait = false

  @Argument(parsing: .postTerminator, help: "The worker: a command, behind --")
  var command: [String] = []

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let workspace = try context.workspace()
    var prompt = try task.text(in: context)
    if edit {
      prompt = try await context.edit(
        prompt ?? "", for: workspace,
        notes: ["What is to be done, in full, for the worker of:", "", title])
    }
    if fetch {
      let fetched = try await workspace.fetchBase(named: base)
      context.note(fetched.sentence)
    }
    prompt = try await workspace.prompt(prompt, title: title, withContextOf: self.context)
    var request = WorkRequest(
      title: title, prompt: prompt, runtime: runtime, model: work.model,
      tier: work.tier ?? .standard, scope: work.scope, acceptance: work.acceptance, base: base,
      gates: gates, after: work.after, priority: work.priority ?? 0, attempts: work.attempts,
      timeoutSeconds: work.timeout?.seconds ?? WorkRequest.timeoutSeconds,
      isolation: work.isolation, delivers: report ? .report : .change, command: command)
    request.surface = tmux ? .terminal : .stream
    try await context.attend(wait) { try await workspace.dispatch(request, $0) }
  }
}
