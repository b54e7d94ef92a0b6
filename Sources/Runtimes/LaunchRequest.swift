public import Model

/// What a lane asks a runtime to do: one turn of work in one worktree.
public struct LaunchRequest: Hashable, Sendable {
  public var packet: ObjectID
  public var base: ObjectID
  /// Counts from 1.
  public var attempt: Int
  public var prompt: String
  /// The lane has written `prompt` to this file.
  public var promptFile: String
  public var outbox: String
  public var artifacts: String
  /// The worktree, absolute.
  public var directory: String
  /// The main worktree, by which people know the repository; nil where it has none.
  public var repository: String?
  /// What stood after `--`, program first; empty for a runtime that brings its own program.
  public var command: [String]
  /// As the CLI calls it; nil for what its `tier` or the user's own settings say.
  public var model: String?
  public var tier: Tier
  /// The id for a new conversation, where the runtime lets its caller choose one.
  public var session: SessionID
  /// A terminal asks for the program that people use, with the prompt as its first message.
  public var surface = WorkSurface.stream
  /// Whether something other than the CLI keeps it from what is not the worker's.
  public var isCaged: Bool
  /// Whether the conversation that is resumed is summed up first; only for runtimes that can.
  public var compactsFirst = false

  public init(
    packet: ObjectID, base: ObjectID, attempt: Int, prompt: String, promptFile: String,
    outbox: String, artifacts: String, directory: String, command: [String] = [],
    model: String? = nil, tier: Tier = .standard, session: SessionID, isCaged: Bool = false
  ) {
    self.packet = packet
    self.base = base
    self.attempt = attempt
    self.prompt = prompt
    self.promptFile = promptFile
    self.outbox = outbox
    self.artifacts = artifacts
    self.directory = directory
    self.command = command
    self.model = model
    self.tier = tier
    self.session = session
    self.isCaged = isCaged
  }
}

/// What a reviewer is given: a brief that holds or names the diff, and a place to read in.
public struct ReviewRequest: Hashable, Sendable {
  public var brief: String
  public var base: ObjectID
  public var head: ObjectID
  public var directory: String
  public var model: String?

  public init(
    brief: String, base: ObjectID, head: ObjectID, directory: String, model: String? = nil
  ) {
    self.brief = brief
    self.base = base
    self.head = head
    self.directory = directory
    self.model = model
  }
}
