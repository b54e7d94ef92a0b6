/// What a runtime can do beyond running a prompt to its end.
public struct Capabilities: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Takes a message while it works.
  public static let liveSteering = Capabilities(rawValue: 1 << 0)
  /// Continues a conversation after its process ended.
  public static let resume = Capabilities(rawValue: 1 << 1)
  /// Says in a field, not in prose, that a provider limit was reached and when it resets.
  public static let structuredLimits = Capabilities(rawValue: 1 << 2)
  /// Reports what a turn cost.
  public static let cost = Capabilities(rawValue: 1 << 3)
  /// Writes events while it works, not only at the end.
  public static let streaming = Capabilities(rawValue: 1 << 4)
  /// Can be held to reading.
  public static let readOnlyMode = Capabilities(rawValue: 1 << 5)
  /// Has a program for people, which a terminal can be given with a first message.
  public static let terminal = Capabilities(rawValue: 1 << 6)

  /// Can have its model sum up a conversation that has become too long, and go on with that.
  public static let compaction = Capabilities(rawValue: 1 << 7)

  private static let named: [(Capabilities, String)] = [
    (.liveSteering, "live steering"), (.resume, "resume"),
    (.structuredLimits, "structured limits"), (.cost, "cost"), (.streaming, "streaming"),
    (.readOnlyMode, "read-only mode"), (.terminal, "terminal"), (.compaction, "compaction"),
  ]

  /// The flags in words, in a fixed order.
  public var names: [String] { Self.named.filter { contains($0.0) }.map(\.1) }
}
