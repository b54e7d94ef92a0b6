internal import Model

/// An adapter for a program that is found on `PATH`: what is the same for all of those.
protocol ProgramRuntime: Runtime {
  var surroundings: RuntimeSurroundings { get }

  /// How the program is looked for, and asked about itself.
  var profile: ProgramProfile { get }

  /// Where it keeps its conversations.
  var shelf: TranscriptShelf { get }

  /// The database that holds them instead, or newer ones of them; nil where there is none.
  var database: DatabaseShelf? { get }

  /// How a turn of a lane's is stopped.
  var interruption: InterruptPlan { get }

  /// Plans a turn on the request's prompt: the first of a conversation, or a further one.
  func plan(
    _ request: LaunchRequest, continuing session: SessionID?
  ) throws(RuntimeRefusal) -> LaunchPlan

  /// The words by which the same program begins or goes on as people use it, at a terminal, with
  /// `prompt` as what is said first; nil where it cannot.
  func words(
    atTerminal request: LaunchRequest, saying prompt: String, continuing session: SessionID?
  ) -> [String]?
}

extension ProgramRuntime {
  var interruption: InterruptPlan { .signal }

  var database: DatabaseShelf? { nil }

  var knownVersion: String? {
    surroundings.programs.version(of: profile.program, in: surroundings.environment)
  }

  func conversation(_ search: ConversationSearch) -> SessionID? { shelf.conversation(search) }

  func discover(_ wanted: DiscoveryRequest) async throws -> Discovery {
    await profile.discover(wanted, on: shelf, and: database, in: surroundings)
  }

  func launch(_ request: LaunchRequest) throws(RuntimeRefusal) -> LaunchPlan {
    try turn(request, continuing: nil)
  }

  func resume(
    _ session: SessionID, _ request: LaunchRequest
  ) throws(RuntimeRefusal) -> LaunchPlan {
    try turn(request, continuing: session)
  }

  private func turn(
    _ request: LaunchRequest, continuing session: SessionID?
  ) throws(RuntimeRefusal) -> LaunchPlan {
    guard request.surface == .terminal else { return try plan(request, continuing: session) }
    let prompt = try request.promptArgument(for: name)
    guard let words = words(atTerminal: request, saying: prompt, continuing: session) else {
      throw RuntimeRefusal(name, .unsupported(.terminal))
    }
    var plan = try plan(request, continuing: session)
    plan.becomeInteractive(words)
    return plan
  }

  func interrupt(_ session: SessionReference) throws(RuntimeRefusal) -> InterruptPlan {
    switch session {
    case .owned: return interruption
    case .discovered(let id): throw RuntimeRefusal(name, .notOurs(id))
    }
  }
}
