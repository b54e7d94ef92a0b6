import Git
import Lanes
import Model
import Trust

extension Workspace {
  /// Types a message at the terminal of a worker, unless a person types there.
  func type(
    _ text: String, for packet: Packet, at place: LanePlace, in governed: GovernedRepository
  ) async throws -> Steered {
    guard LaneTerminal.canType(text) else {
      throw Problem(
        .usage, "the message holds control characters, which would be keys at a terminal",
        hint: "take them out; lines and tabs are fine")
    }
    if try await deliver(text, to: place) {
      let told = try await carryOut(
        .steer(message: text, live: true, typed: true), on: packet, in: governed)
      return Steered(told, .typed)
    }
    guard await isTyping(at: place) else {
      return Steered(try await keep(text, for: packet, governed), .kept)
    }
    throw Problem(
      .refused, "a person is at the terminal of packet \(packet.id.short), and types there",
      hint: "say it there, or once it is given back")
  }

  private func isTyping(at place: LanePlace) async -> Bool {
    guard case .works(let tmux) = await TerminalProgram.find(in: environment) else { return false }
    return await LaneTerminal(of: place).attendance(tmux) == .typing
  }
}
