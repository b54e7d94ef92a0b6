import Git
import Lanes
import Model
import Store
import Trust

extension Workspace {
  /// Moves a protected branch past the rule: an owner's signed, reasoned override, in the ledger
  /// before the branch moves. What an earlier one admits is carried out by it.
  public func force(_ request: ForceRequest, asking: Asking = .nobody) async throws -> ForceReport {
    try refuseInLane("force a branch")
    guard request.reason.contains(where: { !$0.isWhitespace }) else {
      throw Problem(
        .usage, "cannot force \(SafeText.escaped(request.branch)): there is no reason",
        hint: "it is kept for ever; give it with --reason TEXT")
    }
    guard let remote = try await landRemote(asking: asking) else {
      return try await landing(for: .forcing) { governed in
        try await force(ForcedMove(request, in: governed, self), asking: asking)
      }
    }
    return try await underLandingLocks(for: .forcing) {
      try await completeElsewhere(than: remote.name)
      let meeting = try await LandingMeeting(with: remote, in: governed(), self)
      let move = try await ForcedMove(request, in: meeting.governed, self, on: meeting)
      return try await force(move, asking: asking)
    }
  }

  private func force(_ move: ForcedMove, asking: Asking) async throws -> ForceReport {
    let standing = try move.standing()
    let checkouts = try await move.clearCheckouts()
    var report = ForceReport(
      branch: move.branch, old: move.old, new: move.new, rewinds: move.rewinds,
      reason: move.reason, remote: move.meeting?.remote, entry: standing.entry)
    if !standing.isAdmitted {
      let hand = try ownersHand(in: move.governed, asking: asking)
      switch try await hand.force(standing.forced, under: move.governed) {
      case .done(let entry): report.entry = entry
      case .proposed(let digest, _):
        report.motion = try view(of: digest)
        return report
      }
    }
    try await move.move()
    await move.finish(&report, checkouts)
    return report
  }
}
