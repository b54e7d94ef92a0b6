import Lanes
import Model

/// A landing that the admission rule lets happen, before anything moves.
struct LandingPlan {
  let packet: Packet
  let intent: LandingIntent
  let form: LandingForm
  var isCarried = false
  /// Whether the branch shows it already, so that it is only to be written down.
  var isOnBranch = false
  var remarks: [String] = []
}

extension Admitted {
  /// What a person should know of a landing by this ruling.
  var remarks: [String] {
    (isByReviewersAlone ? ["reviewers alone let it in: no operator approved it"] : [])
      + flags.map { "\($0)" }
  }
}

/// A landing for which only gates are missing, on the branch as it is now.
struct LandingSketch {
  let packet: Packet
  let ground: LandingGround
  let commit: ObjectID
  let form: LandingForm
  let checkouts: [Checkout]
  /// Those that have yet to run.
  let gates: [String]
}

/// What stands between a packet and its branch.
enum LandingProspect {
  case admitted(LandingPlan)
  /// Its verdicts reach the branch as it is now, and its gates have not run there.
  case ungated(LandingSketch)
  /// The rule says no, and what could make it say yes.
  case refused([Reason], LandingRemedy)
  /// It cannot be merged into the branch as that is now.
  case conflict([String])
}

/// What a packet lacks that the rule keeps from its branch.
enum LandingRemedy {
  /// Something else than gates or verdicts on another base.
  case none
  /// The branch has left the base that was judged, and no verdict reaches that far.
  case newApproval

  /// Whether the gates are to run on the branch as it is now: a packet that is approved has to be
  /// judged there anew.
  func isWorthGating(_ packet: Packet) -> Bool {
    switch self {
    case .none: false
    case .newApproval: packet.state == .approved
    }
  }
}
