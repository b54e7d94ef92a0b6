internal import Model

/// OpenAI's Codex: `codex app-server`, which takes messages while it works, where the program found
/// is known to have it; else `codex exec`.
struct CodexRuntime: ProgramRuntime {
  let name = RuntimeName("codex")!
  let surroundings: RuntimeSurroundings

  init(_ surroundings: RuntimeSurroundings) { self.surroundings = surroundings }

  var capabilities: Capabilities {
    let always: Capabilities = [.resume, .streaming, .readOnlyMode, .terminal]
    return canServe ? always.union([.liveSteering, .structuredLimits, .compaction]) : always
  }

  private var canServe: Bool {
    surroundings.programs.accepts("app-server", of: "codex", in: surroundings.environment)
  }

  func readTranscript(
    _ origin: TranscriptOrigin
  ) throws(RuntimeRefusal) -> any TranscriptParser {
    switch origin {
    case .capture: CodexCaptureParser()
    case .session: ParserProfile.codexRollout.parser(clock: .here)
    }
  }

  var interruption: InterruptPlan { .dialogue }

  func attach(
    to session: SessionID, in directory: String
  ) throws(RuntimeRefusal) -> InteractivePlan {
    var plan = InteractivePlan(
      executable: "codex", arguments: ["resume"] + alone + ["--cd=\(directory)", session.text])
    plan.own = ownPlaces
    plan.files = shelf.files(of: session)
    return plan
  }

  func reviewDiffs(_ request: ReviewRequest) throws(RuntimeRefusal) -> LaunchPlan {
    // Rules of the judged branch are the worker's word, not the reviewer's.
    let words = ["exec", "--json", "--sandbox=read-only", "--cd=\(request.directory)"]
    let project = ["--config=project_doc_max_bytes=0"]
    var plan = plan(words + project + Self.model(request.model) + ["-"])
    plan.input = Array(request.brief.utf8)
    return plan
  }

  func words(
    atTerminal request: LaunchRequest, saying prompt: String, continuing session: SessionID?
  ) -> [String]? {
    (session.map { ["resume", $0.text] } ?? []) + alone + Self.freedom(request)
      + ["--cd=\(request.directory)", Self.trust(request.directory)] + Self.quiet
      + Self.model(surroundings.model(request, of: name)) + effort(for: request) + [prompt]
  }

  func plan(_ request: LaunchRequest, continuing session: SessionID?) -> LaunchPlan {
    let model = Self.model(surroundings.model(request, of: name)) + effort(for: request)
    // A commit in a linked worktree writes to the repository, which this sandbox forbids; what the
    // worker leaves is committed for it.
    let sandbox = request.isCaged ? "danger-full-access" : Self.sandbox
    var plan: LaunchPlan
    if canServe {
      plan = self.plan(["app-server"] + Self.quiet + effort(for: request))
      var setting: [String: JSONValue] = [
        "cwd": .string(request.directory), "approvalPolicy": "never", "sandbox": .string(sandbox),
      ]
      setting["model"] = surroundings.model(request, of: name).map(JSONValue.string)
      plan.dialogue = CodexDialogue(
        session.map { .known($0) } ?? .new, setting: setting, prompt: request.prompt,
        compactsFirst: request.compactsFirst && session != nil)
    } else {
      let conversation = session.map { ["resume", $0.text, "-"] } ?? ["-"]
      plan = self.plan(
        ["exec", "--json"] + Self.freedom(request) + ["--cd=\(request.directory)"] + Self.quiet
          + model
          + conversation)
      plan.input = Array(request.prompt.utf8)
    }
    plan.environment.merge(request.channel) { $1 }
    plan.session = session
    return plan
  }

  /// Its program for people otherwise works in a server of the user's, which it starts where there is
  /// none: that has no cage, hears of no interrupt, and runs on when the program has ended.
  private var alone: [String] {
    let word = Self.aloneWord
    return surroundings.programs.accepts(word, of: "codex", in: surroundings.environment)
      ? [word] : []
  }

  private static let aloneWord = "--no-daemon"

  private static let sandbox = "workspace-write"

  private static func freedom(_ request: LaunchRequest) -> [String] {
    request.isCaged
      ? ["--dangerously-bypass-approvals-and-sandbox"] : ["--sandbox=\(sandbox)"]
  }

  /// It asks whether it may trust a directory that it does not know; every worktree is one.
  private static func trust(_ directory: String) -> String {
    let path = directory.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
    return "--config=projects={\"\(String(path))\"={trust_level=\"trusted\"}}"
  }

  private func plan(_ words: [String]) -> LaunchPlan {
    var plan = LaunchPlan(
      executable: "codex", arguments: words, letThrough: letThrough, outputs: .apart)
    plan.shown = shown
    return plan
  }

  private static func model(_ model: String?) -> [String] { model.map { ["--model=\($0)"] } ?? [] }

  /// Its models come and go with their names; how hard one thinks is the tier that stays.
  private func effort(for request: LaunchRequest) -> [String] {
    switch request.tier {
    case .light: ["--config=model_reasoning_effort=\"low\""]
    case .standard: []
    case .heavy: ["--config=model_reasoning_effort=\"high\""]
    }
  }
}

extension CodexRuntime {
  /// Not while somebody else's work waits for it; and a login shell would put another `PATH` in the
  /// place of the lane's, on which `git o8` is found.
  private static let quiet = [
    "--config=check_for_update_on_startup=false", "--config=analytics.enabled=false",
    "--config=allow_login_shell=false",
  ]

  static let keys = ["OPENAI_API_KEY", "CODEX_API_KEY", "AZURE_OPENAI_API_KEY"]

  /// Besides these, the variables that its configuration names as the keys of providers.
  private var letThrough: Set<String> {
    Set(
      Self.keys + [
        "CODEX_HOME", "CODEX_CA_CERTIFICATE", "OPENAI_BASE_URL", "OPENAI_ORGANIZATION",
        "OPENAI_PROJECT",
      ] + configuredKeys)
  }

  var folder: String? { surroundings.folder("CODEX_HOME", otherwise: ".codex") }

  /// A user's configuration is a page or two.
  private static let configurationBytes = 256 << 10

  var configuredKeys: [String] {
    guard let file = configuration else { return [] }
    return String(decoding: file, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap {
      let parts = $0.split(separator: "=", maxSplits: 1).map { $0.trimmed }
      guard parts.count == 2, parts[0] == "env_key" else { return nil }
      let name = parts[1].filter { $0 != "\"" && $0 != "'" }
      return VariableName.isValid(name) && !VariableName.opensDoors(name) ? name : nil
    }
  }

  /// All conversations are in one folder, by their days. A worker that could write there could have
  /// the user's own say anything.
  var ownPlaces: [HomePlace] { surroundings.places(in: folder, own: ["sessions"]) }

  /// It renews a login that is eight days old, whose tokens are good for ten.
  private static let renewal = LoginRenewal(earlySeconds: 3 * 86400)

  /// Its configuration can name programs that run later without a cage; a login is renewed while it
  /// is used.
  private var shown: [HomePlace] {
    surroundings.places(
      in: folder, reading: ["AGENTS.md", "prompts", "rules", "skills"])
      + surroundings.place("auth.json", in: folder, .login(Self.renewal)) + settings + ownPlaces
  }

  private var settings: [HomePlace] {
    configuration.map { text in
      surroundings.place("config.toml", in: folder, .standIn(CodexSettings.shown(text)))
    } ?? []
  }

  private var configuration: [UInt8]? {
    folder.flatMap { UserFile.read("\($0)/config.toml", limit: Self.configurationBytes) }
  }

  /// A UUID ends the name of a rollout, behind the time at which it began.
  var shelf: TranscriptShelf {
    let paths = [
      "sessions/*/*/*/rollout-{session}.jsonl", "archived_sessions/rollout-{session}.jsonl",
    ]
    return TranscriptShelf(
      patterns: folder.map { folder in
        paths.compactMap { TranscriptPattern("\(folder)/\($0)", idLength: SessionID.uuidBytes) }
      } ?? [], idsAreUUIDs: true)
  }

  var profile: ProgramProfile {
    ProgramProfile(
      program: "codex", keys: Self.keys + configuredKeys,
      logins: folder.map { ["\($0)/auth.json"] } ?? [],
      probes: [
        ProgramProfile.Probe(
          arguments: ["--help"], words: ["exec", "app-server"], optional: [Self.aloneWord]),
        ProgramProfile.Probe(
          arguments: ["exec", "--help"],
          words: [
            "--json", "--sandbox", "--cd", "--config", "--model", "resume", "workspace-write",
            "--dangerously-bypass-approvals-and-sandbox",
          ]),
      ], quiet: [:], loginCommand: "codex login")
  }
}
