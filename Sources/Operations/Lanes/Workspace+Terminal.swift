import Git
import Lanes
public import Model
import Trust

/// A worker's terminal that a person can sit down at.
public struct TerminalSeat: Sendable {
  public let packet: Packet
  public let runtime: String
  let terminal: LaneTerminal
  let place: LanePlace

  /// What there is when a person has left.
  public struct Left: Sendable {
    public let packet: Packet
    /// Whether the worker's program has ended, and its terminal with it.
    public let isOver: Bool
    public let nextCommand: String?
  }

  /// What a person does there.
  public enum Access: Hashable, Sendable { case watching, typing }
}

extension Workspace {
  /// Becomes the program of a worker at a terminal. Returns only where that failed, and why.
  public static func become(_ words: [String]) -> Problem { Problem(TerminalKeys.become(words)) }

  /// Throws where nobody can be given a terminal here.
  func requireTerminal() async throws -> TerminalProgram {
    switch await TerminalProgram.find(in: environment) {
    case .works(let tmux): return tmux
    case .lacking(let why):
      throw Problem(
        .environment, "there can be no terminal: \(why)",
        hint: "install tmux \(TerminalProgram.leastText) or newer, or leave out --tmux")
    }
  }

  /// The terminal of a packet's worker; nil where no worker is at one now.
  public func seat(at name: String?) async throws -> TerminalSeat? {
    try refuseSession(named: name)
    let (_, packet) = try await packet(named: name)
    let place = place(of: packet.id)
    guard packet.work.surface == .terminal, place.isHeld, let attempt = packet.liveAttempt else {
      return nil
    }
    return TerminalSeat(
      packet: packet, runtime: attempt.runtime, terminal: LaneTerminal(of: place), place: place)
  }

  /// Has a person sit down there until they leave or its program ends.
  public func sitDown(
    at seat: TerminalSeat, _ access: TerminalSeat.Access
  ) async throws -> TerminalSeat.Left {
    let tmux = try await requireTerminal()
    let governed = try governed()
    let actor = try governed.actor(environment: environment)
    if access == .typing, let refusal = governed.policy.refusal(to: actor.name, writing: .handed) {
      throw refusal
    }
    try await seat.awaitTerminal(tmux)
    if access == .typing {
      try await carryOut(.hand(to: .person), on: seat.packet, in: governed)
    }
    try await Sitting(terminal: seat.terminal, tmux: tmux, environment: environment).last(access)
    if access == .typing { try await giveBack(seat, tmux) }
    let isOver = await seat.terminal.attendance(tmux) == .over
    let packet = try self.governed().storyOfPacket(seat.packet.id) ?? seat.packet
    return TerminalSeat.Left(
      packet: packet, isOver: isOver, nextCommand: nextCommand(for: packet))
  }

  /// Unless somebody else still types there, or the attempt has ended.
  private func giveBack(_ seat: TerminalSeat, _ tmux: TerminalProgram) async throws {
    guard await seat.terminal.attendance(tmux) == .nobodyTypes else { return }
    let governed = try governed()
    guard let present = try governed.storyOfPacket(seat.packet.id),
      present.liveAttempt?.id == seat.packet.liveAttempt?.id
    else { return }
    do {
      try await carryOut(.hand(to: .worker), on: present, in: governed)
    } catch is Refusal {
      // It ended in this very moment.
    }
  }
}

extension TerminalSeat {
  /// Ten seconds.
  private static let ticks = 500
  private static let tickMilliseconds = 20

  /// Waits for a lane that makes its terminal yet.
  fileprivate func awaitTerminal(_ tmux: TerminalProgram) async throws {
    for _ in 0..<Self.ticks {
      // What a lane left that was killed looks as if it were there.
      if terminal.isThere, await terminal.attendance(tmux) != .over { return }
      guard place.isHeld else { break }
      try await Task.sleep(for: .milliseconds(Self.tickMilliseconds))
    }
    throw Problem(
      .stale, "the worker of packet \(packet.id.short) has no terminal now",
      hint: "git o8 show \(packet.id.short)")
  }
}

/// A person's time at the terminal of a worker.
private struct Sitting {
  let terminal: LaneTerminal
  let tmux: TerminalProgram
  let environment: [String: String]

  /// How often it is looked whether somebody asked for its end.
  private static let tickMilliseconds = 100

  /// Ends with it, or by a signal to this process. How tmux ended says nothing: the worker's program
  /// may just have ended.
  func last(_ access: TerminalSeat.Access) async throws {
    let stop = StopSwitch()
    let signals = TerminationSignals(forwardingTo: stop, keysAreFor: .programOnTerminal)
    defer { withExtendedLifetime(signals) {} }
    let program = Program(tmux.path, environment: .exactly(environment))
    let running = Task {
      // In a tmux of the person's own, this one is another.
      try await program.runOnTerminal(
        LaneTerminal.visit(access == .typing ? .typing : .reading), in: terminal.directory,
        environment: ["TMUX": nil, "TMUX_PANE": nil])
    }
    let watching = Task {
      while stop.requests.isEmpty {
        try await Task.sleep(for: .milliseconds(Self.tickMilliseconds))
      }
      running.cancel()
    }
    defer { watching.cancel() }
    let result = await running.result
    if stop.requests.isEmpty { _ = try result.get() }
  }
}
