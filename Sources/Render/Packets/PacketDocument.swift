public import Model

/// A packet as `--json` says it: the shape that scripts rely on. Fields are added, never renamed.
public struct PacketDocument: Hashable, Sendable {
  public let packet: Packet
  public let worktree: String?
  public let missing: [Role: Int]
  public let notes: [String]
  public let prompt: String?
  /// Its landing, where that is not final yet.
  public let landing: PendingLanding?
  /// The remote whose branch has what it landed as; nil where only the branch here has.
  public let remote: String?
  /// Why it is in no lane yet.
  public let queued: String?
  /// The owners of touched paths of whom none has approved.
  public let owners: [OwnerClaim]

  /// A landing that the ledger claims and that does not hold.
  public let unheld: JSONValue?

  public static let schema = "o8/show/1"

  public init(
    _ packet: Packet, worktree: String?, missing: [Role: Int] = [:], notes: [String] = [],
    prompt: String? = nil, landing: PendingLanding? = nil, queued: String? = nil,
    remote: String? = nil, owners: [OwnerClaim] = [], unheld: JSONValue? = nil
  ) {
    self.unheld = unheld
    self.remote = remote
    self.owners = owners
    self.landing = landing
    self.queued = queued
    self.prompt = prompt
    self.packet = packet
    self.worktree = worktree
    self.missing = missing
    self.notes = notes
  }

  /// As one of a list.
  public var brief: JSONValue { .object(members) }

  /// With its whole story.
  public var full: JSONValue {
    var members = members
    members["attempts"] = .array(packet.attempts.map(\.document))
    members["attemptsUsed"] = JSONValue(packet.attemptsUsed)
    members["attemptsAllowed"] = JSONValue(packet.work.attempts)
    members["gates"] = .array(packet.gates.map(\.document))
    members["verdicts"] = .array(packet.verdicts.map(\.document))
    members["said"] = .array(packet.said.map(packet.document(of:)))
    members["events"] = .array(packet.log.map(\.document))
    members["missing"] = .object(
      Dictionary(uniqueKeysWithValues: missing.map { ($0.key.rawValue, JSONValue($0.value)) }))
    members["owners"] = .array(owners.map(\.document))
    members["prompt"] = JSONValue(prompt)
    members["notes"] = JSONValue(notes)
    return .object(members)
  }

  /// Verdicts and gate runs in the same shapes.
  public func verdicts(_ verdicts: [JudgedVerdict]) -> [JSONValue] { verdicts.map(\.document) }
  public func gates(_ gates: [GateRun]) -> [JSONValue] { gates.map(\.document) }

  private var members: [String: JSONValue] {
    let work = packet.work
    return [
      "schema": .string(Self.schema), "id": .string(packet.id.hex), "title": .string(work.title),
      "state": .string(packet.state.rawValue), "branch": .string(work.branch.text),
      "lane": JSONValue(packet.lane?.text), "worktree": JSONValue(worktree),
      "base": JSONValue(packet.base), "head": JSONValue(packet.head),
      "tree": JSONValue(packet.tree), "runtime": .string(work.runtime),
      "command": JSONValue(work.command), "model": JSONValue(work.model),
      "tier": .string(work.tier.rawValue), "isolation": .string(work.isolation),
      "scope": JSONValue(work.scope), "acceptance": JSONValue(work.acceptance),
      "points": .array(packet.points.map(\.document)),
      "priority": JSONValue(work.priority),
      "delivers": .string(work.delivers.rawValue), "surface": .string(work.surface.rawValue),
      "after": JSONValue(work.after.map(\.hex)),
      "question": JSONValue(packet.question), "landed": packet.landingDocument(on: remote),
      "closed": packet.closingDocument, "landing": landing?.document ?? .null,
      "carried": packet.carried?.document ?? .null,
      "obstacle": packet.obstacle?.document ?? .null, "unheld": unheld ?? .null,
      "waiting": packet.waitingDocument, "queued": JSONValue(queued),
      "flagged": .array((packet.presented?.findings ?? []).map(\.document)),
    ]
  }
}

extension Packet {
  fileprivate func landingDocument(on remote: String?) -> JSONValue {
    guard let closing, let commit = landedCommit else { return .null }
    return [
      "commit": .string(commit.hex), "ledger": .string(closing.id.hex),
      "at": .string(closing.at.text), "remote": JSONValue(remote),
    ]
  }

  fileprivate var closingDocument: JSONValue {
    guard let closing, !state.isOpen else { return .null }
    return [
      "ledger": .string(closing.id.hex), "by": .string(closing.author.text),
      "at": .string(closing.at.text),
    ]
  }
}

extension CarriedApproval {
  fileprivate var document: JSONValue {
    [
      "base": .string(base.hex), "verdicts": JSONValue(verdicts.map(\.hex)),
      "gates": JSONValue(gates),
    ]
  }
}

extension LandingObstacle {
  fileprivate var document: JSONValue {
    [
      "remedy": .string(remedy.rawValue), "reasons": JSONValue(reasons),
      "commands": JSONValue(commands),
    ]
  }
}

extension PendingLanding {
  fileprivate var document: JSONValue {
    [
      "commit": .string(commit.hex), "branch": .string(branch.text),
      "upstream": JSONValue(upstream), "here": .bool(isHere), "command": .string(command),
    ]
  }
}

extension Packet {
  fileprivate var waitingDocument: JSONValue {
    guard state == .waiting, let pause else { return .null }
    return [
      "reason": .string(pause.reason.rawValue), "text": .string(pause.text),
      "since": .string(pause.since.text), "until": JSONValue(pause.until?.text),
    ]
  }
}

extension Attempt {
  fileprivate var document: JSONValue {
    [
      "id": .string(id.hex), "number": JSONValue(number), "reason": .string(reason.rawValue),
      "runtime": .string(runtime), "version": JSONValue(version), "model": JSONValue(model),
      "answeredBy": JSONValue(end?.model),
      "session": JSONValue(end?.session ?? session),
      "worker": JSONValue(worker?.text), "isolation": JSONValue(isolation),
      "started": .string(started.text),
      "finished": JSONValue(finished?.text), "outcome": JSONValue(end?.outcome.rawValue),
      "exit": JSONValue(end?.exit), "signal": JSONValue(end?.signal),
      "cause": JSONValue(end?.cause), "resets": JSONValue(end?.resets?.text),
      "head": JSONValue(end?.head), "seconds": JSONValue(end?.seconds),
      "usage": end?.usage.map(\.document) ?? .null,
      "transcript": JSONValue(end?.transcript?.blob), "notes": JSONValue(end?.notes ?? []),
      "artifacts": .array((end?.artifacts ?? []).map(\.document)),
    ]
  }
}

extension Usage {
  fileprivate var document: JSONValue {
    [
      "inputTokens": .integer(inputTokens), "outputTokens": .integer(outputTokens),
      "costMicros": .integer(costMicros),
    ]
  }
}

extension GateRun {
  fileprivate var document: JSONValue {
    [
      "id": .string(id.hex), "name": .string(gate.name), "tree": .string(gate.tree.hex),
      "head": .string(gate.head.hex), "passed": .bool(gate.passed),
      "seconds": JSONValue(gate.seconds), "log": JSONValue(gate.log?.blob),
      "by": .string(principal.text), "at": .string(at.text),
    ]
  }
}

extension JudgedVerdict {
  fileprivate var document: JSONValue {
    [
      "id": .string(id.hex), "role": .string(verdict.role.rawValue),
      "principal": .string(principal.text),
      "key": JSONValue(key.map { "\($0.type) \($0.base64)" }), "at": .string(at.text),
      "decision": .string(verdict.decision.rawValue), "summary": JSONValue(verdict.summary),
      "base": .string(verdict.base.hex), "head": .string(verdict.head.hex),
      "tree": .string(verdict.tree.hex), "findings": .array(verdict.findings.map(\.document)),
      "valid": .bool(isValid), "carried": .bool(isCarried), "why": JSONValue(why),
    ]
  }
}

extension Finding {
  public var document: JSONValue {
    [
      "path": JSONValue(path), "line": JSONValue(line), "severity": .string(severity.rawValue),
      "text": .string(text),
    ]
  }
}

extension OwnerClaim {
  public var document: JSONValue {
    [
      "file": .string(file), "line": JSONValue(line), "pattern": .string(pattern),
      "owners": JSONValue(owners), "principals": JSONValue(able.map(\.text)),
      "path": .string(path), "count": JSONValue(count), "fault": JSONValue(fault),
    ]
  }
}

extension LogLine {
  fileprivate var document: JSONValue {
    [
      "id": .string(id.hex), "kind": .string(kind.text), "clock": .integer(clock),
      "at": .string(at.text), "by": .string(principal.text), "summary": .string(summary),
      "ignored": JSONValue(ignored),
    ]
  }
}
