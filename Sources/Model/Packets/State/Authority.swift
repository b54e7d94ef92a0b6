/// Who may say what about a packet: what policy reserves, and what no policy gives away.
struct Authority {
  let policy: Policy?
  /// Everybody who ran as a worker of the packet.
  let workers: Set<PrincipalName>

  /// Refuses an event that needs a role its signer does not hold. Verdicts are judged one by one
  /// in `fault(of:_:)`, for they are shown with the reason.
  func check(_ event: PacketEvent) throws(Refusal) {
    switch event.body {
    case .verdict: return
    case .gated:
      try require([.gate, .operator], of: event)
      guard policy?.selfReview == .allowed || !workers.contains(event.author) else {
        throw Refusal(.authority, "\(event.author) worked on this packet and cannot gate it")
      }
    case .answered:
      try require(policy?.reservation(of: event.kind) ?? [.owner, .operator, .reviewer], of: event)
    default:
      guard let roles = policy?.reservation(of: event.kind) else { return }
      try require(roles, of: event)
    }
  }

  /// Why a verdict could never count, whatever lies before the reviewers.
  func fault(of verdict: Verdict, _ event: PacketEvent) -> String? {
    guard verdict.role.judges else { return "a \(verdict.role.rawValue) signs no verdicts" }
    do {
      try require([verdict.role], of: event)
    } catch { return error.reason }
    if policy?.selfReview == .refused, workers.contains(event.author) {
      return "\(event.author) worked on this packet"
    }
    return nil
  }

  /// The author's key that signed `event`.
  func key(of event: PacketEvent) -> SigningKey? {
    policy?.principals[event.author]?.keys.first(where: event.signers.contains)
  }

  private func require(_ roles: Set<Role>, of event: PacketEvent) throws(Refusal) {
    let names = Role.allCases.filter(roles.contains).map(\.rawValue).joined(separator: " or ")
    guard let policy else {
      throw Refusal(.authority, "there is no policy that says who is \(names)")
    }
    guard !event.signers.isEmpty else { throw Refusal(.authority, "it is not signed") }
    guard key(of: event) != nil else {
      throw Refusal(.authority, "it is not signed with a key of \(event.author)")
    }
    guard let held = policy.principals[event.author]?.roles, !held.isDisjoint(with: roles) else {
      throw Refusal(.authority, "it is not signed by a principal that holds \(names)")
    }
  }
}
