public import Model
public import Runtimes
public import Trust

extension Lane {
  /// What a lane needs besides its repository.
  public struct Setting: Sendable {
    public var actor: Actor
    public var runtimes: RuntimeRegistry
    public var texts: any LaneTexts
    public var worktrees: WorktreeRoot
    /// What this process was started in; workers and gates get it scrubbed.
    public var environment: [String: String]
    public var now: @Sendable () -> Instant
    /// The path of this program, which workers speak with; nil where they have none.
    public var program: String?
    /// Whether a person is here to be asked for a passphrase.
    public var prompt = Signer.Prompt.never
    public var graces = StopGraces()
    /// What is judged on; nil for what the packet's branch holds where the packet is to land.
    public var base: ObjectID?
    /// Looks where a packet's branch stands, before anything begins on it; returns what kept that
    /// from being known, nil where it is.
    public var lookForBase: @Sendable (ReferenceName) async -> String? = { _ in nil }
    /// What each command of a worker's may take of the machine.
    public var resources = ResourceLimits()
    /// What decides about cages, where a packet asks for one.
    public var cageWorld: CageWorld
    /// Which runtimes may stand in for one whose provider refuses, the first first.
    public var fallbacks: [String] = []
    /// What this clone is called where it speaks to the user's others.
    public var clone = "clone"
    /// How long an agent may be silent.
    public var patience = AgentPatience()

    public init(
      actor: Actor, runtimes: RuntimeRegistry, texts: any LaneTexts, worktrees: WorktreeRoot,
      environment: [String: String], now: @escaping @Sendable () -> Instant
    ) {
      self.actor = actor
      self.runtimes = runtimes
      self.texts = texts
      self.worktrees = worktrees
      self.environment = environment
      self.now = now
      cageWorld = CageWorld(environment: environment)
    }
  }

  /// How a lane left its packet.
  public struct End: Sendable {
    public let packet: Packet
    /// Why it went no further than it did, where that is not plain from the packet.
    public let halt: String?
    /// When it goes on by itself; nil where it does not.
    public let due: Instant?

    public init(packet: Packet, halt: String?, due: Instant? = nil) {
      self.packet = packet
      self.halt = halt
      self.due = due
    }
  }
}
