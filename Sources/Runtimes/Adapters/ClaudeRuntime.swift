internal import Model

/// Claude Code, as `claude --print` with streams both ways.
struct ClaudeRuntime: ProgramRuntime {
  let name = RuntimeName("claude")!
  let capabilities: Capabilities = [
    .liveSteering, .resume, .structuredLimits, .cost, .streaming, .readOnlyMode, .terminal,
    .compaction,
  ]
  let surroundings: RuntimeSurroundings

  init(_ surroundings: RuntimeSurroundings) { self.surroundings = surroundings }

  func readTranscript(
    _ origin: TranscriptOrigin
  ) throws(RuntimeRefusal) -> any TranscriptParser {
    switch origin {
    case .capture: ParserProfile.claude.parser(clock: .here)
    case .session: ParserProfile.claudeSession.parser(clock: .here)
    }
  }

  var interruption: InterruptPlan { .dialogue }

  func attach(
    to session: SessionID, in directory: String
  ) throws(RuntimeRefusal) -> InteractivePlan {
    InteractivePlan(executable: "claude", arguments: ["--resume", session.text])
  }

  func reviewDiffs(_ request: ReviewRequest) throws(RuntimeRefusal) -> LaunchPlan {
    var words = Self.stream + Self.reading
    if let model = request.model { words.append("--model=\(model)") }
    return plan(words, saying: request.brief)
  }

  func words(
    atTerminal request: LaunchRequest, saying prompt: String, continuing session: SessionID?
  ) -> [String]? {
    words(for: request, continuing: session) + [prompt]
  }

  private func words(for request: LaunchRequest, continuing session: SessionID?) -> [String] {
    var words = request.isCaged ? Self.caged : Self.uncaged(request)
    words += session.map { ["--resume", $0.text] } ?? ["--session-id", request.session.text]
    if let model = surroundings.model(request, of: name, usual: Self.models) {
      words.append("--model=\(model)")
    }
    return words
  }

  func plan(_ request: LaunchRequest, continuing session: SessionID?) -> LaunchPlan {
    var plan = plan(
      Self.stream + words(for: request, continuing: session), saying: request.prompt)
    plan.environment.merge(request.channel) { $1 }
    // As root it refuses to leave out its questions unless it is told that it is in a sandbox.
    if request.isCaged { plan.environment["IS_SANDBOX"] = "1" }
    let project = ClaudeProject.folder(of: UserFile.real(request.directory))
    // The user's other conversations are none of the worker's affair.
    plan.shown += surroundings.places(in: folder, keeping: ["projects/\(project)"])
    if request.isCaged {
      plan.shown += state(trusting: [request.directory, request.repository].compactMap(\.self))
    }
    plan.session = session ?? request.session
    if request.compactsFirst, session != nil {
      plan.dialogue = ClaudeDialogue(prompt: request.prompt, compactsFirst: true)
    }
    return plan
  }

  private func plan(_ words: [String], saying text: String) -> LaunchPlan {
    var plan = LaunchPlan(
      executable: "claude", arguments: words, environment: Self.quiet, letThrough: Self.letThrough,
      dialogue: ClaudeDialogue(prompt: text), outputs: .apart)
    plan.shown = shown
    return plan
  }
}

extension ClaudeRuntime {
  private static let stream = [
    "--print", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose",
    "--replay-user-messages",
  ]

  /// `--allowedTools` and its like take all the words that follow, but for the form with a sign.
  private static let refused = "--disallowedTools=AskUserQuestion,EnterWorktree"

  /// What keeps it apart is ours, so that it need ask nobody.
  private static let caged = ["--permission-mode", "bypassPermissions", refused]

  /// Without a cage its own rules are the only ones: it edits below its directory and where its lane
  /// takes files from, and nowhere else. A tool that edits must not be among those that are allowed,
  /// or it would edit everywhere. A command may do what its user may, as with every worker that no
  /// cage holds.
  private static func uncaged(_ request: LaunchRequest) -> [String] {
    [
      "--permission-mode", "acceptEdits", "--allowedTools=Bash,WebFetch,WebSearch,Task",
      "--add-dir=\(request.artifacts)", "--add-dir=\(request.outbox)", refused,
    ]
  }

  /// Tools that read and no others, and nothing that the judged branch could configure: hooks and
  /// servers of its settings would run as the reviewer.
  private static let reading = [
    "--permission-mode", "dontAsk", "--tools=Read,Grep,Glob", "--strict-mcp-config",
    "--setting-sources=user",
  ]

  /// Aliases for the newest of a size; the standard one is what the user chose.
  private static let models: [Tier: String] = [.light: "haiku", .heavy: "opus"]

  private static let quiet = [
    "DISABLE_AUTOUPDATER": "1", "DISABLE_TELEMETRY": "1", "DISABLE_ERROR_REPORTING": "1",
    "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
  ]

  static let keys = [
    "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN",
    "AWS_BEARER_TOKEN_BEDROCK",
  ]

  /// A cloud's own long-lived keys are not among them: they open more than a model.
  private static let letThrough = Set(keys).union([
    "ANTHROPIC_BASE_URL", "ANTHROPIC_CUSTOM_HEADERS", "ANTHROPIC_MODEL",
    "ANTHROPIC_SMALL_FAST_MODEL", "ANTHROPIC_DEFAULT_HAIKU_MODEL",
    "ANTHROPIC_DEFAULT_SONNET_MODEL", "ANTHROPIC_DEFAULT_OPUS_MODEL",
    "ANTHROPIC_BEDROCK_BASE_URL", "ANTHROPIC_VERTEX_BASE_URL", "ANTHROPIC_VERTEX_PROJECT_ID",
    "ANTHROPIC_FOUNDRY_BASE_URL", "ANTHROPIC_FOUNDRY_RESOURCE", "API_TIMEOUT_MS", "AWS_REGION",
    "CLAUDE_CODE_MAX_OUTPUT_TOKENS", "CLAUDE_CODE_MAX_RETRIES", "CLAUDE_CODE_USE_BEDROCK",
    "CLAUDE_CODE_USE_FOUNDRY", "CLAUDE_CODE_USE_VERTEX", "CLAUDE_CONFIG_DIR", "CLOUD_ML_REGION",
    "NODE_EXTRA_CA_CERTS",
  ])

  var folder: String? { surroundings.folder("CLAUDE_CONFIG_DIR", otherwise: ".claude") }

  /// It asks for a new login within minutes of the end of the old one.
  private static let renewal = LoginRenewal(earlySeconds: 600)

  /// What can name programs that run later without a cage, its settings, is read only; a login is
  /// renewed while it is used.
  private var shown: [HomePlace] {
    surroundings.places(
      in: folder,
      reading: [
        "CLAUDE.md", "agents", "commands", "output-styles", "plugins", "settings.json", "skills",
      ])
      + surroundings.place(".credentials.json", in: folder, .login(Self.renewal))
  }

  /// Its state stands beside the folder where no variable moved it, in it where one did.
  private func state(trusting places: [String]) -> [HomePlace] {
    let folder = surroundings.has("CLAUDE_CONFIG_DIR") ? folder : surroundings.home
    guard let folder,
      let state = UserFile.read("\(folder)/.claude.json", limit: ClaudeState.bytesMost)
    else { return [] }
    return surroundings.place(
      ".claude.json", in: folder, .standIn(ClaudeState.shown(state, trusting: places)))
  }

  var shelf: TranscriptShelf {
    let path = folder.map { "\($0)/projects/*/{session}.jsonl" }
    return TranscriptShelf(patterns: [path].compactMap { $0 }.compactMap { TranscriptPattern($0) })
  }

  var profile: ProgramProfile {
    #if os(macOS)
      let hasKeyStore = true
    #else
      let hasKeyStore = false
    #endif
    return ProgramProfile(
      program: "claude", keys: Self.keys,
      logins: folder.map { ["\($0)/.credentials.json"] } ?? [], keepsLoginElsewhere: hasKeyStore,
      probes: [ProgramProfile.Probe(arguments: ["--help"], words: Self.options)],
      quiet: Self.quiet, loginCommand: "claude auth login")
  }

  private static let options = [
    "--print", "--input-format", "--output-format", "--verbose", "--replay-user-messages",
    "--permission-mode", "--add-dir", "--allowedTools", "--disallowedTools", "--session-id",
    "--resume",
    "--model", "--tools", "--strict-mcp-config", "--setting-sources", "bypassPermissions",
    "acceptEdits", "dontAsk",
  ]
}
