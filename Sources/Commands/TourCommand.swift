import ArgumentParser
import Model
import Operations
import Render

struct TourCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "tour",
    abstract: "Show the whole loop with real commands, on a throw-away clone of this repository")

  @Option(
    help: ArgumentHelp(
      "Make this directory for it, instead of a temporary one", valueName: "dir"))
  var keep: String?

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let tour = try Tour(
      from: context.directory, program: context.program, environment: context.environment,
      keep: keep.map { context.absolute($0) })
    var record = TourRecord()
    try await tour.run { scene in
      record.note(scene)
      if !context.wantsJSON { context.write(scene.lines) }
    }
    if context.wantsJSON {
      context.show(Answer([], json: record.json(of: tour)))
    } else {
      context.write(tour.farewell)
    }
  }
}

/// The commands of a tour and what they said, for `--json`.
private struct TourRecord {
  private var commands: [(text: String, output: String, exit: Int32)] = []

  mutating func note(_ scene: Tour.Scene) {
    switch scene {
    case .says: break
    case .command(let text): commands.append((text, "", 0))
    case .output(let output, let exit):
      guard let last = commands.indices.last else { return }
      (commands[last].output, commands[last].exit) = (output, exit)
    }
  }

  func json(of tour: Tour) -> JSONValue {
    [
      "schema": "o8/tour/1", "directory": .string(tour.directory),
      "commands": .array(
        commands.map {
          [
            "command": .string($0.text), "output": .string($0.output),
            "exit": JSONValue(Int($0.exit)),
          ]
        }),
    ]
  }
}

extension Tour.Scene {
  fileprivate var lines: [Line] {
    switch self {
    case .says(let text):
      [""] + text.split(separator: "\n").map { Line(String($0), .heading) }
    case .command(let text): [Line("$ ", .faint) + Line(text, .good)]
    case .output(let text, let exit):
      text.split(separator: "\n", omittingEmptySubsequences: false)
        .dropLast(text.isEmpty || text.hasSuffix("\n") ? 1 : 0)
        .map { Line(Self.untabbed($0)) } + (exit == 0 ? [] : [Line("[\(exit)]", .warning)])
    }
  }
}

extension Tour.Scene {
  /// A tab on a line of ours would be shown as an escape.
  private static func untabbed(_ line: Substring) -> String {
    String(line.flatMap { $0 == "\t" ? Array("    ") : [$0] })
  }
}

extension Tour {
  fileprivate var farewell: [Line] {
    let path = programFolder.map { "PATH=\($0):$PATH; " } ?? ""
    return [
      "", Line("That was the loop. To look around:", .heading),
      Line("  \(path)cd \(repository)", .good),
      Line("  git log refs/o8/ledger; git o8 show greeting; git o8 policy show", .good),
      Line("To be rid of it all:", .heading), Line("  rm -rf \(directory)", .good),
    ]
  }
}

extension Context {
  fileprivate func write(_ lines: [Line]) {
    show(Answer(lines, json: .null))
  }
}
