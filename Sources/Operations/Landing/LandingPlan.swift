import Lanes
import Model

/// A landing that the admission rule lets happen, before anything moves.
struct LandingPlan {
  let packet: Packet
  let intent: LandingIntent
  let form: LandingForm
  var isCarried = false
  var remarks: [String] = []
}

extension Admitted {
  /// What a person should know of a landing by this ruling.
  var remarks: [String] {
    (isByReviewersAlone ? ["reviewers alone let it in: no operator approved it"] : [])
      + flags.map { "\($0)" }
  }
}

/// What stands between a packet and its branch.
enum LandingProspect {
  case admitted(LandingPlan)
  /// The rule says no; whether the branch has left the base that was judged.
  case refused([Reason], baseMoved: Bool)
  /// It cannot be merged into the branch as that is now.
  case conflict([String])
}
