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
    return try await landing { governed in
      let move = try await ForcedMove(request, in: governed, self)
      let standing = try move.standing()
      let checkouts = try await move.clearCheckouts()
      var report = ForceReport(
        branch: move.branch, old: move.old, new: move.new, rewinds: move.rewinds,
        reason: move.reason, entry: standing.entry)
      if !standing.isAdmitted {
        let hand = try ownersHand(in: governed, asking: asking)
        switch try await hand.force(standing.forced, under: governed) {
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
}
