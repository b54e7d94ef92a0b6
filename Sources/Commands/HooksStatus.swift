import ArgumentParser
import Model
import Operations
import Render

struct HooksStatus: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show how each hook stands")

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    context.show(Answer(try await context.workspace().hookOverview()))
  }
}

extension Answer {
  init(_ overview: HookOverview) {
    let rows = overview.hooks.map { hook in
      [Line(hook.name), hook.state.word, Line(hook.state.remark, .faint)]
    }
    let json: JSONValue = [
      "schema": "o8/hooks/1", "directory": .string(overview.directory),
      "hooks": .array(
        overview.hooks.map { hook in
          [
            "name": .string(hook.name), "state": .string(hook.state.word.pieces[0].text),
            "inForce": .bool(hook.state.isInForce), "by": JSONValue(hook.state.shadow),
          ]
        }),
      "repo": JSONValue(overview.repository),
    ]
    var lines = Table(["HOOK", "STATE", ""], rows: rows).lines
    lines.append(Line("in \(overview.directory)", .faint))
    if let repository = overview.repository {
      lines.append(Line("a server for the repository \(repository)"))
    }
    self.init(lines, json: json)
  }
}

extension HookReport.State {
  fileprivate var word: Line {
    switch self {
    case .installed: Line("installed", .good)
    case .missing: Line("missing")
    case .outdated: Line("outdated", .warning)
    case .foreign: Line("foreign", .warning)
    case .chained: Line("chained", .good)
    case .shadowed: Line("shadowed", .bad)
    }
  }

  fileprivate var remark: String {
    switch self {
    case .installed: ""
    case .missing: "there is none of o8's"
    case .outdated: "of another version, or for another program"
    case .foreign: "not o8's, and does not run o8's"
    case .chained: "run by the hook of another tool"
    case .shadowed(let origin): "git is led elsewhere by \(origin)"
    }
  }

  fileprivate var shadow: String? {
    if case .shadowed(let origin) = self { origin } else { nil }
  }
}
