public import Model
public import Templates

/// What a worker is told: who it is, what to do, where, and how it will be checked.
public struct LanePrompt: Hashable, Sendable {
  public var title: String
  /// The packet's id in short.
  public var packet: String
  public var worker: String
  public var attempt: Int
  public var attempts: Int
  /// The branches as people call them.
  public var lane: String
  public var base: String
  public var prompt: String
  public var scope: [String]
  public var acceptance: [String]
  /// What the task is done with.
  public var delivers: Delivery
  /// Name and command of each gate that will run.
  public var gates: [GateLine]
  /// What people said since the task was given.
  public var messages: [String] = []
  /// Whether the worker remembers the task from earlier in its conversation.
  public var isContinued = false
  /// The change that stands on the branch already, for one who takes it over.
  public var standing: String?

  public struct GateLine: Hashable, Sendable {
    public var name: String
    public var run: String

    public init(name: String, run: String) {
      self.name = name
      self.run = run
    }
  }

  public init(
    title: String, packet: String, worker: String, attempt: Int, attempts: Int, lane: String,
    base: String, prompt: String, scope: [String] = [], acceptance: [String] = [],
    delivers: Delivery = .change, gates: [GateLine] = []
  ) {
    self.title = title
    self.packet = packet
    self.worker = worker
    self.attempt = attempt
    self.attempts = attempts
    self.lane = lane
    self.base = base
    self.prompt = prompt
    self.scope = scope
    self.acceptance = acceptance
    self.delivers = delivers
    self.gates = gates
  }

  /// The prompt of a first attempt.
  public func text() throws(Template.Mismatch) -> String {
    var values = shared
    values["worker"] = .line(worker)
    values["prompt"] = .sections(
      [[.fenced(prompt)]] + messages.map { [.own("Said since, and part of it:\n\n"), .fenced($0)] })
    values["acceptance"] = done
    values["scope"] = .list(scope, otherwise: "Any file of the repository.")
    values["judged"] = judged
    return try Template.workerPrompt.filled(with: values)
  }

  /// The task once more: in short for who remembers it, with what was done for who takes it over.
  private func frame() throws(Template.Mismatch) -> String {
    var parts: [[TemplateValue]] = []
    if isContinued {
      parts = [[.own("They stand at the beginning of this conversation.")]]
      parts += messages.map { [.own("Said since, and part of it:\n\n"), .fenced($0)] }
    } else {
      parts = [[.own(try text())]]
      if let standing {
        parts.append([
          .own(
            "## What stands on the branch already\n\nAnother conversation worked on this and could "
              + "not go on. This is its change; read it before you go on from there:\n\n"),
          .fenced(standing),
        ])
      }
    }
    return TemplateValue.sections(parts).text
  }

  private var done: TemplateValue {
    guard !acceptance.isEmpty else { return .own("The task is done and every check passes.") }
    return .sections([
      Self.numbered(acceptance.enumerated().map { ($0 + 1, $1) }),
      [
        .own(
          """
          Before you end, say which of these your work meets: `git o8 report --met 1`, and so on. Claim
          nothing that is not so: others check it.
          """)
      ],
    ])
  }

  private static func numbered(_ points: [(number: Int, text: String)]) -> [TemplateValue] {
    points.enumerated().flatMap { index, point in
      [.own(index > 0 ? "\n\(point.number). " : "\(point.number). "), .line(point.text)]
    }
  }

  private var judged: TemplateValue {
    switch delivers {
    case .change:
      let list = TemplateValue.list(
        gates.map { "\($0.name): \($0.run)" }, otherwise: "No command; built-in rules only.")
      return .sections([
        [
          .own("These run on your result merged with `"), .line(base),
          .own("`, and all must pass:"),
        ],
        [list],
        [.own("A reviewer then reads the whole diff, and only then does it land.")],
      ])
    case .report:
      return .own(
        """
        By your report alone: no change of files lands. Hand it over with
        `git o8 report -F FILE` or leave it as `$O8_ARTIFACTS/report.md`, with what belongs to it
        beside it. People read it as it is.
        """)
    }
  }

  private var shared: [String: TemplateValue] {
    [
      "title": .line(title), "packet": .line(packet), "attempt": .own(String(attempt)),
      "attempts": .own(String(attempts)), "lane": .line(lane), "base": .line(base),
    ]
  }
}

extension LanePrompt {
  /// A gate that did not pass, with the end of what it printed.
  public struct Failure: Hashable, Sendable {
    public var gate: GateLine
    /// Such as `exit 1` or `out of time after 900 seconds`.
    public var outcome: String
    public var log: String

    public init(gate: GateLine, outcome: String, log: String) {
      self.gate = gate
      self.outcome = outcome
      self.log = log
    }
  }

  /// What failed gates look like in a report.
  public static func report(of failures: [Failure]) -> String {
    TemplateValue.sections(
      failures.map { failure in
        [
          .own("## "), .line(failure.gate.name), .own(": "), .line(failure.outcome),
          .own("\n\nThe command:\n\n"), .fenced(failure.gate.run),
          .own("\n\nWhat it printed:\n\n"), .fenced(failure.log),
        ]
      }
    ).text
  }

  /// The prompt of an attempt that follows a failed gate.
  public func text(mending failures: [Failure]) throws(Template.Mismatch) -> String {
    try text(mendingReport: Self.report(of: failures))
  }

  /// The same from the report that was kept.
  public func text(mendingReport report: String) throws(Template.Mismatch) -> String {
    var values = shared
    values["failures"] = .own(report)
    values["frame"] = .own(try frame())
    return try Template.gateReport.filled(with: values)
  }

  /// The prompt of an attempt that follows one that got nowhere, which `before` says in a sentence.
  public func text(after before: String) throws(Template.Mismatch) -> String {
    var values = shared
    values["before"] = .own(before)
    values["frame"] = .own(try frame())
    return try Template.anotherAttempt.filled(with: values)
  }

  /// The prompt of a further turn for a worker that left points of acceptance unclaimed.
  public func text(meeting points: [AcceptancePoint]) throws(Template.Mismatch) -> String {
    var values = shared
    values["points"] = .sections([Self.numbered(points.map { ($0.number, $0.text) })])
    values["frame"] = .own(try frame())
    return try Template.openPoints.filled(with: values)
  }

  public struct Finding: Hashable, Sendable {
    public var path: String
    /// The line in the judged version, nil for the whole file.
    public var line: Int?
    public var severity: String
    public var text: String

    public init(path: String, line: Int?, severity: String, text: String) {
      self.path = path
      self.line = line
      self.severity = severity
      self.text = text
    }
  }

  /// The prompt of an attempt that follows a verdict `revise`.
  public func text(
    revising findings: [Finding], summary: String?, reviewer: String
  ) throws(Template.Mismatch) -> String {
    var values = shared
    values["reviewer"] = .line(reviewer)
    values["summary"] = summary.map { .fenced($0) } ?? .own("No summary was given.")
    values["findings"] =
      findings.isEmpty
      ? .own("None by line; the summary says it all.")
      : .sections(
        findings.map { finding in
          let place = finding.line.map { "\(finding.path):\($0)" } ?? finding.path
          return [
            .own("### "), .line(place), .own(" ("), .line(finding.severity), .own(")\n\n"),
            .fenced(finding.text),
          ]
        })
    values["frame"] = .own(try frame())
    return try Template.findings.filled(with: values)
  }
}
