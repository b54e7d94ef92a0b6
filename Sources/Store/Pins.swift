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

  public init(repo: ObjectID, policy: ObjectID, ledger: ObjectID?) {
    self.repo = repo
    self.policy = policy
    self.ledger = ledger
  }
}

extension Pins {
  var value: JSONValue {
    ["repo": JSONValue(repo), "policy": JSONValue(policy), "ledger": JSONValue(ledger)]
  }

  init(_ value: JSONValue) throws(FormatError) {
    guard let members = value.members else { throw FormatError("the pins are no object") }
    let reader = FieldReader(members)
    self.init(
      repo: try reader.id("repo"), policy: try reader.id("policy"),
      ledger: try reader.optionalID("ledger"))
  }
}

extension Store {
  /// What this clone has pinned; nil before anything was.
  public func pins() throws -> Pins? {
    try record(at: Layout.pins).map { try Pins($0.value) }
  }

  /// Changes the pins by `change`, which sees those of whoever was first.
  @discardableResult
  public func pin(_ change: (Pins?) throws -> Pins) async throws -> Pins {
    for attempt in 0..<Limits.appendAttempts {
      let old = try record(at: Layout.pins)
      let pins = try change(try old.map { try Pins($0.value) })
      do {
        try replaceRecord(at: Layout.pins, from: old, with: pins.value)
        return pins
      } catch let error as GitError where error.meansSomeoneWasFirst {
        try await pause(after: attempt)
      }
    }
    throw contention(Layout.pins)
  }
}
