import ArgumentParser
import Model
import Operations
import Render

struct StatusCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show what needs you, what runs and what waits; or where one packet stands",
    discussion: """
      git o8 status --since 2h tells what happened meanwhile as well; git o8 status --watch stays, \
      and q leaves it. With --json, --watch prints a line with a number, seq, at each change.
      """)

  @Argument(help: "The packet: digits of its id, part of its title, or - for the last")
  var packet: String?

  @Option(
    help: ArgumentHelp(
      "Tell what happened since: 30m, 2h or 3d ago, a date, or an RFC 3339 time",
      valueName: "time"))
  var since: String?

  @Flag(help: "Stay, and show what changes as it does")
  var watch = false

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let start = try since.map { text throws(Problem) in
      try PointInTime.instant(text, before: context.now())
    }
    let workspace = try context.workspace()
    guard watch else {
      return context.show(
        try await answer(workspace, since: start, context.now(), context.columns()))
    }
    try await context.watch(workspace) { now, columns in
      try await answer(workspace, since: start, now, columns)
    }
  }

  private func answer(
    _ workspace: Workspace, since start: Instant?, _ now: Instant, _ columns: Int
  ) async throws -> Answer {
    var answer: Answer
    if let packet {
      let report = try await workspace.report(on: packet)
      answer = Answer(
        PacketText(report, now: now, columns: columns).head, json: PacketDocument(report).full)
    } else {
      let overview = try workspace.overview()
      answer = Answer(overview.lines(at: now, columns: columns), json: overview.document)
    }
    if let start {
      let happened = try await workspace.happenings(since: start, to: packet)
      answer.add(happened, since: start, at: now, columns: columns)
    }
    return answer
  }
}

extension Overview {
  /// Packets of one sort that are listed before they are only counted.
  private static let glance = 10

  func lines(at now: Instant, columns: Int) -> [Line] {
    var lines = warnings.map { Line($0, .warning) } + branches.map(\.line)
    lines += missing.map { branch in
      Line(branch.name.short, .heading) + Line(branch.words, .warning)
    }
    if let hooksProblem {
      lines.append(Line("the hooks \(hooksProblem)", .bad))
      lines.append(Line("  $ ", .faint) + Line("git o8 hooks install"))
    }
    let uncovered =
      branches.filter { $0.uncovered > 0 }.map(\.warning)
      + branches.compactMap { branch in
        branch.upstream.flatMap { upstream in
          upstream.problem.map { problem in
            Line("  \(problem)", .bad) + Line(": git o8 sync names the ways back")
          }
        }
      }
      + problems.map { Line("  ") + Line($0, .bad) }
    let errands = section(
      "NEEDS YOU", inbox.errands.filter { !$0.kind.isForOthers }, columns, under: \.underline
    ) {
      $0.cells
    }
    if !uncovered.isEmpty { lines += [Line(""), Line("NEEDS YOU", .heading)] + uncovered }
    lines += uncovered.isEmpty ? errands : Array(errands.dropFirst(2))
    lines += section("WAITS FOR OWNERS", motions, columns) { $0.cells }
    lines += section(
      "NEEDS OTHERS", inbox.errands.filter { $0.kind.isForOthers }, columns, under: \.underline
    ) {
      $0.cells
    }
    lines += section("RUNNING", active, columns) { $0.cells(at: now) }
    lines += section("QUEUED", queued, columns, under: \.underline) { $0.cells(at: now) }
    if !repairs.isEmpty {
      lines += [Line(""), Line("TO PUT RIGHT", .heading)]
      lines += repairs.prefix(Self.glance).map { Line("  ") + Line($0, .warning) }
      if repairs.count > Self.glance {
        lines.append(Line("  … and \(repairs.count - Self.glance) more", .faint))
      }
      lines += repairCommands.map { Line("  $ ", .faint) + Line($0) }
    }
    if !strange.isEmpty {
      lines += [Line(""), Line("NOT AS O8 LEFT IT", .heading)]
      lines += strange.prefix(Self.glance).map { Line("  ") + Line($0, .warning) }
      if strange.count > Self.glance {
        lines.append(Line("  … and \(strange.count - Self.glance) more", .faint))
      }
    }
    if counts.isEmpty {
      // Where nothing is to work on, that comes first.
      let next = branches.isEmpty && !missing.isEmpty ? "" : "; git o8 dispatch opens one"
      lines += [Line(""), Line("no open packets\(next)", .faint)]
    }
    return Array(lines.drop { $0.pieces.allSatisfy(\.text.isEmpty) })
  }

  private func section<Item>(
    _ name: String, _ items: [Item], _ columns: Int, under: (Item) -> Line? = { _ in nil },
    _ cells: (Item) -> [Line]
  ) -> [Line] {
    guard !items.isEmpty else { return [] }
    // The titles give way: a command that is cut is no use.
    let some = items.prefix(Self.glance)
    let shown = PacketText.aligned(
      some.map(cells), within: columns, giving: 2,
      under: some.map { under($0)?.clipped(to: columns) })
    let more = items.count - some.count
    return [Line(""), Line(name, .heading)] + shown
      + (more > 0 ? [Line("  … and \(more) more: git o8 list", .faint)] : [])
  }

  var document: JSONValue {
    let states = counts.map { ($0.key.rawValue, JSONValue($0.value)) }
    return [
      "schema": "o8/status/1", "inbox": inbox.document,
      "counts": .object(Dictionary(uniqueKeysWithValues: states)),
      "running": .array(active.map(\.document)), "queued": .array(queued.map(\.document)),
      "branches": .array(branches.map(\.document)),
      "missingBranches": .array(missing.map(\.document)), "problems": JSONValue(problems),
      "repairs": JSONValue(repairs), "repairCommands": JSONValue(repairCommands),
      "proposals": .array(motions.map(\.document)), "warnings": JSONValue(warnings),
      "strange": JSONValue(strange),
      "hooks": [
        "inForce": .bool(hooksProblem == nil), "problem": JSONValue(hooksProblem),
        "command": JSONValue(hooksProblem.map { _ in "git o8 hooks install" }),
      ],
    ]
  }
}

extension MissingBranchView {
  /// Behind its name.
  fileprivate var words: String {
    " \(standing)" + (commands.isEmpty ? "" : ": \(commands.joined(separator: ", then "))")
  }

  fileprivate var document: JSONValue {
    [
      "name": .string(name.text), "value": JSONValue(value), "remote": JSONValue(remote),
      "commands": JSONValue(commands),
    ]
  }
}

extension ListedPacket {
  fileprivate func cells(at now: Instant) -> [Line] {
    [
      Line("  \(id.short)", .faint), state.line, Line(title),
      Line(Age.phrase(of: touched, at: now), .faint),
    ]
  }

  fileprivate var document: JSONValue {
    [
      "id": .string(id.hex), "title": .string(title), "state": .string(state.rawValue),
      "touched": .string(touched.text), "note": JSONValue(note),
    ]
  }

  fileprivate var underline: Line? { note.map { Line("           \($0)", .faint) } }
}

extension Errand {
  /// What comes first about an obstacle, behind a look at the packet; else the last, which ends it.
  private var next: String? {
    kind == .obstructed ? commands.dropFirst().first ?? commands.last : commands.last
  }

  /// The command that is shown is the one that gets it out of the way.
  fileprivate var cells: [Line] {
    [
      Line("  \(packet.short)", .faint), state.line, Line(title),
      Line(kind.isForOthers ? reason : next ?? reason, .faint),
    ]
  }

  /// Why it waits, where state and command do not tell.
  fileprivate var underline: Line? {
    switch kind {
    case .held, .answer, .failed, .push, .mend, .obstructed, .unheld:
      Line("           \(reason)", .faint)
    case .othersGate: Line("           \(hint ?? reason)", .faint)
    case .land where reason != Errand.approved: Line("           \(reason)", .faint)
    case .judge, .othersJudge, .land, .resume, .abandoned: nil
    }
  }
}

extension Errand.Kind {
  /// Whether nobody here can do it.
  var isForOthers: Bool { self == .othersJudge || self == .othersGate }
}

extension MotionView {
  fileprivate var cells: [Line] {
    [
      Line("  \(short)", .faint), Line(kind.text), Line(subject).clipped(to: 34),
      obstacle.map { Line($0, .bad) }
        ?? Line(awaitsMe ? command : stillToSign, .faint),
    ]
  }
}

extension ProtectedBranch {
  fileprivate var warning: Line {
    let steps = counted(uncovered, "unproved step")
    return Line("  \(name.short) has \(steps)", .bad) + Line(": git o8 verify")
  }

  fileprivate var line: Line {
    let start = Line("\(name.short)", .heading) + Line(" at \(value.short)", .faint)
    guard let upstream else { return start + Line(", no upstream", .faint) }
    let other = upstream.short
    switch (upstream.ahead, upstream.behind) {
    case (0, 0): return start + Line(", as \(other)", .faint)
    case (let ahead, 0): return start + Line(", \(ahead) ahead of \(other)")
    case (0, let behind): return start + Line(", \(behind) behind \(other)", .warning)
    case (let ahead, let behind):
      return start + Line(", \(ahead) ahead of and \(behind) behind \(other)", .bad)
    }
  }

  fileprivate var document: JSONValue {
    [
      "name": .string(name.text), "value": .string(value.hex),
      "uncovered": JSONValue(uncovered),
      "upstream": upstream.map {
        [
          "name": .string($0.name.text), "value": .string($0.value.hex),
          "ahead": JSONValue($0.ahead), "behind": JSONValue($0.behind),
          "uncovered": JSONValue($0.uncovered),
        ]
      } ?? .null,
    ]
  }
}
