/// One agent CLI, behind six methods.
///
/// An adapter plans and reads; it starts nothing that outlives the call. `Lanes` executes the
/// plans, so that environment, session, limits and clean-up are the same for every runtime.
public protocol Runtime: Sendable {
  var name: RuntimeName { get }

  /// What this runtime can really do; a method beyond it throws a `RuntimeRefusal`.
  var capabilities: Capabilities { get }

  /// What the program's version is, as far as it was asked before: nothing is started.
  var knownVersion: String? { get }

  /// Looks for the program, its login and, when asked for, the conversations it keeps.
  func discover(_ wanted: DiscoveryRequest) async throws -> Discovery

  /// A parser that turns one transcript's lines into the common vocabulary.
  func readTranscript(_ origin: TranscriptOrigin) throws(RuntimeRefusal) -> any TranscriptParser

  /// What an exit status of the program's says where nothing else does; nil where it says nothing.
  func failure(ofExit status: Int) -> Failure?

  /// What the program keeps for itself at the top of the directory that it works in, and is no work.
  var leavings: [String] { get }

  /// What of a worker's in a cage is apart from the user's, among what it keeps conversations in.
  var ownPlaces: [HomePlace] { get }

  /// The conversation that the program began and told nobody of, as one at a terminal does, by what
  /// it keeps of it; nil where nothing is found that says so of itself.
  func conversation(_ search: ConversationSearch) -> SessionID?

  /// Whether a conversation goes on at a terminal too, where it does without one.
  var resumesAtTerminal: Bool { get }

  /// Plans a new conversation on a packet's prompt.
  func launch(_ request: LaunchRequest) throws(RuntimeRefusal) -> LaunchPlan

  /// Plans a further turn of `session`; `request.prompt` is what is said next.
  func resume(
    _ session: SessionID, _ request: LaunchRequest
  ) throws(RuntimeRefusal) -> LaunchPlan

  /// How a running turn is stopped without losing the conversation.
  func interrupt(_ session: SessionReference) throws(RuntimeRefusal) -> InterruptPlan

  /// Plans a run that reads a diff and may change nothing.
  func reviewDiffs(_ request: ReviewRequest) throws(RuntimeRefusal) -> LaunchPlan

  /// The CLI's own program for people on `session`, which is on this machine; not every CLI has one.
  func attach(
    to session: SessionID, in directory: String
  ) throws(RuntimeRefusal) -> InteractivePlan
}
