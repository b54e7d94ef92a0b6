import ArgumentParser
import Operations
import Render

struct Edit: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Change what a packet asks for; a worker hears of it with its next attempt",
    discussion: "An empty text empties a list: --after '' has it come after nothing.")

  @Argument(help: "The packet: digits of its id, part of its title, or - for the last")
  var packet: String?

  @Option(help: "Another title")
  var title: String?

  @OptionGroup var task: TaskOptions
  @OptionGroup var work: WorkOptions

  @Option(help: ArgumentHelp("Another runtime of the worker", valueName: "name"))
  var runtime: String?

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let change = WorkChange(
      title: title, prompt: try task.text(in: context), runtime: runtime, model: work.model,
      tier: work.tier, scope: Self.list(work.scope), acceptance: Self.list(work.acceptance),
      after: Self.list(work.after), priority: work.priority,
      attempts: work.attempts, timeoutSeconds: work.timeout?.seconds,
      isolation: work.isolation)
    let edited = try await context.workspace().edit(packet, change)
    context.show(Answer(edited, did: "edited: \(Self.names(of: change))"))
  }

  private static func names(of change: WorkChange) -> String {
    let said: [(String, Bool)] = [
      ("title", change.title != nil), ("text", change.prompt != nil),
      ("runtime", change.runtime != nil), ("model", change.model != nil),
      ("tier", change.tier != nil),
      ("scope", change.scope != nil), ("accept", change.acceptance != nil),
      ("after", change.after != nil), ("priority", change.priority != nil),
      ("attempts", change.attempts != nil), ("timeout", change.timeoutSeconds != nil),
      ("isolation", change.isolation != nil),
    ]
    return said.filter(\.1).map(\.0).joined(separator: ", ")
  }

  /// What an option that may be repeated stands for: not given leaves it alone, an empty text
  /// empties it.
  private static func list(_ texts: [String]) -> [String]? {
    texts.isEmpty ? nil : texts.filter { !$0.isEmpty }
  }
}
