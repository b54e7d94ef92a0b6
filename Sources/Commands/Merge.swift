import ArgumentParser
import Model
import Operations
import Render

struct Merge: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Land an approved packet on its branch",
    discussion: """
      Where the branch has moved on, the gates run on what would land now, and the approvals \
      hold if policy carries them over. Where o8.landRemote names a remote, its branch is landed \
      on, with one push of all that proves it, and the branch here follows.
      """)

  @Argument(help: "The packet: digits of its id, part of its title, or -; none inside a lane")
  var packet: String?

  @Flag(help: "Only say what would happen")
  var preview = false

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let workspace = try context.workspace()
    if preview {
      let report = try await workspace.previewOfMerge(packet)
      context.show(Answer(report, columns: context.columns()))
    } else {
      let report = try await Self.land(packet, in: workspace, context)
      context.show(Answer(report, columns: context.columns()))
    }
  }

  /// Lands a packet, with what its gates do in sight.
  static func land(
    _ packet: String?, in workspace: Workspace, _ context: Context
  ) async throws -> LandingReport {
    let progress = ProgressLine(context)
    defer { progress.end() }
    return try await workspace.merge(packet, asking: context.asking) { progress.show($0) }
  }
}

extension Answer {
  /// - Parameter verdict: the event of the verdict that was given with it.
  init(_ report: LandingReport, columns: Int, after verdict: ObjectID? = nil) {
    self.init(report.lines(columns: columns), json: report.json(after: verdict))
  }
}

extension LandingReport {
  private var isPreview: Bool { entry == nil }
  /// Such as `main` or `origin/main`.
  private var place: String { (remote.map { "\($0)/" } ?? "") + branch.short }

  fileprivate func lines(columns: Int) -> [Line] {
    let verb = isPreview ? Line("would land ", .warning) : Line("landed ", .good)
    let carried = isCarried ? ", verdicts carried over from an earlier base" : ""
    var lines = [
      (verb + Line("\(packet.short) ", .faint) + Line(title)).clipped(to: columns),
      Line("\(place) \(prev.short)..\(commit.short), \(form.words)\(carried)"),
    ]
    if !gatesFirst.isEmpty {
      lines.append(
        Line("if its gates are green on \(place) as it is now, which run first: ")
          + Line(gatesFirst.joined(separator: ", ")))
    }
    if let entry { lines.append(Line("recorded in the ledger ") + Line(entry.short, .faint)) }
    let moves = isPreview ? "would bring along " : "brought along "
    lines += checkouts.map { Line(moves + $0) }
    lines += closing?.lines ?? []
    return lines + remarks.map { Line("note: ", .warning) + Line($0) }
  }

  fileprivate func json(after verdict: ObjectID?) -> JSONValue {
    [
      "schema": "o8/merge/1", "packet": .string(packet.hex), "title": .string(title),
      "branch": .string(branch.text), "prev": .string(prev.hex), "commit": .string(commit.hex),
      "form": .string(form.rawValue), "carried": .bool(isCarried), "landed": .bool(!isPreview),
      "ledger": JSONValue(entry), "checkouts": JSONValue(checkouts),
      "remarks": JSONValue(remarks), "closing": closing?.json ?? .null,
      "gatesFirst": JSONValue(gatesFirst), "remote": JSONValue(remote),
      "verdict": JSONValue(verdict),
    ]
  }
}

extension LandingForm {
  fileprivate var words: String {
    switch self {
    case .merge: "a merge"
    case .squash: "squashed"
    case .fastForward: "fast-forwarded"
    }
  }
}
