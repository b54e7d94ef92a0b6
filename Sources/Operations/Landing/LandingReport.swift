import Lanes
public import Model
import Trust

/// How a packet landed, or would.
public struct LandingReport: Hashable, Sendable {
  public let packet: ObjectID
  public let title: String
  public let branch: ReferenceName
  /// The remote on whose branch it landed first; nil where it landed here.
  public let remote: String?
  /// The branch's value before.
  public let prev: ObjectID
  public let commit: ObjectID
  public let form: LandingForm
  /// Whether the verdicts were given on an earlier base.
  public let isCarried: Bool
  /// The gates that a landing would run first, on the branch as it is now; it lands where they are
  /// green.
  public let gatesFirst: [String]
  /// The ledger's entry; nil in a preview.
  public var entry: ObjectID?
  /// The work trees that were brought along, or would be.
  public var checkouts: [String]
  /// What a person should look at: what could not be brought along, objections that came late.
  public var remarks: [String] = []
  /// What became of the lane; nil while the landing is not final.
  public var closing: ClosingReport?

  init(_ plan: LandingPlan) {
    packet = plan.packet.id
    title = plan.packet.title
    branch = plan.intent.landed.branch
    remote = plan.intent.remote
    prev = plan.intent.landed.prev
    commit = plan.intent.landed.commit
    form = plan.form
    isCarried = plan.isCarried
    checkouts = plan.intent.checkouts
    remarks = plan.remarks
    gatesFirst = []
  }

  /// What it would be, were its gates green.
  init(_ sketch: LandingSketch) {
    packet = sketch.packet.id
    title = sketch.packet.title
    branch = sketch.packet.branch
    remote = sketch.ground.upstream?.remote
    prev = sketch.ground.value
    commit = sketch.commit
    form = sketch.form
    isCarried = true
    checkouts = sketch.checkouts.map(\.path)
    gatesFirst = sketch.gates
  }
}
