import Git
import Lanes
public import Model
import Runtimes
import Trust

extension Workspace {
  /// Tells the worker of a packet something: while it works where it can hear, else by having it stop
  /// and go on, else with its next attempt.
  public func steer(_ name: String, message: String) async throws -> Steered {
    try refuseSession(named: name)
    let (governed, packet) = try await packet(named: name)
    let text = try Self.message(message)
    let actor = try governed.actor(environment: environment)
    if let refusal = governed.policy.refusal(to: actor.name, writing: .steered) { throw refusal }
    let place = place(of: packet.id)
    let runtimes = try self.runtimes
    let capabilities =
      packet.liveAttempt.flatMap { RuntimeName($0.runtime) }
      .flatMap { try? runtimes.runtime(named: $0) }?.capabilities ?? []
    guard place.isHeld, place.isOurs(packet) else {
      return Steered(try await keep(text, for: packet, governed), .kept)
    }
    if packet.work.surface == .terminal {
      return try await type(text, for: packet, at: place, in: governed)
    }
    if capabilities.contains(.liveSteering), try await deliver(text, to: place) {
      let told = try await carryOut(.steer(message: text, live: true), on: packet, in: governed)
      return Steered(told, .heard)
    }
    let kept = try await keep(text, for: packet, governed)
    guard capabilities.contains(.resume) else { return Steered(kept, .kept) }
    try place.control.ask(.redirect)
    return Steered(kept, .redirected)
  }

  func keep(
    _ text: String, for packet: Packet, _ governed: GovernedRepository
  ) async throws -> Packet {
    try await carryOut(.steer(message: text, live: false), on: packet, in: governed)
  }

  /// Hands a message to a running worker; returns whether it was handed over.
  func deliver(_ text: String, to place: LanePlace) async throws -> Bool {
    let letters = place.control.letters
    let letter = try letters.leave(text)
    for tick in 0... {
      if let fate = letters.fate(of: letter) { return fate == .delivered }
      // A lane takes letters at once: one that has not is at something else, or gone.
      if tick >= Self.letterTicks || !place.isHeld, letters.withdraw(letter) { return false }
      if tick >= 2 * Self.letterTicks { return false }
      try await Task.sleep(for: .milliseconds(Self.stopTickMilliseconds))
    }
    return false
  }

  /// Ends the worker of a packet in order and holds the packet.
  public func interrupt(_ name: String?) async throws -> Packet {
    try refuseSession(named: name)
    let (governed, packet) = try await packet(named: name)
    let actor = try governed.actor(environment: environment)
    if let refusal = governed.policy.refusal(to: actor.name, writing: .paused) { throw refusal }
    let place = place(of: packet.id)
    guard place.isHeld else {
      if LaneRecovery.isDue(packet, in: location),
        let recovered = try await LaneRecovery(governed, laneSetting(governed))
          .recoverUnlessHeld(packet)
      {
        return recovered
      }
      if let elsewhere = runsElsewhere(packet) {
        throw Problem(
          .refused, "\(elsewhere), and is interrupted there",
          hint: "where that clone is no more, \(command("resume", packet)) runs it in this one")
      }
      throw Problem(
        .refused, "nothing runs for packet \(packet.id.short), which is \(packet.state.rawValue)",
        hint: "git o8 show \(packet.id.short)")
    }
    guard packet.state != .queued || packet.liveAttempt != nil else {
      throw Problem(
        .refused, "nothing of packet \(packet.id.short) runs yet: it is queued",
        hint: "git o8 cancel \(packet.id.short) takes it back")
    }
    try await stopLane(place, .interrupt)
    let present = try story(of: packet.id, in: governed)
    if present.state == .waiting, present.pause?.until != nil {
      // What goes on by itself is to do so no more.
      return try await carryOut(.hold(text: "interrupted"), on: present, in: governed)
    }
    // Where it was killed before it could obey.
    guard LaneRecovery.isDue(present, in: location) else { return present }
    return try await LaneRecovery(governed, laneSetting(governed)).recoverUnlessHeld(present)
      ?? present
  }

  /// Has a packet go on that was held, or whose lane died.
  public func resume(
    _ name: String, message: String?, takingOver: Bool = false,
    _ attendance: LaneAttendance = .detached
  ) async throws -> Dispatched {
    try refuseSession(named: name)
    try await Program.gitVersion()
    let (governed, packet) = try await packet(named: name)
    try await refuseBadSettings(governed)
    guard !packet.restsWithAuthor else {
      throw Problem(
        .refused, "packet \(packet.id.short) is adopted work, which has no worker",
        hint: packet.mending(in: governed.repository))
    }
    // What is at its gates needs no worker.
    if packet.state != .gating { try refuseBarred(packet, governed) }
    if packet.state == .waiting || packet.mayMoveByItself {
      try claim(packet, takingOver: takingOver, in: governed)
    }
    var present = packet
    try await place(of: packet.id).tenure.awaitKeepers()
    if LaneRecovery.isDue(packet, in: location) {
      present =
        try await LaneRecovery(governed, laneSetting(governed)).recoverUnlessHeld(packet) ?? packet
    }
    let refusal = try providerRefusal(for: present, in: governed)
    let goesOn =
      present.state == .waiting
      || present.mayMoveByItself && (refusal != nil || !place(of: packet.id).isHeld)
    guard goesOn else {
      // The rule says why not.
      return try await send(
        try await carryOut(.resume, on: present, in: governed), attendance)
    }
    // Before its lane is woken. What is held may wait for a provider too, once it goes on.
    if refusal != nil || present.state == .waiting { try place(of: packet.id).insist() }
    if let message {
      present = try await carryOut(
        .steer(message: Self.message(message), live: false), on: present, in: governed)
    }
    if present.state == .waiting {
      present = try await carryOut(.resume, on: present, in: governed)
    }
    return try await send(present, attendance)
  }

  /// Starts over a packet that has failed; its attempts count afresh. What it has handed in is
  /// judged first: policy or scope may have been what was wrong.
  public func retry(
    _ name: String?, takingOver: Bool = false, _ attendance: LaneAttendance = .detached
  ) async throws -> Dispatched {
    try await Program.gitVersion()
    let (governed, packet) = try await packet(named: name)
    try await refuseBadSettings(governed)
    if packet.state == .failed { try refuseBarred(packet, governed) }
    if packet.state == .failed { try claim(packet, takingOver: takingOver, in: governed) }
    return try await send(try await carryOut(.retry, on: packet, in: governed), attendance)
  }

  /// Throws where a further attempt of the packet would only be held.
  func refuseBarred(
    _ packet: Packet, with runtime: String? = nil, _ governed: GovernedRepository
  ) throws {
    guard packet.state.isOpen, !packet.isAdopted,
      let refusal = governed.policy.refusal(toWorkWith: runtime ?? packet.work.runtime)
    else { return }
    throw Problem(
      .refused, "\(refusal.reason), and packet \(packet.id.short) asks for it",
      hint: "git o8 edit \(packet.id.short) --runtime NAME chooses another"
        + (refusal.hint.map { "; \($0)" } ?? ""))
  }

  /// The packet that people call `name`, as it stands; the lane's own where none is named.
  func packet(named name: String?) async throws -> (GovernedRepository, Packet) {
    let governed = try governed()
    let id = try await packet(named: name, in: governed)
    return (governed, try story(of: id, in: governed))
  }

  @discardableResult
  func carryOut(
    _ command: PacketCommand, on packet: Packet, in governed: GovernedRepository
  ) async throws -> Packet {
    let actor = try governed.actor(environment: environment)
    let stamp = Stamp(
      actor, for: command, under: governed.policy, at: now(), asking: .terminal)
    return try await governed.carryOut(command, on: packet.id, stamp: stamp).packet
  }

  /// Asks the lane that holds a place to stop, and waits until nothing of it is left.
  func stopLane(_ place: LanePlace, _ request: LaneControl.Request) async throws {
    try place.control.ask(request)
    let last = place.spool.lastSeq
    for try await _ in SpoolFollower(place.spool, after: last, lock: place.lock) {}
    guard try await isLeft(place) else {
      throw Problem(
        .stale, "the lane of packet \(place.packet.short) does not end",
        hint: "git o8 log \(place.packet.short) shows what it does")
    }
  }

  /// Waits until a lane that said its last word has given back its locks, which the processes that
  /// it started hold with it; false where it never does.
  func isLeft(_ place: LanePlace) async throws -> Bool {
    for _ in 0..<Self.stopTicks where place.isHeld {
      try await Task.sleep(for: .milliseconds(Self.stopTickMilliseconds))
    }
    return !place.isHeld
  }

  /// Five seconds.
  private static let letterTicks = 250
  /// Ten seconds.
  private static let stopTicks = 500
  private static let stopTickMilliseconds = 20

  /// A message that a prompt has room for.
  private static let messageBytes = 64 * 1024

  static func message(_ text: String) throws(Problem) -> String {
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw Problem(.usage, "the message is empty")
    }
    guard text.utf8.count <= messageBytes else {
      throw Problem(.usage, "the message has more than \(messageBytes) bytes")
    }
    return text
  }
}

extension Packet {
  /// Whether a person mends it, who brought the work along.
  var restsWithAuthor: Bool { isAdopted && state == .running }
}

/// What became of a message to a worker.
public struct Steered: Sendable {
  public let packet: Packet
  public let way: Way

  public enum Way: String, Hashable, Sendable {
    /// The running worker has it.
    case heard
    /// The worker is stopped, and goes on with it in the same conversation.
    case redirected
    /// It was typed at the worker's terminal.
    case typed
    /// The next attempt hears of it.
    case kept
  }

  init(_ packet: Packet, _ way: Way) {
    self.packet = packet
    self.way = way
  }
}
