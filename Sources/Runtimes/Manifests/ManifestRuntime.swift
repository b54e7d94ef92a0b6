internal import Model

/// A runtime as its manifest describes it.
struct ManifestRuntime: ProgramRuntime {
  let manifest: RuntimeManifest
  let surroundings: RuntimeSurroundings

  init(_ manifest: RuntimeManifest, _ surroundings: RuntimeSurroundings) {
    self.manifest = manifest
    self.surroundings = surroundings
  }

  var name: RuntimeName { manifest.name }

  var capabilities: Capabilities {
    var capabilities: Capabilities = [.streaming]
    if manifest.resume != nil { capabilities.insert(.resume) }
    if manifest.review != nil { capabilities.insert(.readOnlyMode) }
    if manifest.terminal != nil { capabilities.insert(.terminal) }
    return capabilities
  }

  /// What the kernel takes as one argument is 128 KiB; a prompt that is longer needs another place.
  static let argumentBytes = 128 << 10 - 1

  func plan(
    _ request: LaunchRequest, continuing session: SessionID?
  ) throws(RuntimeRefusal) -> LaunchPlan {
    guard let session, request.surface == .stream else {
      return try plan(
        manifest.launch, request, in: manifest.session == .chosen ? request.session : nil)
    }
    guard let resume = manifest.resume else { throw RuntimeRefusal(name, .unsupported(.resume)) }
    return try plan(resume, request, in: session)
  }

  func words(
    atTerminal request: LaunchRequest, saying prompt: String, continuing session: SessionID?
  ) -> [String]? {
    var values = values(of: request)
    values[.prompt] = prompt
    if manifest.session == .chosen { values[.session] = request.session.text }
    return manifest.terminal.map { ManifestPlace.filled($0, with: values) }
  }

  func attach(
    to session: SessionID, in directory: String
  ) throws(RuntimeRefusal) -> InteractivePlan {
    guard let attach = manifest.attach else { throw RuntimeRefusal(name, .notInteractive) }
    var plan = InteractivePlan(
      executable: manifest.program,
      arguments: ManifestPlace.filled(
        attach, with: [.session: session.text, .directory: directory]))
    plan.own = ownPlaces
    if manifest.database == nil {
      plan.files = ConversationFiles(
        (manifest.transcripts.isEmpty ? usualPlaces : manifest.transcripts)
          .compactMap(surroundings.absolute), of: session)
    }
    return plan
  }

  func reviewDiffs(_ request: ReviewRequest) throws(RuntimeRefusal) -> LaunchPlan {
    guard let review = manifest.review, manifest.prompt != .file else {
      throw RuntimeRefusal(name, .unsupported(.readOnlyMode))
    }
    return try plan(
      review, saying: request.brief,
      [.directory: request.directory, .model: request.model ?? ""].filter { !$0.value.isEmpty })
  }

  func readTranscript(
    _ origin: TranscriptOrigin
  ) throws(RuntimeRefusal) -> any TranscriptParser {
    switch origin {
    case .capture: manifest.parser.parser(patterns: patterns, clock: .here)
    case .session:
      (manifest.database?.form.parser ?? manifest.transcriptParser ?? manifest.parser)
        .parser(clock: .here)
    }
  }

  public var leavings: [String] { manifest.leaves }

  /// One that is opened there is told nothing.
  var resumesAtTerminal: Bool { false }

  public func failure(ofExit status: Int) -> Failure? { manifest.exits[status] }

  private var patterns: [FailurePattern] {
    Failure.allCases.flatMap { failure in
      (manifest.failures[failure] ?? []).compactMap { FailurePattern(failure, $0) }
    }
  }

  private func plan(
    _ words: [String], _ request: LaunchRequest, in session: SessionID?
  ) throws(RuntimeRefusal) -> LaunchPlan {
    var values = values(of: request)
    values[.session] = session?.text
    var plan = try plan(words, saying: request.prompt, values)
    plan.environment.merge(request.channel) { $1 }
    plan.session = session
    return plan
  }

  private func values(of request: LaunchRequest) -> [ManifestPlace: String] {
    var values: [ManifestPlace: String] = [
      .directory: request.directory, .promptFile: request.promptFile,
    ]
    values[.model] = surroundings.model(request, of: name, usual: manifest.models)
    return values
  }

  private func plan(
    _ words: [String], saying prompt: String, _ values: [ManifestPlace: String]
  ) throws(RuntimeRefusal) -> LaunchPlan {
    guard manifest.prompt != .argument || prompt.utf8.count < Self.argumentBytes else {
      throw RuntimeRefusal(name, .unusable("a prompt of 128 KiB or more"))
    }
    let values = values.merging([.prompt: prompt]) { $1 }
    guard !values.values.contains(where: { $0.utf8.contains(0) }) else {
      throw RuntimeRefusal(name, .unusable("a prompt or a model with a NUL byte"))
    }
    var plan = LaunchPlan(
      executable: manifest.program, arguments: ManifestPlace.filled(words, with: values),
      environment: manifest.environment,
      letThrough: Set(manifest.pass + manifest.loginVariables),
      input: manifest.prompt == .input ? Array(prompt.utf8) : nil,
      outputs: manifest.parser == .plain ? .together : .apart)
    plan.shown = shown
    return plan
  }

  private var shown: [HomePlace] {
    let written = manifest.writes.map { path in
      // A conversation that is begun in a directory which is not there would be lost with the cage.
      path.hasSuffix("/")
        ? HomePlace(inHome(String(path.dropLast())), .keeping) : HomePlace(inHome(path), .writing)
    }
    // What is read may lie in what is written, and is then shown on top of it.
    let read = manifest.reads.map { HomePlace(inHome($0), .reading) }
    return written + read + ownPlaces
  }

  var ownPlaces: [HomePlace] {
    manifest.owns.map { path in
      HomePlace(inHome(path.hasSuffix("/") ? String(path.dropLast()) : path), .own)
    }
  }

  /// Where a conversation is looked for in what it owns, when the manifest does not say: in a file
  /// or folder that is called by its id.
  private var usualPlaces: [String] {
    manifest.owns.flatMap { path in
      let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
      return ["", "*/"].flatMap { above in
        ["", ".json", ".jsonl"].map { "\(folder)/\(above){session}\($0)" }
      }
    }
  }

  private func inHome(_ path: String) -> String {
    path.hasPrefix("~/") ? String(path.dropFirst(2)) : path
  }

  var shelf: TranscriptShelf {
    TranscriptShelf(
      patterns: manifest.transcripts.compactMap(surroundings.absolute)
        .compactMap { TranscriptPattern($0) }, directory: { $0.encodedDirectory })
  }

  var database: DatabaseShelf? {
    manifest.database.flatMap { database in
      surroundings.absolute(database.path).map { DatabaseShelf(form: database.form, path: $0) }
    }
  }

  var profile: ProgramProfile {
    ProgramProfile(
      program: manifest.program, keys: manifest.loginVariables,
      logins: manifest.loginFiles.compactMap(surroundings.absolute),
      probes: manifest.needs.isEmpty
        ? [] : [ProgramProfile.Probe(arguments: manifest.help, words: manifest.needs)],
      quiet: manifest.environment, loginCommand: manifest.loginCommand)
  }
}
