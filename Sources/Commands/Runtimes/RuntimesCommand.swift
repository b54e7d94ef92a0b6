import ArgumentParser
import Model
import Operations
import Render
import Templates

struct RuntimesCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "runtimes",
    abstract: "List the agents that work can be sent to, and what is missing for them",
    discussion: """
      Each is asked for its version and its options, never for anything that a model would answer. \
      A login is told by files and variables. A runtime that is not built in is described by a \
      manifest: git config --add o8.runtimeManifest FILE. README tells what stands in one; \
      --manifest NAME prints one that comes with o8, to begin with.
      """)

  @Flag(help: "Those too that are not on this machine")
  var all = false

  @Option(help: ArgumentHelp("Print a manifest that comes with o8", valueName: "name"))
  var manifest: String?

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    if let manifest {
      guard let shipped = ShippedRuntime(rawValue: manifest) else {
        let names = ShippedRuntime.allCases.map(\.rawValue).sorted().joined(separator: ", ")
        throw Problem(
          .noSuchThing, "no manifest of \(SafeText.escaped(manifest)) comes with o8",
          hint: "those of \(names) do")
      }
      return context.write(.output, shipped.text)
    }
    let overview = try await context.workspace().runtimeOverview()
    context.show(Answer(overview, all: all, within: context.columns()))
  }
}

extension Answer {
  fileprivate init(_ overview: RuntimeOverview, all: Bool, within columns: Int) {
    let absent = overview.runtimes.filter { $0.standing == .absent }
    let shown = overview.runtimes.filter { all || $0.standing != .absent }
    var lines = Table(
      ["RUNTIME", "STANDING", "VERSION", "MAY BE", "CAN"],
      rows: shown.map { runtime in
        [
          Line(runtime.name), Line(runtime.standing.rawValue, runtime.standing.style),
          Line(runtime.version ?? "-"), Line(runtime.rolesInWords),
          Line(runtime.capabilities.joined(separator: ", "), .faint),
        ]
      }
    ).lines(within: columns, giving: 4)
    lines += shown.compactMap { runtime in
      runtime.next.map { Line("\(runtime.name): \($0)", .warning) }
    }
    if !all, !absent.isEmpty {
      lines.append(Line("not found: \(absent.map(\.name).joined(separator: ", "))", .faint))
    }
    lines.append(
      overview.lacksCage.map { Line("no cage: \($0)", .warning) }
        ?? Line("workers run in a cage", .faint))
    if let why = overview.lacksTerminal {
      lines.append(Line("no terminals for dispatch --tmux: \(why)", .faint))
    }
    self.init(
      lines,
      json: [
        "schema": "o8/runtimes/1", "terminal": .bool(overview.lacksTerminal == nil),
        "lacksTerminal": JSONValue(overview.lacksTerminal),
        "cage": .bool(overview.lacksCage == nil),
        "lacksCage": JSONValue(overview.lacksCage),
        "runtimes": .array(overview.runtimes.map(\.document)),
      ])
  }
}

extension RuntimeReport {
  fileprivate var rolesInWords: String {
    switch roles.count {
    case 0: "nothing"
    case RuntimeRole.allCases.count: "anything"
    default: roles.map(\.rawValue).joined(separator: ", ")
    }
  }

  fileprivate var document: JSONValue {
    [
      "name": .string(name), "standing": .string(standing.rawValue), "path": JSONValue(path),
      "version": JSONValue(version), "capabilities": JSONValue(capabilities),
      "roles": JSONValue(roles.map(\.rawValue)), "missing": JSONValue(missing),
      "next": JSONValue(next),
    ]
  }
}

extension RuntimeReport.Standing {
  fileprivate var style: Style {
    switch self {
    case .ready, .builtIn: .good
    case .found: .plain
    case .loggedOut, .silent, .unusable: .warning
    case .absent: .faint
    }
  }
}
