public import Git
public import Model

extension LanePlace {
  /// Notes that this clone runs the packet's next attempt, be it the first or one after those
  /// that other clones ran.
  ///
  /// A packet that came by a fetch has no such note: its lane lives elsewhere, and what it would
  /// run is a command line that somebody else wrote.
  ///
  /// - Parameter attempts: how many there were before.
  /// - Parameter terms: what this machine's user agrees to have run; nil for what was agreed to.
  public func claim(after attempts: Int, on terms: WorkTerms? = nil) throws(SystemFailure) {
    try make()
    let agreed = terms?.bytes ?? self.agreed
    try Folder.write(Array("\(attempts)\n".utf8) + agreed, to: claimFile)
  }

  /// Whether this machine's user agreed to have run what the packet runs now. A note of an earlier
  /// version tells nothing of that.
  public func agrees(toRun packet: Packet, in repository: Repository) throws -> Bool {
    let agreed = agreed
    return try agreed.isEmpty || agreed == LaneStory(of: packet, in: repository).terms.bytes
  }

  /// Whether this clone is the one that runs the packet: no other has run an attempt since.
  public func isOurs(_ packet: Packet) -> Bool {
    claimed.map { $0 >= packet.attempts.count } ?? false
  }

  /// Whether this clone ran an attempt of the packet, or was to, though another has run one since.
  public var wasOurs: Bool { claimed != nil }

  /// Whether the lane that this clone had for the packet died in the middle of something.
  public func isAbandoned(by packet: Packet) -> Bool {
    (packet.liveAttempt != nil || packet.state == .gating) && isOurs(packet) && !isHeld
  }

  /// The last attempt that ran here or may; nil where none may.
  private var claimed: Int? {
    Int(String(decoding: claim.prefix { $0 != 10 }, as: UTF8.self))
  }

  /// The terms behind the number; empty where there are none.
  private var agreed: [UInt8] { Array(claim.drop { $0 != 10 }.dropFirst()) }

  private var claim: [UInt8] { Folder.read(claimFile, limit: Self.claimBytes) ?? [] }

  private var claimFile: String { "\(directory)/attempts" }
  /// A number, and the terms with a command in them, which is shorter than its event.
  private static let claimBytes = 1 << 20
}
