public import Model

/// What a lane needs worded for its worker; whoever runs lanes brings it.
public protocol LaneTexts: Sendable {
  /// The whole of what the worker of an attempt is told.
  func prompt(_ brief: LaneBrief) throws -> String
  /// What is kept and sent back when a head was not good enough.
  func report(_ assessment: Assessment, of packet: Packet, policy: Policy) throws -> String
}

/// What there is to tell the worker of an attempt.
public struct LaneBrief: Sendable {
  public var packet: Packet
  /// Counts from 1.
  public var number: Int
  public var reason: AttemptReason
  public var worker: PrincipalName
  public var lane: ReferenceName
  public var base: ObjectID
  /// What was asked for: the packet's `prompt.md`.
  public var prompt: String
  public var gates: [Gate]
  /// How the attempt before ended; nil before the first.
  public var before: Finished?
  /// The report of red gates or conflicts since the last attempt began.
  public var report: String?
  /// The verdict that asked for changes since then, and whose it was.
  public var revision: JudgedVerdict?
  /// What people said since then.
  public var messages: [String]
  /// Whether the worker remembers what it was told before.
  public var isContinued: Bool
  /// The change that stands on the branch already, where its worker is to be told.
  public var standing: String?
}
