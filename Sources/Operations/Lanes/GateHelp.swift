import Git
import Lanes
public import Model
import Trust

/// What somebody can do about a packet at its gates who may not sign what these say.
struct GateHelp {
  let reason: String
  let hint: String

  /// Nil for who may.
  init?(_ actor: Actor, _ packet: Packet, _ policy: Policy) {
    guard let reason = actor.reasonNotToGate(packet, under: policy) else { return nil }
    self.reason = "its gates' results need a signature that counts, and \(reason)"
    if actor.signer == nil, let problem = actor.problem {
      hint = problem.hint
      return
    }
    let able = policy.principals.filter { name, principal in
      !principal.roles.isDisjoint(with: [.gate, .operator]) && !principal.keys.isEmpty
        && (policy.selfReview == .allowed || !packet.workers.contains(name))
    }.keys.sorted().map(\.text)
    hint =
      able.isEmpty
      ? "an owner gives somebody the role gate: git o8 policy show"
      : "git o8 sync shares it; \(able.joined(separator: " or ")) can: "
        + "git o8 gate \(packet.id.short)"
  }
}

extension Workspace {
  /// What the person of this clone can do about a packet at its gates; nil where that is to gate
  /// it, or the packet is elsewhere.
  public func gateHint(for packet: Packet) -> String? { gateHelp(for: packet)?.hint }

  /// The same, with the reason.
  func gateHelp(for packet: Packet) -> GateHelp? {
    guard packet.state == .gating, let governed = try? governed(),
      let actor = try? governed.actor(environment: environment)
    else { return nil }
    return GateHelp(actor, packet, governed.policy)
  }
}
