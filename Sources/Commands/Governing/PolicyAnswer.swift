import Model
import Operations
import Render

extension Answer {
  init(_ draft: PolicyDraft) {
    self.init(draft.lines, json: .object(draft.document))
  }

  /// - Parameter isShown: whether a person has seen the difference already.
  init(_ outcome: PolicyOutcome, isShown: Bool) {
    var lines: [Line] = isShown ? [] : outcome.draft?.lines ?? []
    if outcome.draft?.isEmpty == true { lines = [Line("the policy says that already")] }
    if let motion = outcome.motion {
      lines.append(
        Line("proposed ", .warning) + Line(motion.short)
          + Line("; \(motion.stillToSign): \(motion.command)"))
    } else if outcome.draft?.isEmpty != true {
      lines.append(Line("policy ", .good) + Line(outcome.policy.short))
    }
    lines += outcome.notes.map { Line("note: ", .warning) + Line($0) }
    var document = outcome.draft?.document ?? ["schema": "o8/policy-change/1"]
    document["policy"] = .string(outcome.policy.hex)
    document["proposal"] = outcome.motion?.document ?? .null
    document["notes"] = JSONValue(outcome.notes)
    self.init(lines, json: .object(document))
  }
}

extension PolicyDraft {
  var lines: [Line] {
    let left = conflicts.map { Line("left  ", .warning) + Line($0.sentence) }
    let way = PolicyConflict.command(taking: conflicts).map {
      [Line("  $ ", .faint) + Line($0) + Line("  # takes the other", .faint)]
    }
    if isEmpty, conflicts.isEmpty { return [Line("the policy says that already")] }
    if isEmpty { return [Line("nothing is left to change")] + left + (way ?? []) }
    var lines = difference.lines
    if lines.isEmpty { lines = [Line("only the wording changes", .faint)] }
    lines += left + (way ?? [])
    lines += consequences.map { Line("! ", .warning) + Line($0) }
    if owners > 1 { lines.append(Line("it takes \(owners) owners' signatures", .faint)) }
    if let obstacle { lines.append(Line(obstacle, .warning)) }
    return lines
  }

  var document: [String: JSONValue] {
    [
      "schema": "o8/policy-change/1", "subject": .string(subject),
      "effects": difference.document, "consequences": JSONValue(consequences),
      "owners": JSONValue(owners), "unchanged": .bool(isEmpty),
      "obstacle": JSONValue(obstacle),
      "conflicts": .array(
        conflicts.map {
          [
            "key": .string($0.key), "inForce": .string($0.inForce), "other": .string($0.other),
            "set": JSONValue($0.setting),
          ]
        }),
    ]
  }
}

extension PolicyDifference {
  var lines: [Line] {
    effects.map { effect in
      let style: Style =
        switch effect.sign {
        case .gained: .good
        case .lost: .bad
        case .changed: .warning
        }
      return Line("\(effect.sign.rawValue) ", style) + Line(effect.text)
    }
  }

  var document: JSONValue {
    .array(effects.map { ["sign": .string($0.sign.rawValue), "text": .string($0.text)] })
  }
}

extension MotionView {
  func lines(at now: Instant) -> [Line] {
    let age = Age.phrase(of: at, at: now)
    let names = signed.map(\.text).joined(separator: ", ")
    var lines = [
      Line("\(short) ", .faint) + Line("\(kind): \(subject)")
        + Line(", proposed by \(proposer) \(age)", .faint)
    ]
    lines += (difference?.lines ?? []).map { Line("  ") + $0 }
    lines.append(
      obstacle.map { Line("  void: \($0)", .bad) }
        ?? Line("  signed by \(names); \(stillToSign): \(command)"))
    return lines
  }

  /// Such as `1 more owner has to sign`.
  var stillToSign: String {
    missing == 1 ? "1 more owner has to sign" : "\(missing) more owners have to sign"
  }

  var document: JSONValue {
    [
      "id": .string(id), "kind": .string(kind.text), "subject": .string(subject),
      "by": .string(proposer.text), "at": .string(at.text),
      "signed": JSONValue(signed.map(\.text)), "missing": JSONValue(missing),
      "effects": difference?.document ?? .null, "obstacle": JSONValue(obstacle),
      "awaitsMe": .bool(awaitsMe), "command": .string(command),
    ]
  }
}
