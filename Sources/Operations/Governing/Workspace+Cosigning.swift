import Git
import Model
import Store
import Trust

extension Workspace {
  /// What waits for owners' signatures, the oldest first.
  public func motions() throws -> [MotionView] { try motions(in: governed()) }

  func motions(in governed: GovernedRepository) throws -> [MotionView] {
    let motions = Motions(governed: governed)
    let actor = try governed.actor(environment: environment)
    return try motions.pending().map { try motions.view($0, for: actor) }
  }

  /// What waits under this name, or the only thing that does where none is given.
  public func motion(named name: String?) throws -> MotionView {
    let governed = try governed()
    let motions = Motions(governed: governed)
    let actor = try governed.actor(environment: environment)
    let motion = try name.map(motions.motion(named:)) ?? motions.motion(for: actor)
    return try motions.view(motion, for: actor)
  }

  /// Signs what another owner proposed; with the last signature it takes effect.
  public func cosign(_ id: String, asking: Asking = .nobody) async throws -> PolicyOutcome {
    try refuseInLane("sign for the owners")
    return try await overPresentBranches(asking: asking) { governed, _ in
      try await cosign(id, in: governed, asking: asking)
    }
  }

  private func cosign(
    _ id: String, in governed: GovernedRepository, asking: Asking
  ) async throws -> PolicyOutcome {
    let motions = Motions(governed: governed)
    var motion = try motions.motion(named: id)
    if let obstacle = try motions.obstacle(to: motion) {
      throw Problem(.stale, "it can hold no more: \(obstacle)")
    }
    let hand = try ownersHand(in: governed, asking: asking)
    try refuseVain(hand.signer.key, on: motion, governed.policy)
    let signature = try await hand.signer.sign(motion.envelope.text(), asking: asking.prompt)
    motion.add(signature.armored)
    guard governed.policy.missingOwners(among: motion.signers) == 0 else {
      try await record(signature.armored, on: motion, by: hand, in: governed)
      return PolicyOutcome(
        draft: nil, policy: governed.policies.newest.id, motion: try view(of: motion.digest),
        notes: [])
    }
    return try await carry(motion, by: hand, in: governed)
  }

  private func refuseVain(
    _ key: SigningKey, on motion: Motion, _ policy: Policy
  ) throws(Problem) {
    guard !motion.signers.contains(key) else {
      throw Problem(
        .refused, "you have signed it already",
        hint: "other owners sign it: "
          + MotionView.command(signing: String(motion.digest.hex.prefix(7))))
    }
    let before = policy.missingOwners(among: motion.signers)
    guard before == 0 || policy.missingOwners(among: motion.signers.union([key])) < before else {
      throw Problem(
        .refused,
        "the signature of \(key.fingerprint) would add nothing: it is no owner's, or "
          + "of a human who has signed",
        hint: "git o8 policy show names the owners")
    }
  }

  private func record(
    _ signature: [UInt8], on motion: Motion, by hand: OwnersHand, in governed: GovernedRepository
  ) async throws {
    let draft = EventDraft(
      .cosigned(motion.digest), of: nil,
      subject: "\(motion.envelope.kind): \(motion.envelope.subject)",
      stamp: Stamp(hand.author, at: now()), attachments: [Motion.signatureName: signature])
    try await governed.store.append([draft], to: Layout.ledger, .ledger)
    try await governed.advancePins()
  }

  private func carry(
    _ motion: Motion, by hand: OwnersHand, in governed: GovernedRepository
  ) async throws -> PolicyOutcome {
    let event = try await governed.carry(motion)
    if case .policy = motion.body {
      return try await follow(nil, subject: motion.envelope.subject, by: hand)
    }
    let after = try self.governed()
    try await after.advancePins()
    var notes = ["\(motion.envelope.kind) \(motion.envelope.subject) holds as \(event.short)"]
    if case .forced(let forced) = motion.body {
      let branch = forced.branch.short
      notes.append("\(branch) moves with: \(ForceRequest(forced).command)")
    }
    return PolicyOutcome(
      draft: nil, policy: after.policies.newest.id, motion: nil, notes: notes)
  }
}
