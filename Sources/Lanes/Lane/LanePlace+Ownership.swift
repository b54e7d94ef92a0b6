public import Model

extension LanePlace {
  /// Notes that this clone runs the packet's next attempt, be it the first or one after those
  /// that other clones ran.
  ///
  /// A packet that came by a fetch has no such note: its lane lives elsewhere, and what it would
  /// run is a command line that somebody else wrote.
  ///
  /// - Parameter attempts: how many there were before.
  public func claim(after attempts: Int) throws(SystemFailure) {
    try make()
    try Folder.write(Array("\(attempts)\n".utf8), to: claimFile)
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
    let bytes = Folder.read(claimFile, limit: Self.claimBytes) ?? []
    return Int(String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self))
  }

  private var claimFile: String { "\(directory)/attempts" }
  /// A number and a newline.
  private static let claimBytes = 32
}
