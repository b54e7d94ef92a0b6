import ArgumentParser
import Model
import Operations
import Render

struct Reconcile: Subcommand {
  static let configuration = CommandConfiguration(
    abstract: "Complete what was cut in half: lanes, landings, closings, worktrees, notes",
    discussion: "A second time it finds nothing to do.")

  @Argument(help: "One packet; all of them where none is named")
  var packet: String?

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    context.show(Answer(try await context.workspace().reconcile(packet)))
  }
}

extension Answer {
  init(_ reconciliation: Reconciliation) {
    var lines = reconciliation.actions.map { Line($0.text) }
    if lines.isEmpty { lines.append(Line("everything is in order", .good)) }
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
        "remarks": JSONValue(reconciliation.remarks),
      ])
  }
}
