/// A CLI's own program for people, opened on a conversation: who starts it gives it their terminal
/// and environment as they are.
public struct InteractivePlan: Hashable, Sendable {
  /// A name to be found on the person's `PATH`, or a path.
  public var executable: String
  /// Without the program itself.
  public var arguments: [String]
  /// Where it keeps conversations that a worker in a cage has apart from the user's.
  public var own: [HomePlace] = []
  /// Which files there are of the conversation; nil where it keeps none apart: what is in a database
  /// cannot be lent to the user's own program.
  public var files: ConversationFiles?

  public init(executable: String, arguments: [String]) {
    self.executable = executable
    self.arguments = arguments
  }
}

extension Runtime {
  /// A command has none that could be asked for.
  public var knownVersion: String? { nil }

  /// Most keep conversations in the user's home only, or in no folder of their own.
  public var ownPlaces: [HomePlace] { [] }

  /// A command keeps none.
  public func conversation(_ search: ConversationSearch) -> SessionID? { nil }

  public var resumesAtTerminal: Bool { true }

  /// Most keep nothing there.
  public var leavings: [String] { [] }

  /// Statuses of most programs tell no more than that something failed.
  public func failure(ofExit status: Int) -> Failure? { nil }

  /// A command that speaks no protocol has no such program either.
  public func attach(
    to session: SessionID, in directory: String
  ) throws(RuntimeRefusal) -> InteractivePlan {
    throw RuntimeRefusal(name, .notInteractive)
  }
}
