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
}

extension ProgramRuntime {
  var interruption: InterruptPlan { .signal }

  var database: DatabaseShelf? { nil }

  var knownVersion: String? {
    surroundings.programs.version(of: profile.program, in: surroundings.environment)
  }

  func discover(_ wanted: DiscoveryRequest) async throws -> Discovery {
    await profile.discover(wanted, on: shelf, and: database, in: surroundings)
  }

  func launch(_ request: LaunchRequest) throws(RuntimeRefusal) -> LaunchPlan {
    try plan(request, continuing: nil)
  }

  func resume(
    _ session: SessionID, _ request: LaunchRequest
  ) throws(RuntimeRefusal) -> LaunchPlan {
    try plan(request, continuing: session)
  }

  func interrupt(_ session: SessionReference) throws(RuntimeRefusal) -> InterruptPlan {
    switch session {
    case .owned: return interruption
    case .discovered(let id): throw RuntimeRefusal(name, .notOurs(id))
    }
  }
}
