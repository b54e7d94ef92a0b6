import Git
public import Model
public import Store

/// A landing under way, written down before anything moves, so that whoever finds it cut in half
/// can complete it.
public struct LandingIntent: Hashable, Sendable {
  public var packet: ObjectID
  /// What the ledger is going to say.
  public var landed: Landed
  /// The packet's tip behind the claim.
  public var tip: ObjectID
  /// The work trees that are to be brought along.
  public var checkouts: [String]
  /// The locks that git takes on the way and would leave behind if it were killed.
  public var locks: [String]
  /// The remote on whose branch it lands first; nil where it lands here.
  public var remote: String?
  /// What the branch here held before; nil where that is `landed.prev`.
  public var here: ObjectID?

  public init(
    packet: ObjectID, landed: Landed, tip: ObjectID, checkouts: [String], locks: [String]
  ) {
    self.packet = packet
    self.landed = landed
    self.tip = tip
    self.checkouts = checkouts
    self.locks = locks
  }
}

extension LandingIntent {
  public var value: JSONValue {
    [
      "packet": JSONValue(packet), "branch": .string(landed.branch.text),
      "old": JSONValue(landed.prev), "new": JSONValue(landed.commit),
      "base": JSONValue(landed.base), "head": JSONValue(landed.head),
      "tree": JSONValue(landed.tree), "verdicts": JSONValue(landed.verdicts.map(\.hex)),
      "gates": JSONValue(landed.gates.map(\.hex)), "tip": JSONValue(tip),
      "checkouts": JSONValue(checkouts), "locks": JSONValue(locks),
      "remote": JSONValue(remote), "here": JSONValue(here),
      "reviewersAlone": .bool(landed.isByReviewersAlone),
    ]
  }

  public init(_ value: JSONValue) throws(FormatError) {
    guard let members = value.members else { throw FormatError("the intent is no object") }
    let reader = FieldReader(members)
    var landed = Landed(
      branch: try reader.convert("branch", { ReferenceName($0) }), prev: try reader.id("old"),
      commit: try reader.id("new"), base: try reader.id("base"), head: try reader.id("head"),
      tree: try reader.id("tree"), verdicts: try reader.ids("verdicts"),
      gates: try reader.ids("gates"))
    landed.isByReviewersAlone = try reader.optionalTruth("reviewersAlone") ?? false
    self.init(
      packet: try reader.id("packet"), landed: landed, tip: try reader.id("tip"),
      checkouts: try reader.texts("checkouts"), locks: try reader.texts("locks"))
    // Absent from what older programs wrote.
    remote = try reader.optionalText("remote")
    here = try reader.optionalID("here")
  }
}

extension Store {
  /// The landing that is under way or was cut; nil where there is none.
  public func landingIntent() throws -> LandingIntent? {
    try record(at: Layout.intent).map { try $0.read(LandingIntent.init) }
  }

  /// Writes down a landing, or that it is over.
  public func intend(_ intent: LandingIntent?) throws {
    let old = try record(at: Layout.intent)
    guard old != nil || intent != nil else { return }
    try replaceRecord(at: Layout.intent, from: old, with: intent?.value)
  }
}
