import ArgumentParser
import Model
import Operations
import Render

struct Uninstall: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "uninstall",
    abstract: "Put hooks and configuration back as they were before init")

  @Flag(help: "Delete o8's references in this clone too: packets, ledger, policy, notes")
  var refs = false

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let report = try await context.workspace().takeOut(refs ? .drop : .keep)
    context.show(Answer(report))
  }
}

extension Answer {
  init(_ report: RemovalReport) {
    var lines = [Line("hooks and configuration are as they were before o8")]
    lines += report.notes.map { Line($0, .warning) }
    if !report.dropped.isEmpty {
      lines.append(Line("\(report.dropped.count) references deleted; other clones keep theirs"))
    }
    if report.remaining > 0 {
      lines += [
        Line("\(report.remaining) references of o8's are left; `git o8 init` goes on with them"),
        Line("to delete them: git o8 uninstall --refs", .faint),
      ]
    }
    if !report.branches.isEmpty {
      let names = report.branches.map(\.short)
      lines.append(
        Line(
          "branches of lanes are left to you: \(names.prefix(4).joined(separator: ", "))"
            + (names.count > 4 ? " and \(names.count - 4) more" : ""), .faint))
    }
    self.init(
      lines,
      json: [
        "schema": "o8/uninstall/1", "dropped": JSONValue(report.dropped.map(\.text)),
        "remaining": JSONValue(report.remaining),
        "branches": JSONValue(report.branches.map(\.text)), "notes": JSONValue(report.notes),
      ])
  }
}
