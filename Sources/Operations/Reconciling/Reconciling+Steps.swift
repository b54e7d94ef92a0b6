import Git
import Lanes
import Model
import Store
import Trust

extension Reconciling {
  /// A claim whose step the branch has yet to make; with an upstream that is the upstream's.
  mutating func rollForward(_ packet: Packet, _ closing: Closing) async throws {
    guard let landed = try governed.landing(closing.id),
      let tip = try governed.store.entry(closing.id)?.tip, try isDue(landed)
    else { return }
    let checkouts = try await Checkout.all(of: landed.branch, in: governed.location)
    guard let here = try repository.target(of: landed.branch) else { return }
    for checkout in checkouts {
      if let obstacle = try await checkout.obstacle(from: here, to: landed.commit) {
        throw Problem(
          obstacle, in: checkout.path, of: landed.branch,
          then: "git o8 reconcile \(packet.id.short)")
      }
    }
    try await makeStep(landed, of: packet.id, tip: tip, claimedBy: closing.id)
  }

  /// Makes the steps of landings that are behind us and whose branch was moved back since. Work
  /// trees may show them already.
  mutating func landAgain() async throws {
    for branch in try judge.governedBranches() where try judge.protects(branch.short) {
      for missing in try judge.missingLandings(on: branch) {
        guard only.map({ $0 == missing.packet }) ?? true,
          try repository.target(of: Layout.packet(missing.packet)) == nil,
          try isDue(missing.landed)
        else { continue }
        do {
          try await makeStep(
            missing.landed, of: missing.packet, tip: missing.tip, claimedBy: missing.entry)
        } catch let problem as Problem {
          done.problems.append("packet \(missing.packet.short): \(problem.message)")
        }
      }
    }
  }

  /// Whether the step could be made from where the branch is, here and where it is shared.
  private func isDue(_ landed: Landed) throws -> Bool {
    let ground = try judge.ground(of: landed.branch)
    return try ground == landed.prev && judge.truth(of: landed.branch) == landed.prev
  }

  private mutating func makeStep(
    _ landed: Landed, of packet: ObjectID, tip: ObjectID, claimedBy entry: ObjectID
  ) async throws {
    // One of which nobody knows yet what became of it comes first.
    guard try governed.store.landingIntent() == nil else { return }
    let meeting = try await meetLandRemote()
    let ground = try LandingGround(
      of: landed.branch, Judge(governed), present: meeting?.branchesThere,
      then: "git o8 reconcile \(packet.short)")
    // Meanwhile the remote may have gone on.
    guard ground.value == landed.prev else { return }
    let checkouts = try await Checkout.all(of: landed.branch, in: governed.location)
    var intent = LandingIntent(
      packet: packet, landed: landed, tip: tip, checkouts: checkouts.map(\.path),
      locks: StaleLocks.named(by: landed.branch, checkouts, in: governed.location))
    if let meeting { (intent.remote, intent.here) = (meeting.remote, ground.here) }
    try governed.store.intend(intent)
    do {
      tell(
        of: try await workspace.roll(
          intent, forwardFrom: entry, in: governed, pushingTo: meeting))
    } catch let setback as LandingSetback {
      try await lookAgain(after: setback, of: intent)
    }
  }

  /// The remote on which packets land, as it is now; nil where they land here.
  mutating func meetLandRemote() async throws -> LandingMeeting? {
    guard let remote = try await workspace.landRemote(asking: .nobody) else { return nil }
    let meeting = try await LandingMeeting(with: remote, in: governed, workspace)
    governed = meeting.governed
    judge = Judge(governed)
    return meeting
  }

  private mutating func lookAgain(
    after setback: LandingSetback, of intent: LandingIntent
  ) async throws {
    guard let remote = try await workspace.landRemote(asking: .nobody) else { return }
    let (meeting, landed) = try await workspace.lookAgain(
      at: remote, of: intent.packet, after: setback)
    governed = meeting.governed
    if let landed { return tell(of: .completed(landed)) }
    done.problems.append(
      "packet \(intent.packet.short): \(remote.name) moved on meanwhile; repeat the command")
  }
}
