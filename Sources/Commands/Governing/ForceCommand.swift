import ArgumentParser
import Model
import Operations
import Render

struct ForceCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "force",
    abstract: "Move a protected branch past the rule: an owner's signed override, kept for ever",
    discussion: """
      The reason stands in the ledger, in the notes of the commit and in every verify. With \
      --rewind commits leave the branch, and every verdict that was given there dies. Where \
      o8.landRemote names a remote, its branch moves first.
      """)

  @Argument(help: "The branch")
  var branch: String

  @Argument(help: "What it is to hold")
  var commit: String?

  @Option(help: ArgumentHelp("Why; there is no override without", valueName: "text"))
  var reason: String

  @Flag(help: "Commits may leave the branch")
  var rewind = false

  @Flag(help: "Delete the branch")
  var delete = false

  @OptionGroup var globals: GlobalOptions

  func validate() throws {
    guard (commit == nil) == delete else {
      throw ValidationError("name the commit that the branch is to hold, or --delete")
    }
  }

  func run(in context: Context) async throws {
    let request = ForceRequest(branch: branch, commit: commit, reason: reason, rewinds: rewind)
    context.show(
      Answer(try await context.workspace().force(request, asking: context.asking)))
  }
}

extension Answer {
  init(_ report: ForceReport) {
    let (old, new) = (report.old?.short ?? "nothing", report.new?.short ?? "nothing")
    let place = report.remote.map { "\($0)/" } ?? ""
    let move = "\(place)\(report.branch.short) \(old)..\(new)"
    var lines: [Line] = []
    if let motion = report.motion {
      lines.append(
        Line("proposed ", .warning) + Line("\(motion.short): \(move)")
          + Line("; \(motion.stillToSign): git o8 policy sign \(motion.short)"))
    } else {
      lines.append(
        Line("forced ", .warning) + Line(move + (report.rewinds ? ", commits left it" : "")))
    }
    if let entry = report.entry {
      lines.append(Line("recorded in the ledger ") + Line(entry.short, .faint))
    } else if report.motion == nil {
      lines.append(Line("the rule admits that move: nothing had to be signed", .faint))
    }
    lines += report.checkouts.map { Line("brought along \($0)") }
    lines += report.remarks.map { Line("note: ", .warning) + Line($0) }
    self.init(
      lines,
      json: [
        "schema": "o8/force/1", "branch": .string(report.branch.text),
        "old": JSONValue(report.old), "new": JSONValue(report.new),
        "rewind": .bool(report.rewinds), "reason": .string(report.reason),
        "ledger": JSONValue(report.entry), "moved": .bool(report.motion == nil),
        "proposal": report.motion?.document ?? .null, "checkouts": JSONValue(report.checkouts),
        "remarks": JSONValue(report.remarks), "remote": JSONValue(report.remote),
      ])
  }
}
