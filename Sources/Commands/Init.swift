import ArgumentParser
import Model
import Operations
import Render

struct Init: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Set this repository up: policy, key, hooks and configuration",
    discussion: """
      What is there already stays; what is missing is completed, so that it may be run again at \
      any time. `git o8 uninstall` takes it back.
      """)

  @Option(
    help: ArgumentHelp(
      "Protect this branch, or those of a pattern; else the main one", valueName: "branch"))
  var protect: [String] = []

  @Option(help: ArgumentHelp("Sign with this SSH key", valueName: "file"))
  var key: String?

  @Option(
    help: ArgumentHelp(
      "Require this command to succeed, instead of what the project's files suggest",
      valueName: "name=command"))
  var gate: [String] = []

  @Flag(help: "Leave hooks alone")
  var noHooks = false

  @Flag(help: "Do not ask remotes whether they have a policy")
  var offline = false

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    var request = SetupRequest()
    request.protect = protect
    request.key = key.map { $0.hasPrefix("key::") ? $0 : context.absolute($0) }
    request.gates = gate.isEmpty ? nil : try gate.map { try DetectedGate(named: $0) }
    request.hooks = noHooks ? .leave : .install
    request.remotes = offline ? .offline : .ask
    request.asking = context.asking
    context.show(Answer(try await context.workspace().setUp(request)))
  }
}

extension Answer {
  init(_ report: SetupReport) {
    self.init(Self.lines(report), json: Self.json(report))
  }

  private static func lines(_ report: SetupReport) -> [Line] {
    var lines = [Line(report.beginning.heading, .heading)]
    lines += Table([], rows: rows(report)).lines.dropFirst()
    lines += report.findings.map { Line($0, .faint) }
    lines += report.configuration.map { Line($0, .faint) }
    lines += report.notes.map { Line($0, .warning) }
    if let enrolment = report.enrolment {
      lines += [
        "", Line("no principal has this key yet; an owner adds it, and shares the policy, with:"),
        Line("  " + enrolment, .good), Line("then, here: git o8 sync", .faint),
      ]
    } else {
      lines += [
        "", "next, give out work:",
        Line("  git o8 dispatch 'What to do' -- COMMAND", .good),
      ]
    }
    return lines
  }

  private static func rows(_ report: SetupReport) -> [[Line]] {
    var rows: [[Line]] = [
      [
        "repository",
        Line(report.repo.hex)
          + Line(report.isFirstUse ? "  pinned now: servers and CI are told it" : "", .faint),
      ],
      ["you", Line(report.principal.text) + Line(report.standing, .faint)],
      ["key", Line(report.fingerprint) + Line(", " + report.keyOrigin.sentence, .faint)],
    ]
    let reason = report.reason.map { ", \($0)" } ?? ""
    for branch in report.branches {
      let place = branch.commit.map { " at \($0.short)" } ?? ", which is not here"
      rows.append(["protects", Line(branch.name.short) + Line(place + reason, .faint)])
    }
    for gate in report.gates {
      rows.append(["gate", Line(gate.name) + Line(": \(gate.run)", .faint)])
    }
    if report.gates.isEmpty { rows.append(["gates", Line("none", .warning)]) }
    rows.append(["hooks", hooks(report.hooks)])
    return rows
  }

  private static func hooks(_ overview: HookOverview?) -> Line {
    guard let overview else { return Line("left alone", .warning) }
    let idle = overview.hooks.filter { !$0.state.isInForce }.map(\.name)
    guard idle.isEmpty else {
      return Line("not in force: \(idle.joined(separator: ", "))", .bad)
        + Line("; see `git o8 hooks status`", .faint)
    }
    return Line("in force") + Line(", in \(overview.directory)", .faint)
  }

  private static func json(_ report: SetupReport) -> JSONValue {
    [
      "schema": "o8/init/1", "repo": JSONValue(report.repo),
      "beginning": .string(report.beginning.word), "remote": JSONValue(report.beginning.remote),
      "firstUse": .bool(report.isFirstUse), "principal": .string(report.principal.text),
      "roles": JSONValue(report.roles.map(\.rawValue).sorted()),
      "key": .string(report.fingerprint), "keyPath": JSONValue(report.keyOrigin.path),
      "protected": JSONValue(report.protected),
      "branches": .array(
        report.branches.map { ["name": .string($0.name.text), "commit": JSONValue($0.commit)] }),
      "gates": .array(
        report.gates.map {
          [
            "name": .string($0.name), "run": .string($0.run),
            "timeoutSeconds": JSONValue($0.timeoutSeconds), "paths": JSONValue($0.paths),
          ]
        }),
      "findings": JSONValue(report.findings),
      "hooks": JSONValue(report.hooks?.directory),
      "hooksInForce": .bool(report.hooks?.hooks.allSatisfy(\.state.isInForce) ?? false),
      "configuration": JSONValue(report.configuration),
      "enrolment": JSONValue(report.enrolment), "notes": JSONValue(report.notes),
    ]
  }
}

extension SetupReport {
  fileprivate var standing: String {
    roles.isEmpty
      ? ", not a principal here" : ", " + roles.map(\.rawValue).sorted().joined(separator: ", ")
  }
}

extension SetupReport.Beginning {
  fileprivate var heading: String {
    switch self {
    case .founded: "SET UP"
    case .joined(let remote): "SET UP UNDER THE POLICY OF \(remote)"
    case .present: "SET UP ALREADY"
    }
  }

  fileprivate var word: String {
    switch self {
    case .founded: "founded"
    case .joined: "joined"
    case .present: "present"
    }
  }

  fileprivate var remote: String? {
    if case .joined(let remote) = self { remote } else { nil }
  }
}

extension KeyOrigin {
  fileprivate var sentence: String {
    switch self {
    case .configured(let key): "as \(key) says"
    case .made(let path, let now): now ? "made now in \(path)" : "in \(path)"
    }
  }

  fileprivate var path: String? {
    if case .made(let path, _) = self { path } else { nil }
  }
}

extension DetectedGate {
  /// A test suite of a large project may take so long; what hangs is stopped then.
  private static let secondsAllowed = 1800

  /// `NAME=COMMAND`, as `--gate` takes it.
  fileprivate init(named text: String) throws(Problem) {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex,
      text.index(after: equals) < text.endIndex
    else {
      throw Problem(.usage, "cannot take the gate '\(text)': it reads NAME=COMMAND")
    }
    self.init(
      name: String(text[..<equals]), run: String(text[text.index(after: equals)...]),
      timeoutSeconds: Self.secondsAllowed)
  }
}
