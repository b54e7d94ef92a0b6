/// A program to start, as plain values: `Lanes` starts it.
public struct LaunchPlan: Sendable {
  /// A name to be found on the worker's `PATH`, or a path.
  public var executable: String
  /// Without the program itself.
  public var arguments: [String]
  /// Added to the scrubbed environment.
  public var environment: [String: String]
  /// Variables of the caller's that this program needs and the scrubbing would drop.
  public var letThrough: Set<String>
  /// Written to standard input, which is then closed; nil for `/dev/null`.
  public var input: [UInt8]?
  /// What is said to the program while it works, in place of `input`.
  public var dialogue: (any Dialogue)?
  public var outputs: Outputs
  /// The id the conversation will have, where the caller may choose it.
  public var session: SessionID?
  /// What the program needs to see of a home that is hidden from it, such as its login.
  public var shown: [HomePlace] = []

  public enum Outputs: Hashable, Sendable {
    /// Both in one pipe, in the order in which they were written, as a terminal shows them.
    case together
    /// Apart, for a program whose standard output is a stream of events: what is written there is
    /// taken for its own word, so that its streams are sockets, which nothing that it runs can open
    /// (nor can it itself, as `/dev/stdout`).
    case apart
  }

  public init(
    executable: String, arguments: [String], environment: [String: String] = [:],
    letThrough: Set<String> = [], input: [UInt8]? = nil, dialogue: (any Dialogue)? = nil,
    outputs: Outputs = .together, session: SessionID? = nil
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.letThrough = letThrough
    self.input = input
    self.dialogue = dialogue
    self.outputs = outputs
    self.session = session
  }
}

/// A file or directory of the user's that a program cannot do without.
public struct HomePlace: Hashable, Sendable {
  public enum Access: Hashable, Sendable {
    case reading, writing
    /// A directory that is written, and made where it is missing: what a cage does not show when the
    /// program starts is lost when it ends.
    case keeping
    /// A directory that the worker has for itself there, empty at first and kept from turn to turn:
    /// what of the user's stands in it is none of its affair. Without a cage it is the user's.
    case own
    /// A file that holds these bytes for the worker, who reads it, and others for the user.
    case standIn([UInt8])
    /// A file that is written when a login is renewed. The worker has a copy, which becomes the
    /// user's where it is a renewal of it.
    case login(LoginRenewal)
  }

  /// From the home on, such as `.claude`, or absolute. What is not there is passed over.
  public var path: String
  public var access: Access

  public init(_ path: String, _ access: Access) {
    self.path = path
    self.access = access
  }
}

/// How a turn is stopped first; whatever it is, TERM and KILL follow after their graces.
public enum InterruptPlan: Hashable, Sendable {
  /// SIGINT to the worker's process group.
  case signal
  /// What its dialogue says; a signal where that has nothing to say.
  case dialogue
}
