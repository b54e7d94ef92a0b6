extension LedgerBody {
  /// The kind, nil where unknown.
  public var kind: EventKind? {
    switch self {
    case .landed: .landed
    case .rejected: .rejected
    case .cancelled: .cancelled
    case .reported: .reported
    case .forced: .forced
    case .breach: .breach
    case .policy: .policy
    case .adopted: .adopted
    case .late: .late
    case .proposed: .proposed
    case .cosigned: .cosigned
    case .unknown: nil
    }
  }

  /// The kind's own fields of `event.json`, without `previous` and `tip`.
  public var fields: [String: JSONValue] {
    switch self {
    case .landed(let landed): landed.fields
    case .rejected(let reason), .cancelled(let reason), .reported(let reason):
      ["reason": JSONValue(reason)]
    case .forced(let forced): forced.fields
    case .breach(let breach): breach.fields
    case .policy(let change): change.fields
    case .adopted(let adopted):
      ["branch": .string(adopted.branch.text), "commit": JSONValue(adopted.commit)]
    case .proposed(let digest), .cosigned(let digest): ["proposal": .string(digest.hex)]
    case .late, .unknown: [:]
    }
  }

  public static func known(
    _ kind: EventKind, _ fields: FieldReader
  ) throws(FormatError) -> LedgerBody? {
    switch kind {
    case .landed: .landed(try Landed(fields))
    case .rejected: .rejected(reason: try fields.optionalText("reason"))
    case .cancelled: .cancelled(reason: try fields.optionalText("reason"))
    case .reported: .reported(reason: try fields.optionalText("reason"))
    case .forced: .forced(try Forced(fields))
    case .breach: .breach(try Breach(fields))
    case .policy: .policy(try PolicyChange(fields))
    case .adopted:
      .adopted(
        Adopted(
          branch: try fields.convert("branch", { ReferenceName($0) }),
          commit: try fields.id("commit")))
    case .late: .late
    case .proposed: .proposed(try fields.convert("proposal", Digest.init))
    case .cosigned: .cosigned(try fields.convert("proposal", Digest.init))
    default: nil
    }
  }
}

extension Landed {
  var fields: [String: JSONValue] {
    var fields: [String: JSONValue] = [
      "branch": .string(branch.text), "prev": JSONValue(prev), "commit": JSONValue(commit),
      "base": JSONValue(base), "head": JSONValue(head), "tree": JSONValue(tree),
      "verdicts": JSONValue(verdicts.map(\.hex)), "gates": JSONValue(gates.map(\.hex)),
    ]
    // Other landings are written as ever.
    if isByReviewersAlone { fields["reviewersAlone"] = true }
    return fields
  }

  init(_ fields: FieldReader) throws(FormatError) {
    self.init(
      branch: try fields.convert("branch", { ReferenceName($0) }), prev: try fields.id("prev"),
      commit: try fields.id("commit"), base: try fields.id("base"), head: try fields.id("head"),
      tree: try fields.id("tree"), verdicts: try fields.ids("verdicts"),
      gates: try fields.ids("gates"),
      isByReviewersAlone: try fields.optionalTruth("reviewersAlone") ?? false)
  }
}

extension Forced {
  var fields: [String: JSONValue] {
    [
      "branch": .string(branch.text), "old": JSONValue(old), "new": JSONValue(new),
      "rewind": .bool(rewind), "reason": .string(reason), "epoch": .string(epoch.hex),
    ]
  }

  init(_ fields: FieldReader) throws(FormatError) {
    self.init(
      branch: try fields.convert("branch", { ReferenceName($0) }),
      old: try fields.optionalID("old"), new: try fields.optionalID("new"),
      rewind: try fields.truth("rewind"), reason: try fields.text("reason"),
      epoch: try fields.convert("epoch", Digest.init))
  }
}

extension Breach {
  var fields: [String: JSONValue] {
    [
      "branch": .string(branch.text), "old": JSONValue(old), "new": JSONValue(new),
      "reason": .string(reason),
    ]
  }

  init(_ fields: FieldReader) throws(FormatError) {
    self.init(
      branch: try fields.convert("branch", { ReferenceName($0) }),
      old: try fields.optionalID("old"), new: try fields.optionalID("new"),
      reason: try fields.text("reason"))
  }
}

extension PolicyChange {
  var fields: [String: JSONValue] {
    let pairs = tips.map { ($0.key.text, JSONValue($0.value)) }
    return [
      "tips": .object(Dictionary(pairs) { _, last in last }), "ledger": JSONValue(ledger),
    ]
  }

  init(_ fields: FieldReader) throws(FormatError) {
    var tips: [ReferenceName: ObjectID] = [:]
    let members = try fields.members("tips")
    let reader = FieldReader(members)
    for text in members.keys {
      guard let branch = ReferenceName(text) else { throw FormatError("`tips` names no branch") }
      tips[branch] = try reader.id(text)
    }
    self.init(tips: tips, ledger: try fields.optionalID("ledger"))
  }
}
