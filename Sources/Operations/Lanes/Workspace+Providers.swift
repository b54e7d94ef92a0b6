import Lanes
import Model
import Runtimes
import Store
import Trust

extension Workspace {
  /// What lanes of this person's wrote of the provider of a packet's runtime, where it holds the
  /// packet back now.
  func providerRefusal(
    for packet: Packet, in governed: GovernedRepository
  ) throws -> ProviderRefusal? {
    guard packet.state == .queued || packet.state == .running, packet.liveAttempt == nil,
      packet.work.runtime != RuntimeName.exec.text, !packet.isAdopted,
      !place(of: packet.id).isInsisted
    else { return nil }
    let actor = try governed.actor(environment: environment)
    return try governed.store.refusals(of: actor.name, at: now())[packet.work.runtime]
  }

  /// The same as people are told, with the way past it.
  func waitForProvider(of packet: Packet, in governed: GovernedRepository) throws -> String? {
    guard let refusal = try providerRefusal(for: packet, in: governed) else { return nil }
    let text = SafeText.singleLine(refusal.text, limit: Self.refusalCharacters)
    return "a lane was told by \(packet.work.runtime), until \(refusal.until.text): \u{201c}\(text)"
      + "\u{201d}; git o8 resume \(packet.id.short) tries now"
  }

  private static let refusalCharacters = 120
}
