extension Opened {
  var fields: [String: JSONValue] {
    var lane: ReferenceName?
    if case .adopted(let adopted) = origin { lane = adopted }
    var fields: [String: JSONValue] = [
      "title": .string(title), "branch": .string(branch.text), "adopted": JSONValue(lane?.text),
      "scope": JSONValue(scope), "acceptance": JSONValue(acceptance),
      "runtime": .string(runtime), "command": JSONValue(command), "model": JSONValue(model),
      "tier": .string(tier.rawValue), "gates": JSONValue(gates), "attempts": JSONValue(attempts),
      "timeoutSeconds": JSONValue(timeoutSeconds), "priority": JSONValue(priority),
      "after": JSONValue(after.map(\.hex)), "isolation": .string(isolation),
    ]
    if let onto { fields["onto"] = JSONValue(onto) }
    if delivers != .change { fields["delivers"] = .string(delivers.rawValue) }
    if surface != .stream { fields["surface"] = .string(surface.rawValue) }
    return fields
  }

  init(_ fields: FieldReader) throws(FormatError) {
    let lane = try fields.convertOptional("adopted", { ReferenceName($0) })
    self.init(
      title: try fields.text("title"),
      branch: try fields.convert("branch", { ReferenceName($0) }),
      origin: lane.map(Origin.adopted) ?? .dispatched,
      scope: try fields.texts("scope"), acceptance: try fields.texts("acceptance"),
      runtime: try fields.text("runtime"), command: try fields.texts("command"),
      model: try fields.optionalText("model"), tier: try fields.convert("tier", Tier.init),
      gates: try fields.texts("gates"), attempts: try fields.count("attempts"),
      timeoutSeconds: try fields.count("timeoutSeconds"),
      priority: Int(clamping: try fields.integer("priority")), after: try fields.ids("after"),
      isolation: try fields.text("isolation"))
    onto = try fields.optionalID("onto")
    delivers = try fields.convertOptional("delivers", Delivery.init) ?? .change
    surface = try fields.convertOptional("surface", WorkSurface.init) ?? .stream
  }
}

extension Started {
  var fields: [String: JSONValue] {
    var fields: [String: JSONValue] = [
      "number": JSONValue(number), "reason": .string(reason.rawValue),
      "runtime": .string(runtime), "worker": JSONValue(worker?.text), "model": JSONValue(model),
      "session": JSONValue(session), "lane": .string(lane.text), "head": JSONValue(head),
      "base": JSONValue(base),
    ]
    if let isolation { fields["isolation"] = .string(isolation) }
    if let version { fields["version"] = .string(version) }
    return fields
  }

  init(_ fields: FieldReader) throws(FormatError) {
    self.init(
      number: try fields.count("number"),
      reason: try fields.convert("reason", AttemptReason.init),
      runtime: try fields.text("runtime"),
      worker: try fields.convertOptional("worker", PrincipalName.init),
      model: try fields.optionalText("model"), session: try fields.optionalText("session"),
      lane: try fields.convert("lane", { ReferenceName($0) }), head: try fields.id("head"),
      base: try fields.id("base"), isolation: try fields.optionalText("isolation"),
      version: try fields.optionalText("version"))
  }
}

extension Kept {
  var value: JSONValue {
    [
      "sha256": .string(sha256.hex), "size": .integer(size), "blob": JSONValue(blob),
      "holder": .string(holder.text),
    ]
  }

  static func read(_ fields: FieldReader, _ key: String) throws(FormatError) -> Kept? {
    guard let members = try fields.optionalMembers(key) else { return nil }
    return try read(FieldReader(members))
  }

  static func read(_ reader: FieldReader) throws(FormatError) -> Kept {
    Kept(
      sha256: try reader.convert("sha256", Digest.init), size: try reader.integer("size"),
      blob: try reader.id("blob"), holder: try reader.convert("holder", PrincipalName.init))
  }
}

extension Finished {
  var fields: [String: JSONValue] {
    let spent: JSONValue =
      usage.map {
        [
          "inputTokens": .integer($0.inputTokens), "outputTokens": .integer($0.outputTokens),
          "costMicros": .integer($0.costMicros),
        ]
      } ?? .null
    var fields: [String: JSONValue] = [
      "started": JSONValue(started), "outcome": .string(outcome.rawValue),
      "exit": JSONValue(exit), "signal": JSONValue(signal), "head": JSONValue(head),
      "seconds": JSONValue(seconds), "usage": spent,
      "transcript": transcript?.value ?? .null, "notes": JSONValue(notes),
    ]
    if let session { fields["session"] = .string(session) }
    if let model { fields["model"] = .string(model) }
    if let cause { fields["cause"] = .string(cause) }
    if let resets { fields["resets"] = .string(resets.text) }
    if !artifacts.isEmpty { fields["artifacts"] = .array(artifacts.map(\.value)) }
    return fields
  }

  init(_ fields: FieldReader) throws(FormatError) {
    var usage: Usage?
    if let members = try fields.optionalMembers("usage") {
      let spent = FieldReader(members)
      usage = Usage(
        inputTokens: try spent.integer("inputTokens"),
        outputTokens: try spent.integer("outputTokens"),
        costMicros: try spent.integer("costMicros"))
    }
    self.init(
      started: try fields.id("started"), outcome: try fields.convert("outcome", Outcome.init),
      exit: try fields.optionalInteger("exit").map { Int(clamping: $0) },
      signal: try fields.optionalInteger("signal").map { Int(clamping: $0) },
      head: try fields.optionalID("head"), seconds: try fields.count("seconds"), usage: usage,
      session: try fields.optionalText("session"), model: try fields.optionalText("model"),
      cause: try fields.optionalText("cause"),
      resets: try fields.convertOptional("resets") { Instant($0) },
      transcript: try Kept.read(fields, "transcript"), notes: try fields.texts("notes"),
      artifacts: try Artifact.list(fields, "artifacts"))
  }
}

extension Gated {
  var fields: [String: JSONValue] {
    [
      "started": JSONValue(started), "name": .string(name),
      "definition": .string(definition.hex), "head": JSONValue(head), "tree": JSONValue(tree),
      "passed": .bool(passed), "log": log?.value ?? .null, "seconds": JSONValue(seconds),
    ]
  }

  init(_ fields: FieldReader) throws(FormatError) {
    self.init(
      started: try fields.optionalID("started"), name: try fields.text("name"),
      definition: try fields.convert("definition", Digest.init), head: try fields.id("head"),
      tree: try fields.id("tree"), passed: try fields.truth("passed"),
      log: try Kept.read(fields, "log"), seconds: try fields.count("seconds"))
  }
}

extension Presented {
  var fields: [String: JSONValue] {
    var fields: [String: JSONValue] = [
      "started": JSONValue(started), "base": JSONValue(base), "head": JSONValue(head),
      "tree": JSONValue(tree), "findings": .array(findings.map(\.value)),
      "require": Self.value(of: require),
    ]
    if let alone { fields["alone"] = Self.value(of: alone) }
    if !owners.isEmpty {
      fields["owners"] = .array(owners.map { JSONValue($0.map(\.text)) })
    }
    return fields
  }

  private static func value(of seats: [Role: Int]) -> JSONValue {
    .object(
      Dictionary(
        uniqueKeysWithValues: seats.map { ($0.key.rawValue, .integer(Int64($0.value))) }))
  }

  private static func seats(
    _ members: [String: JSONValue], in key: String
  ) throws(FormatError) -> [Role: Int] {
    var seats: [Role: Int] = [:]
    let counts = FieldReader(members)
    for name in members.keys {
      guard let role = Role(rawValue: name) else { throw FormatError("`\(key)` names no role") }
      seats[role] = try counts.count(name)
    }
    return seats
  }

  private static func owners(_ fields: FieldReader) throws(FormatError) -> [[PrincipalName]] {
    var owners: [[PrincipalName]] = []
    for element in try fields.optionalElements("owners") ?? [] {
      guard let members = element.elements else {
        throw FormatError("`owners` holds what is no array")
      }
      var names: [PrincipalName] = []
      for member in members {
        guard let name = member.text.flatMap({ PrincipalName($0) }) else {
          throw FormatError("`owners` holds what is no name")
        }
        names.append(name)
      }
      owners.append(names)
    }
    return owners
  }

  init(_ fields: FieldReader) throws(FormatError) {
    var alone: [Role: Int]?
    if let members = try fields.optionalMembers("alone") {
      alone = try Self.seats(members, in: "alone")
    }
    self.init(
      started: try fields.optionalID("started"), base: try fields.id("base"),
      head: try fields.id("head"), tree: try fields.id("tree"),
      findings: try Finding.list(fields, "findings"),
      require: try Self.seats(try fields.members("require"), in: "require"), alone: alone,
      owners: try Self.owners(fields))
  }
}

extension Finding {
  var value: JSONValue {
    [
      "path": JSONValue(path), "line": JSONValue(line), "severity": .string(severity.rawValue),
      "text": .string(text),
    ]
  }

  static func list(_ fields: FieldReader, _ key: String) throws(FormatError) -> [Finding] {
    var result: [Finding] = []
    for element in try fields.elements(key) {
      let reader = try FieldReader(element, in: key)
      result.append(
        Finding(
          path: try reader.optionalText("path"), line: try reader.count("line"),
          severity: try reader.convert("severity", Severity.init), text: try reader.text("text")))
    }
    return result
  }
}

extension GitlinkChange {
  var value: JSONValue {
    ["path": .string(path), "old": JSONValue(old), "new": JSONValue(new)]
  }

  static func list(_ fields: FieldReader, _ key: String) throws(FormatError) -> [GitlinkChange] {
    var result: [GitlinkChange] = []
    for element in try fields.elements(key) {
      let reader = try FieldReader(element, in: key)
      result.append(
        GitlinkChange(
          path: try reader.text("path"), old: try reader.optionalID("old"),
          new: try reader.optionalID("new")))
    }
    return result
  }
}

extension Verdict {
  var fields: [String: JSONValue] {
    [
      "branch": .string(branch.text), "base": JSONValue(base), "head": JSONValue(head),
      "tree": JSONValue(tree), "decision": .string(decision.rawValue),
      "role": .string(role.rawValue), "findings": .array(findings.map(\.value)),
      "summary": JSONValue(summary), "policy": JSONValue(policy), "epoch": .string(epoch.hex),
      "expires": JSONValue(expires?.text), "authors": JSONValue(authors.map(\.text)),
      "gitlinks": .array(gitlinks.map(\.value)), "sensitive": JSONValue(sensitive),
    ]
  }

  init(_ fields: FieldReader) throws(FormatError) {
    var authors: [PrincipalName] = []
    for text in try fields.texts("authors") {
      guard let name = PrincipalName(text) else {
        throw FormatError("`authors` holds what is no name")
      }
      authors.append(name)
    }
    self.init(
      branch: try fields.convert("branch", { ReferenceName($0) }), base: try fields.id("base"),
      head: try fields.id("head"), tree: try fields.id("tree"),
      decision: try fields.convert("decision", Decision.init),
      role: try fields.convert("role", Role.init),
      findings: try Finding.list(fields, "findings"),
      summary: try fields.optionalText("summary"), policy: try fields.id("policy"),
      epoch: try fields.convert("epoch", Digest.init),
      expires: try fields.convertOptional("expires", Instant.init), authors: authors,
      gitlinks: try GitlinkChange.list(fields, "gitlinks"),
      sensitive: try fields.texts("sensitive"))
  }
}
