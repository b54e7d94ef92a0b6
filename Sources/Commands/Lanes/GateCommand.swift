import ArgumentParser
import Model
import Operations
import Render

struct GateCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Run the gates of a packet here, on what its lane holds now, and sign the results")

  @Argument(help: "The packet: digits of its id, part of its title, or - for the last")
  var packet: String?

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let progress = ProgressLine(context)
    let gated = try await context.workspace().gate(packet) { progress.show($0) }
    progress.end()
    context.show(Answer(gatesOf: gated))
    if let problem = gated.gateProblem { throw problem }
  }
}

extension Answer {
  init(gatesOf gated: Dispatched) {
    let packet = gated.packet
    let runs = packet.newestGates
    let table = Table(
      ["GATE", "RESULT", "TREE", "TIME"],
      rows: runs.map { run in
        [
          Line(run.gate.name), run.gate.passed ? Line("passed", .good) : Line("failed", .bad),
          Line(run.gate.tree.short), Line("\(run.gate.seconds) s"),
        ]
      })
    let sent = Answer(gated, isOver: true)
    let none = packet.presented.map { [Line("no gate ran on tree \($0.tree.short)", .faint)] } ?? []
    self.init(
      (runs.isEmpty ? none : table.lines) + sent.lines,
      json: [
        "schema": "o8/gate/1", "id": JSONValue(packet.id), "state": .string(packet.state.rawValue),
        "head": JSONValue(packet.head), "tree": JSONValue(packet.tree),
        "halt": JSONValue(gated.halt),
        "gates": .array(
          runs.map { run in
            [
              "name": .string(run.gate.name), "tree": JSONValue(run.gate.tree),
              "passed": .bool(run.gate.passed), "seconds": JSONValue(run.gate.seconds),
              "log": JSONValue(run.gate.log?.blob),
            ]
          }),
      ])
  }
}

extension Dispatched {
  /// That the gates said no, or could not say anything.
  fileprivate var gateProblem: Problem? {
    let name = "packet \(packet.id.short)"
    switch packet.state {
    case .review, .approved, .landed: return nil
    case .gating:
      return Problem(
        .environment, "\(name) is not judged: \(halt ?? "the gates were stopped")",
        hint: nextCommand)
    default:
      let because = packet.pending?.because ?? []
      let what = because.isEmpty ? packet.stateInWords(self) : because.joined(separator: ", ")
      return Problem(
        .refused, "\(name) did not pass: \(what)",
        hint: mending
          ?? "its worker has the report: git o8 log \(packet.id.short) --follow")
    }
  }
}

extension Packet {
  /// What gates said last of what the lane holds: of the very tree that lies before the reviewers,
  /// or of the last one that was red; each gate once.
  fileprivate var newestGates: [GateRun] {
    let runs = gates.filter { $0.gate.head == head }
    let shown = presented.flatMap { $0.head == head && state != .running ? $0.tree : nil }
    let tree = shown ?? runs.last?.gate.tree
    var seen: Set<String> = []
    return runs.reversed().filter { $0.gate.tree == tree && seen.insert($0.gate.name).inserted }
      .reversed()
  }
}
