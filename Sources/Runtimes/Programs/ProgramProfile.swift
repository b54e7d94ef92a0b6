/// How a CLI is looked for: nothing of it asks a model or anybody.
struct ProgramProfile: Sendable {
  var program: String
  /// Variables any of which is a login.
  var keys: [String]
  /// Files any of which is a login; absolute.
  var logins: [String]
  /// Whether it may keep its login where only it can look, such as a system's key store.
  var keepsLoginElsewhere = false
  /// The words that its plans use, by the arguments that make it tell whether it takes them.
  var probes: [Probe]
  /// What keeps it from looking for updates while it is asked.
  var quiet: [String: String]
  /// What makes it log in.
  var loginCommand: String?

  struct Probe: Sendable {
    var arguments: [String]
    var words: [String]
    /// Those that are used where they are taken, and not missed where they are not.
    var optional: [String] = []

    var all: [String] { words + optional }
  }

  func login(in surroundings: RuntimeSurroundings) -> Discovery.Login {
    if keys.contains(where: surroundings.has) || logins.contains(where: UserFile.isThere) {
      return .ready
    }
    return keepsLoginElsewhere || keys.isEmpty && logins.isEmpty ? .unknown : .missing
  }

  /// What is asked for: the program, or what is on the shelf, for which it is not started.
  func discover(
    _ wanted: DiscoveryRequest, on shelf: TranscriptShelf, and database: DatabaseShelf? = nil,
    in surroundings: RuntimeSurroundings
  ) async -> Discovery {
    var sessions: [DiscoveredSession] = []
    var trouble: DatabaseTrouble?
    do throws(SQLiteFault) {
      switch wanted {
      case .program: return await discover(in: surroundings)
      case .sessions(let limit): sessions = try database?.sessions(limit: limit) ?? []
      case .session(let id): sessions = try database?.session(id).map { [$0] } ?? []
      }
    } catch {
      let id = if case .session(let id) = wanted { id.text } else { "ID" }
      trouble = database.map { DatabaseTrouble($0.form, id, error) }
    }
    switch wanted {
    case .program: break
    case .sessions(let limit): sessions = shelf.sessions(limit: limit, besides: sessions)
    case .session(let id):
      if sessions.isEmpty { sessions = shelf.session(id).map { [$0] } ?? [] }
    }
    let installed = InstalledProgram(program, in: surroundings.environment)
    return Discovery(
      installed.map { .found(path: $0.path, version: nil, login: login(in: surroundings)) }
        ?? .absent, sessions: sessions, loginCommand: loginCommand, trouble: trouble)
  }

  /// What is found of it, asked only where an earlier answer is not remembered.
  func discover(in surroundings: RuntimeSurroundings) async -> Discovery {
    guard let installed = InstalledProgram(program, in: surroundings.environment) else {
      return Discovery(.absent)
    }
    let wanted = Set(probes.flatMap(\.all))
    var facts = surroundings.programs.facts(of: installed) ?? ProgramMemory.Facts()
    if facts.version == nil || !facts.lookedFor.isSuperset(of: wanted) {
      facts = await ask(installed, in: surroundings)
      // One that said nothing may have been busy.
      if facts.version != nil { surroundings.programs.remember(facts, of: installed) }
    }
    let missing = Set(probes.flatMap(\.words)).subtracting(facts.accepted)
    return Discovery(
      .found(path: installed.path, version: facts.version, login: login(in: surroundings)),
      missing: facts.lookedFor.isEmpty ? [] : missing.sorted(), loginCommand: loginCommand)
  }

  private func ask(
    _ installed: InstalledProgram, in surroundings: RuntimeSurroundings
  ) async -> ProgramMemory.Facts {
    let inquiry = ProgramInquiry(
      program: installed.path, environment: surroundings.environment, adding: quiet)
    var facts = ProgramMemory.Facts()
    // One that does not tell its version in time is asked nothing else.
    guard let version = await inquiry.answer(to: ["--version"]) else { return facts }
    facts.version = ProgramInquiry.version(of: version)
    for probe in probes {
      guard let help = await inquiry.answer(to: probe.arguments), !help.isEmpty else { continue }
      let words = ProgramInquiry.words(of: help)
      facts.lookedFor.formUnion(probe.all)
      facts.accepted.formUnion(words.intersection(probe.all))
    }
    return facts
  }
}
