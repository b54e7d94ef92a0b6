internal import Model

/// opencode, as `opencode run`: the prompt on standard input, a line of JSON for each part out.
///
/// It retries into an exhausted provider without a word but in its log, which therefore goes to
/// standard error.
struct OpenCodeRuntime: ProgramRuntime {
  let name = RuntimeName("opencode")!
  let capabilities: Capabilities = [.resume, .cost, .streaming, .readOnlyMode, .terminal]
  let surroundings: RuntimeSurroundings

  init(_ surroundings: RuntimeSurroundings) { self.surroundings = surroundings }

  func readTranscript(
    _ origin: TranscriptOrigin
  ) throws(RuntimeRefusal) -> any TranscriptParser {
    switch origin {
    case .capture: ParserProfile.opencode.parser(clock: .here)
    case .session: ParserProfile.opencodeSession.parser(clock: .here)
    }
  }

  func attach(
    to session: SessionID, in directory: String
  ) throws(RuntimeRefusal) -> InteractivePlan {
    var plan = InteractivePlan(
      executable: "opencode", arguments: ["--session=\(session.text)"])
    plan.own = ownPlaces
    return plan
  }

  func reviewDiffs(_ request: ReviewRequest) throws(RuntimeRefusal) -> LaunchPlan {
    let model = request.model.map { ["--model=\($0)"] } ?? []
    var plan = plan(["--agent=plan"] + model, saying: request.brief)
    plan.environment["OPENCODE_PERMISSION"] =
      #"{"*":"deny","glob":"allow","grep":"allow","list":"allow","read":"allow"}"#
    return plan
  }

  func words(
    atTerminal request: LaunchRequest, saying prompt: String, continuing session: SessionID?
  ) -> [String]? {
    words(for: request, continuing: session) + ["--prompt=\(prompt)"]
  }

  private func words(for request: LaunchRequest, continuing session: SessionID?) -> [String] {
    var words = session.map { ["--session=\($0.text)"] } ?? []
    if let model = surroundings.model(request, of: name) { words.append("--model=\(model)") }
    return words
  }

  func plan(_ request: LaunchRequest, continuing session: SessionID?) -> LaunchPlan {
    var plan = plan(words(for: request, continuing: session), saying: request.prompt)
    // What would have to be asked is refused without a word, unless nothing has to be.
    plan.environment["OPENCODE_PERMISSION"] = #"{"*":"allow"}"#
    plan.environment.merge(request.channel) { $1 }
    plan.session = session
    return plan
  }

  private func plan(_ words: [String], saying text: String) -> LaunchPlan {
    var plan = LaunchPlan(
      executable: "opencode",
      arguments: ["run", "--format=json", "--print-logs", "--log-level=ERROR"] + words,
      environment: Self.quiet, letThrough: Self.letThrough, input: Array(text.utf8),
      outputs: .apart)
    plan.shown = shown
    return plan
  }
}

extension OpenCodeRuntime {
  private static let quiet = [
    "OPENCODE_DISABLE_AUTOUPDATE": "1", "OPENCODE_DISABLE_LSP_DOWNLOAD": "1",
    "OPENCODE_DISABLE_SHARE": "1",
  ]

  private static let keys = [
    "ANTHROPIC_API_KEY", "DEEPSEEK_API_KEY", "GEMINI_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY",
    "GROQ_API_KEY", "OPENAI_API_KEY", "OPENCODE_API_KEY", "OPENROUTER_API_KEY", "XAI_API_KEY",
  ]

  private static let letThrough = Set(keys).union([
    "OPENCODE_CONFIG", "OPENCODE_CONFIG_CONTENT", "OPENCODE_CONFIG_DIR", "OPENCODE_MODELS_URL",
  ])

  private func folder(_ variable: String, _ path: String) -> String? {
    surroundings.has(variable)
      ? surroundings.folder(variable, otherwise: path).map { "\($0)/opencode" }
      : surroundings.folder(nil, otherwise: "\(path)/opencode")
  }

  /// Its providers differ in when they renew one; none does an hour before its end.
  private static let renewal = LoginRenewal(earlySeconds: 3600)

  var data: String? { folder("XDG_DATA_HOME", ".local/share") }

  /// Its database of all conversations lies beside programs that it runs and repositories in which
  /// it runs git, in all projects of the user's.
  var ownPlaces: [HomePlace] {
    surroundings.places(in: data.map(parent), own: ["opencode"])
      + surroundings.places(
        in: folder("XDG_STATE_HOME", ".local/state").map(parent), own: ["opencode"])
  }

  private var shown: [HomePlace] {
    ownPlaces + surroundings.place("auth.json", in: data, .login(Self.renewal))
      + surroundings.places(
        in: folder("XDG_CONFIG_HOME", ".config").map(parent), reading: ["opencode"])
  }

  private func parent(_ path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
  }

  /// Older versions keep a file for each conversation and one for each part of a message, of which
  /// only the first are read.
  var shelf: TranscriptShelf {
    let path = data.map { "\($0)/storage/session/*/{session}.json" }
    var shelf = TranscriptShelf(
      patterns: [path].compactMap { $0 }.compactMap { TranscriptPattern($0) })
    shelf.command = { "opencode export \($0)" }
    return shelf
  }

  var database: DatabaseShelf? {
    data.map { DatabaseShelf(form: .opencode, path: "\($0)/opencode.db") }
  }

  var profile: ProgramProfile {
    ProgramProfile(
      program: "opencode", keys: Self.keys, logins: data.map { ["\($0)/auth.json"] } ?? [],
      probes: [
        ProgramProfile.Probe(
          arguments: ["run", "--help"],
          words: ["--agent", "--format", "--log-level", "--model", "--print-logs", "--session"])
      ], quiet: Self.quiet, loginCommand: "opencode auth login")
  }
}
