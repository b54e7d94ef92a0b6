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
    let reconciliation = try await context.workspace().reconcile(packet)
    context.show(Answer(reconciliation))
    let left = reconciliation.undone.count
    guard left > 0 else { return }
    throw Problem(
      .refused, "\(left) thing\(left == 1 ? "" : "s") could not be put right",
      hint: "what stands in the way is named above; when it is gone, git o8 reconcile again")
  }
}

extension Answer {
  init(_ reconciliation: Reconciliation) {
    var lines = reconciliation.actions.map { Line($0.text) }
    if lines.isEmpty, reconciliation.undone.isEmpty {
      lines.append(Line("everything is in order", .good))
    }
    let undone = Set(reconciliation.undone)
    lines += reconciliation.remarks.map { remark in
      undone.contains(remark)
        ? Line("not done: ", .bad) + Line(remark) : Line("note: ", .warning) + Line(remark)
    }
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
        "remarks": JSONValue(reconciliation.remarks), "undone": JSONValue(reconciliation.undone),
      ])
  }
}
