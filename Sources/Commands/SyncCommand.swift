import ArgumentParser
import Model
import Operations
import Render

struct SyncCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Share packets, decisions and protected branches with a remote, both ways",
    discussion: """
      Fetches what the remote has, joins it with what is here, and pushes what it lacks: evidence \
      and the branches that it proves as one. Nobody's events are lost, however many share at the \
      same time. A second time it finds nothing to do. Exit 3 where the remote refuses.
      """)

  @Argument(help: "The remote; else o8.landRemote, the branch's upstream's, origin or the only one")
  var remote: String?

  @Flag(help: "Share transcripts and logs too")
  var data = false

  @Flag(help: "Do so again and again, until it is stopped")
  var watch = false

  @Option(
    help: ArgumentHelp("How long to pause with --watch, such as 30s or 5m", valueName: "time"))
  var every: Span?

  @OptionGroup var globals: GlobalOptions

  private static let pauseSeconds = 30

  func run(in context: Context) async throws {
    let workspace = try context.workspace()
    let request = SyncRequest(remote: remote, includesData: data)
    guard watch else {
      let report = try await workspace.sync(request, asking: context.asking)
      context.show(Answer(report))
      if let words = report.refusal { throw Self.refusal(words, by: report.remote) }
      return
    }
    var number = 0
    try await workspace.keepSharing(
      request, everySeconds: every?.seconds ?? Self.pauseSeconds, asking: context.asking
    ) { round in
      switch round {
      case .failure(let problem): context.complain(problem)
      case .success(let report):
        if let words = report.refusal { context.complain(Self.refusal(words, by: report.remote)) }
        guard !report.isQuiet else { break }
        number += 1
        context.show(Answer(report, number: number))
      }
      return true
    }
  }

  private static func refusal(_ words: String, by remote: String) -> Problem {
    Problem(
      .refused, "\(remote) did not take everything:\n" + words,
      hint: "what came from it is here; what it refused is as it was")
  }
}

extension Answer {
  init(_ report: SyncReport, number: Int? = nil) {
    self.init(report.lines, json: report.json(number))
  }
}

extension SyncReport {
  var lines: [Line] {
    var lines: [Line] = []
    for (verb, changes) in [("came", came), ("went", went)] where !changes.isEmpty {
      let count = verb == "came" ? entriesThatCame : 0
      let entries = count == 0 ? "" : count == 1 ? " (1 entry)" : " (\(count) entries)"
      lines.append(Line(verb, .heading) + Line("  " + Self.summary(changes, entries)))
    }
    lines += recorded.map { found in
      Line("recorded  ")
        + Line("packet \(found.packet.short) landed on \(found.branch.short) as ")
        + Line(found.commit.short)
    }
    if !cleared.isEmpty { lines.append(Line("closed  \(Self.list(cleared))")) }
    if !late.isEmpty {
      lines.append(Line("late  ") + Line("recorded for closed packets: \(Self.list(late))"))
    }
    if !reopened.isEmpty { lines.append(Line("open again  \(Self.list(reopened))", .warning)) }
    for found in quarantined {
      let place = found.isOurs ? "here" : "at \(remote)"
      lines.append(
        Line("left alone  ", .bad) + Line("\(found.name) \(place): \(found.reason)"))
      lines += found.remedies(at: remote).map { Line("  \($0)", .faint) }
    }
    for need in needs {
      lines.append(Line("for you  ", .warning) + Line(need.text))
      lines += need.commands.map { Line("  \($0)", .faint) }
    }
    lines += remarks.map { Line("note: ", .warning) + Line($0) }
    if lines.isEmpty, refusal == nil { lines.append(Line("\(remote): nothing new", .good)) }
    return lines
  }

  /// Such as `2 packets, ledger, main`.
  private static func summary(_ changes: [Change], _ entries: String) -> String {
    let packets = Set(changes.filter { $0.subject == .packet }.compactMap(\.packet)).count
    var parts: [String] = []
    if changes.contains(where: { $0.subject == .policy }) { parts.append("policy") }
    if changes.contains(where: { $0.subject == .ledger }) { parts.append("ledger" + entries) }
    if packets > 0 { parts.append("\(counted(packets, "packet"))") }
    let heads = Set(changes.filter { $0.subject == .heads }.map(\.name)).count
    if heads > 0, packets == 0 { parts.append("heads of \(heads)") }
    parts += changes.filter { $0.subject == .branch }
      .map { $0.new == nil ? "\($0.name.short) deleted" : $0.name.short }
    for (subject, words) in [(Change.Subject.brain, "brain"), (.hints, "hints"), (.data, "data")]
    where changes.contains(where: { $0.subject == subject }) { parts.append(words) }
    return parts.joined(separator: ", ")
  }

  private static let listed = 8

  private static func list(_ packets: [ObjectID]) -> String {
    let names = packets.prefix(listed).map(\.short).joined(separator: ", ")
    let more = packets.count - listed
    return more > 0 ? "\(names) and \(more) more" : names
  }

  func json(_ number: Int?) -> JSONValue {
    var members: [String: JSONValue] = [
      "schema": "o8/sync/1", "remote": .string(remote), "came": Self.json(came),
      "went": Self.json(went), "entries": JSONValue(entriesThatCame),
      "closed": .array(cleared.map { JSONValue($0) }), "late": .array(late.map { JSONValue($0) }),
      "recorded": .array(
        recorded.map {
          [
            "packet": JSONValue($0.packet), "branch": .string($0.branch.text),
            "commit": JSONValue($0.commit),
          ]
        }),
      "reopened": .array(reopened.map { JSONValue($0) }),
      "needs": .array(
        needs.map { ["text": .string($0.text), "commands": JSONValue($0.commands)] }),
      "quarantined": .array(
        quarantined.map { found in
          [
            "name": .string(found.name.text), "tip": JSONValue(found.tip),
            "reason": .string(found.reason), "kept": JSONValue(found.kept?.text),
            "ours": .bool(found.isOurs),
          ]
        }),
      "remarks": JSONValue(remarks), "refusal": JSONValue(refusal),
    ]
    if let number { members["seq"] = JSONValue(number) }
    return .object(members)
  }

  private static func json(_ changes: [Change]) -> JSONValue {
    .array(
      changes.map { change in
        [
          "what": .string(change.subject.rawValue), "name": .string(change.name.text),
          "packet": JSONValue(change.packet), "old": JSONValue(change.old),
          "new": JSONValue(change.new),
        ]
      })
  }
}
