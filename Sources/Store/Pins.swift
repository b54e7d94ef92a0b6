import Git
public import Model

/// What this clone has seen and will not go back behind: who serves an older policy or another
/// repository is noticed.
public struct Pins: Hashable, Sendable {
  /// The repository's identity.
  public var repo: ObjectID
  /// The newest policy and ledger seen.
  public var policy: ObjectID
  public var ledger: ObjectID?
  /// The newest policy that a remote was seen to have: no remote may go back behind that.
  public var shared: ObjectID?
  /// Where protected branches stood here when all of them was last found covered.
  public var branches: [ReferenceName: ObjectID]

  public init(
    repo: ObjectID, policy: ObjectID, ledger: ObjectID?, shared: ObjectID? = nil,
    branches: [ReferenceName: ObjectID] = [:]
  ) {
    self.repo = repo
    self.policy = policy
    self.ledger = ledger
    self.shared = shared
    self.branches = branches
  }
}

extension Pins {
  var value: JSONValue {
    let pairs = branches.map { ($0.key.text, JSONValue($0.value)) }
    return [
      "repo": JSONValue(repo), "policy": JSONValue(policy), "ledger": JSONValue(ledger),
      "shared": JSONValue(shared), "branches": .object(Dictionary(pairs) { _, last in last }),
    ]
  }

  init(_ value: JSONValue) throws(FormatError) {
    guard let members = value.members else { throw FormatError("the pins are no object") }
    let reader = FieldReader(members)
    // Absent from what older programs wrote.
    let standing = try reader.optionalMembers("branches") ?? [:]
    let values = FieldReader(standing)
    var branches: [ReferenceName: ObjectID] = [:]
    for text in standing.keys {
      guard let name = ReferenceName(text) else { throw FormatError("`branches` names none") }
      branches[name] = try values.id(text)
    }
    self.init(
      repo: try reader.id("repo"), policy: try reader.id("policy"),
      ledger: try reader.optionalID("ledger"), shared: try reader.optionalID("shared"),
      branches: branches)
  }
}

extension Store {
  /// What this clone has pinned; nil before anything was.
  public func pins() throws -> Pins? {
    try record(at: Layout.pins).map { try $0.read(Pins.init) }
  }

  /// Changes the pins by `change`, which sees those of whoever was first.
  @discardableResult
  public func pin(_ change: (Pins?) throws -> Pins) async throws -> Pins {
    for attempt in 0..<Limits.appendAttempts {
      let old = try record(at: Layout.pins)
      let pins = try change(try old.map { try $0.read(Pins.init) })
      do {
        try replaceRecord(at: Layout.pins, from: old, with: pins.value)
        return pins
      } catch let error as GitError where error.meansSomeoneWasFirst {
        try await pause(after: attempt)
      }
    }
    throw contention(Layout.pins)
  }

  /// Whoever has appended to the ledger will not go back behind that.
  func pinLedger() async throws {
    guard let known = try pins(), known.repo == identity else { return }
    try await pin { old in
      var pins = old ?? known
      try advanceLedger(of: &pins)
      return pins
    }
  }

  /// The same for who only reads, at most once: a reader who cannot write, or meets another who
  /// does, leaves it to the next. Throws nothing, since nobody asked for it.
  public func pinLedgerIfPossible() {
    guard let old = try? record(at: Layout.pins), var pins = try? old.read(Pins.init),
      pins.repo == identity
    else { return }
    let before = pins
    guard (try? advanceLedger(of: &pins)) != nil, pins != before else { return }
    _ = try? replaceRecord(at: Layout.pins, from: old, with: pins.value)
  }

  /// Remembers where a protected branch stands, nil for nowhere; in the same way, since whoever
  /// looks next does it again.
  public func pinIfPossible(_ branch: ReferenceName, at value: ObjectID?) {
    guard let old = try? record(at: Layout.pins), var pins = try? old.read(Pins.init),
      pins.repo == identity, pins.branches[branch] != value
    else { return }
    pins.branches[branch] = value
    _ = try? replaceRecord(at: Layout.pins, from: old, with: pins.value)
  }

  /// Names the ledger as it stands where it holds what was named before.
  private func advanceLedger(of pins: inout Pins) throws {
    guard let tip = try repository.target(of: Layout.ledger), pins.ledger != tip else { return }
    if try pins.ledger.map(ledgerHolds) ?? true { pins.ledger = tip }
  }
}
