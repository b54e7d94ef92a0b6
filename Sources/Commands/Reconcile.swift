import ArgumentParser
import Model
import Operations
import Render

struct Reconcile: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "reconcile",
    abstract: "Complete what was cut in half: lanes, landings, closings, worktrees, notes",
    discussion: "A second time it finds nothing to do.")

  @Argument(help: "One packet; all of them where none is named")
  var packet: String?

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let done = try await context.workspace().reconcile(packet)
    context.show(Answer(done))
    guard !done.problems.isEmpty else { return }
    let count = done.problems.count == 1 ? "something is" : "\(done.problems.count) things are"
    throw Problem(
      .refused, "\(count) not in order, and could not be brought there",
      hint: "see to what is named, then repeat the command")
  }
}

extension Answer {
  init(_ reconciliation: Reconciliation) {
    var lines = reconciliation.actions.map { Line($0.text) }
    let isInOrder = reconciliation.problems.isEmpty && reconciliation.remarks.isEmpty
    if lines.isEmpty, isInOrder { lines.append(Line("everything is in order", .good)) }
    lines += reconciliation.problems.map { Line("not in order: ", .bad) + Line($0) }
    lines += reconciliation.remarks.map { Line("note: ", .warning) + Line($0) }
    self.init(
      lines,
      json: [
        "schema": "o8/reconcile/1",
        "actions": .array(
          reconciliation.actions.map { action in
            [
              "kind": .string(action.kind.rawValue), "packet": JSONValue(action.packet),
              "text": .string(action.text),
            ]
          }),
        "problems": JSONValue(reconciliation.problems),
        "remarks": JSONValue(reconciliation.remarks),
      ])
  }
}
