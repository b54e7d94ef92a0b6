internal import Model

/// Google's Gemini CLI, without a terminal: the prompt on standard input, a stream of events out.
struct GeminiRuntime: ProgramRuntime {
  let name = RuntimeName("gemini")!
  let capabilities: Capabilities = [.resume, .streaming, .readOnlyMode, .terminal]
  let surroundings: RuntimeSurroundings

  init(_ surroundings: RuntimeSurroundings) { self.surroundings = surroundings }

  func readTranscript(
    _ origin: TranscriptOrigin
  ) throws(RuntimeRefusal) -> any TranscriptParser {
    switch origin {
    case .capture: ParserProfile.gemini.parser(clock: .here)
    case .session: ParserProfile.geminiChat.parser(clock: .here)
    }
  }

  func attach(
    to session: SessionID, in directory: String
  ) throws(RuntimeRefusal) -> InteractivePlan {
    var plan = InteractivePlan(executable: "gemini", arguments: ["--resume=\(session.text)"])
    plan.own = ownPlaces
    plan.files = shelf.files(of: session)
    return plan
  }

  /// Without a terminal the usual mode has no tools that would have to ask.
  func reviewDiffs(_ request: ReviewRequest) throws(RuntimeRefusal) -> LaunchPlan {
    let model = request.model.map { ["--model=\($0)"] } ?? []
    return plan(["--approval-mode=default"] + model, saying: request.brief, in: request.directory)
  }

  func words(
    atTerminal request: LaunchRequest, saying prompt: String, continuing session: SessionID?
  ) -> [String]? {
    trusting + words(for: request, continuing: session) + ["--prompt-interactive=\(prompt)"]
  }

  private func words(for request: LaunchRequest, continuing session: SessionID?) -> [String] {
    var words = ["--approval-mode=yolo"]
    if let session { words.append("--resume=\(session.text)") }
    if let model = surroundings.model(request, of: name, usual: Self.models) {
      words.append("--model=\(model)")
    }
    return words
  }

  func plan(_ request: LaunchRequest, continuing session: SessionID?) -> LaunchPlan {
    var plan = plan(
      words(for: request, continuing: session), saying: request.prompt, in: request.directory)
    plan.environment.merge(request.channel) { $1 }
    plan.session = session
    return plan
  }

  /// A directory that nobody has said to trust would be asked about; older versions ask nothing.
  private var trusting: [String] {
    surroundings.programs.accepts("--skip-trust", of: "gemini", in: surroundings.environment)
      ? ["--skip-trust"] : []
  }

  /// All that it was ever used in, and where it looks for their conversations: a worker that wrote
  /// there could put its own in the place of the user's.
  private func projects(shownIn directory: String) -> [HomePlace] {
    guard let folder else { return [] }
    return surroundings.place(
      "projects.json", in: folder, .standIn(GeminiProjects(folder).shown(for: directory)))
  }

  private func plan(
    _ words: [String], saying text: String, in directory: String
  ) -> LaunchPlan {
    var plan = LaunchPlan(
      executable: "gemini", arguments: ["--output-format=stream-json"] + trusting + words,
      environment: Self.quiet, letThrough: Self.letThrough, input: Array(text.utf8),
      outputs: .apart)
    plan.shown = surroundings.places(
      in: folder,
      reading: ["GEMINI.md", "commands", "extensions", "settings.json", "trustedFolders.json"],
      writing: ["google_accounts.json"])
    plan.shown += ownPlaces + projects(shownIn: directory)
    plan.shown += surroundings.place("oauth_creds.json", in: folder, .login(Self.renewal))
    return plan
  }
}

extension GeminiRuntime {
  var ownPlaces: [HomePlace] { surroundings.places(in: folder, own: [Self.conversations]) }

  /// Conversations of all projects, and programs that it fetched for itself.
  private static let conversations = "tmp"

  /// Google's library asks for another token five minutes before the end of one.
  private static let renewal = LoginRenewal(earlySeconds: 600)

  /// Names that it keeps pointing at the newest of a size.
  private static let models: [Tier: String] = [.light: "flash", .heavy: "pro"]

  private static let quiet = ["GEMINI_TELEMETRY_ENABLED": "false"]

  private static let keys = ["GEMINI_API_KEY", "GOOGLE_API_KEY"]

  private static let letThrough = Set(keys).union([
    "CODE_ASSIST_ENDPOINT", "GEMINI_CLI_HOME", "GEMINI_MODEL", "GOOGLE_CLOUD_LOCATION",
    "GOOGLE_CLOUD_PROJECT", "GOOGLE_GEMINI_BASE_URL", "GOOGLE_GENAI_USE_GCA",
    "GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_VERTEX_BASE_URL",
  ])

  /// The variable names what it takes for the home.
  var folder: String? {
    surroundings.has("GEMINI_CLI_HOME")
      ? surroundings.folder("GEMINI_CLI_HOME", otherwise: "").map { "\($0)/.gemini" }
      : surroundings.folder(nil, otherwise: ".gemini")
  }

  /// What stands of the id in the name of a file, behind the time at which it began.
  private static let idPrefix = 8

  var shelf: TranscriptShelf {
    guard let folder else { return TranscriptShelf(patterns: []) }
    let patterns = ["jsonl", "json"].compactMap {
      TranscriptPattern("\(folder)/tmp/*/chats/session-{session}.\($0)", idLength: Self.idPrefix)
    }
    let projects = GeminiProjects(folder)
    return TranscriptShelf(patterns: patterns, idPrefix: Self.idPrefix, idsAreUUIDs: true) {
      projects.directory(of: $0.path)
    }
  }

  var profile: ProgramProfile {
    ProgramProfile(
      program: "gemini", keys: Self.keys,
      logins: folder.map { ["\($0)/oauth_creds.json"] } ?? [],
      probes: [
        ProgramProfile.Probe(
          arguments: ["--help"],
          words: [
            "--approval-mode", "--model", "--output-format", "--resume", "--skip-trust",
            "stream-json",
          ])
      ], quiet: Self.quiet, loginCommand: "gemini")
  }
}
