import Model
import Operations
import Render

extension Answer {
  /// - Parameter isNamed: whether it was said which repository it must be.
  init(
    _ verification: Verification, of extent: VerificationExtent = .protected,
    isNamed: Bool = false
  ) {
    var lines: [Line] = []
    for branch in verification.branches {
      let title = Line("\(branch.name.short) from \(branch.start.short) to \(branch.tip.short): ")
      lines.append(title + branch.summary)
      let shown = branch.notable(Self.glance)
      if !shown.isEmpty {
        lines += Table(["COMMIT", "FOUND", "PACKET", ""], rows: shown.map(\.row)).lines
      }
      if shown.count < branch.count {
        let rest = branch.count - shown.count
        lines.append(Line("… and \(rest) older, all covered: --json names them", .faint))
      }
      lines += shown.flatMap(\.remarks) + branch.rewinds.map(\.line)
      if let deletion = branch.deletion { lines.append(deletion.line(on: branch)) }
    }
    lines += verification.problems.map { Line($0, .bad) }
    lines += verification.warnings.map { Line($0, .warning) }
    lines.append(Line("repository \(verification.repo.hex)", .faint))
    if verification.isRemembered {
      lines.append(Line("proved before, and nothing has changed since", .faint))
    } else if verification.rememberedCount > 0 {
      let count = verification.rememberedCount
      let steps = counted(count, "step")
      lines.append(
        Line("\(steps) proved before, and nothing since is about them: --fresh asks anew", .faint))
    }
    let conclusion = verification.conclusion(of: extent)
    if let conclusion {
      let doubt = isNamed ? "" : "; whether this is the repository that you mean, --repo ID tells"
      lines += Line.folded("proved: \(conclusion)\(doubt)", to: Width.terminal, .good)
    }
    self.init(lines) { Self.document(verification, conclusion) }
  }

  /// Covered steps that a person looks at; the older ones are counted.
  private static let glance = 50

  private static func document(
    _ verification: Verification, _ conclusion: String?
  ) -> JSONValue {
    [
      "schema": "o8/verify/1", "remembered": .bool(verification.isRemembered),
      "rememberedSteps": .integer(Int64(verification.rememberedCount)),
      "repo": .string(verification.repo.hex),
      "policy": .string(verification.policy.hex), "proved": .bool(verification.isProved),
      "branches": .array(verification.branches.map(\.json)),
      "problems": JSONValue(verification.problems),
      "warnings": JSONValue(verification.warnings), "conclusion": JSONValue(conclusion),
      "newestSignature": JSONValue(verification.newestSignature?.text),
    ]
  }
}

extension Verification {
  /// What was proved, for somebody who has never heard of steps and covers; nil where not all was.
  fileprivate func conclusion(of extent: VerificationExtent) -> String? {
    guard isProved, !branches.isEmpty else { return nil }
    let names = branches.map(\.name.short)
    let shown =
      names.count <= 3 ? names.joined(separator: ", ") : "\(names.count) protected branches"
    let tally = branches.map(\.tally).reduce(StepTally(), +)
    let (since, given): (String, String)
    if case .range = extent {
      (since, given) = ("between the two commits", "")
    } else if names.count == 1, let start = branches.first?.start {
      since = "since \(start.short)"
      given = "; what \(shown) held then is taken as given"
    } else {
      since = "since owners adopted them"
      given = "; what they held then is taken as given"
    }
    guard tally != StepTally() else { return "nothing has changed on \(shown) \(since)\(given)" }
    return "every change of \(shown) \(since) was let in by signatures that the policy of its "
      + "time asked for (\(tally.words))\(given)"
  }
}

extension StepTally {
  /// Such as `3 approved and gated, 1 forced by owners`.
  fileprivate var words: String {
    var parts: [String] = []
    if admitted > 0 {
      let alone = byReviewersAlone > 0 ? ", \(byReviewersAlone) of them by reviewers alone" : ""
      parts.append("\(admitted) approved and gated\(alone)")
    }
    if forced > 0 { parts.append("\(forced) forced by owners") }
    return parts.joined(separator: ", ")
  }
}

extension VerifiedBranch {
  fileprivate var summary: Line {
    guard count > 0 else { return Line("nothing has moved", .faint) }
    let open = open.count
    let all = counted(count, "step")
    return open == 0
      ? Line("\(all), all covered", .good) : Line("\(open) of \(all) not covered", .bad)
  }

  var json: JSONValue {
    [
      "branch": .string(name.text), "start": .string(start.hex), "tip": .string(tip.hex),
      "steps": .array(steps.map(\.json)), "rewinds": .array(rewinds.map(\.json)),
      "deleted": deletion?.json ?? .null,
    ]
  }
}

extension DeletionView {
  fileprivate func line(on branch: VerifiedBranch) -> Line {
    Line(
      "\(branch.name.short) was deleted at \(old.short) by \(by), \(entry.short): "
        + SafeText.singleLine(reason, limit: 200), .warning)
  }

  var json: JSONValue {
    ["entry": .string(entry.hex), "by": .string(by.text), "reason": .string(reason)]
  }
}

extension ForcedView {
  fileprivate var line: Line {
    Line(
      "rewound from \(old.short) to \(new.short) by \(by), \(entry.short): "
        + SafeText.singleLine(reason, limit: 200), .warning)
  }

  var json: JSONValue {
    [
      "entry": .string(entry.hex), "old": .string(old.hex), "new": .string(new.hex),
      "by": .string(by.text), "reason": .string(reason),
    ]
  }
}

extension ApprovalView {
  var json: JSONValue {
    [
      "verdict": .string(verdict.hex), "principal": .string(principal.text),
      "role": .string(role.rawValue), "keys": JSONValue(keys),
    ]
  }
}

extension VerifiedStep {
  fileprivate var row: [Line] {
    let commit = Line(commit.short)
    switch finding {
    case .admitted(let admitted):
      let how =
        admitted.form.rawValue + (admitted.carried ? ", carried" : "")
        + (admitted.isByReviewersAlone ? ", reviewers alone" : "")
      let packet = Line("\(admitted.packet.short) ") + Line(title ?? "").clipped(to: 24)
      let said =
        "\(counted(admitted.verdicts.count, "verdict")), "
        + "\(counted(admitted.gates.count, "gate"))"
      let style: Style = admitted.isByReviewersAlone ? .warning : .good
      return [commit, Line(how, style), packet, Line(said, .faint)]
    case .forced(let entry):
      let reason = Line(SafeText.singleLine(title ?? "", limit: 100)).clipped(to: 40)
      return [commit, Line("forced", .warning), reason, Line("by \(entry.short)", .faint)]
    case .unproved: return [commit, Line("unproved", .warning), Line("-"), Line("")]
    case .breach: return [commit, Line("breach", .bad), Line("-"), Line("")]
    }
  }

  /// What a person should read about it.
  fileprivate var remarks: [Line] {
    let commit = commit.short
    switch finding {
    case .admitted(let admitted):
      return admitted.flags.map { Line("\(commit): \($0)", .warning) }
    case .forced: return []
    case .unproved(let reasons): return reasons.map { Line("\(commit): \($0)", .warning) }
    case .breach(let reasons): return reasons.map { Line("\(commit): \($0)", .bad) }
    }
  }

  var json: JSONValue {
    var fields: [String: JSONValue] = [
      "prev": .string(prev.hex), "commit": .string(commit.hex),
      "packet": .null, "title": JSONValue(title), "form": .null, "carried": .null,
      "base": .null, "head": .null, "tree": .null, "verdicts": .array([]),
      "gates": .array([]), "flags": .array([]), "forced": .null, "reasons": .array([]),
      "policy": JSONValue(policy), "approvals": .array(approvals.map(\.json)),
      "reviewersAlone": .bool(false),
    ]
    switch finding {
    case .admitted(let admitted):
      fields["found"] = "admitted"
      fields["packet"] = .string(admitted.packet.hex)
      fields["form"] = .string(admitted.form.rawValue)
      fields["carried"] = .bool(admitted.carried)
      fields["base"] = .string(admitted.proposal.base.hex)
      fields["head"] = .string(admitted.proposal.head.hex)
      fields["tree"] = .string(admitted.proposal.tree.hex)
      fields["verdicts"] = JSONValue(admitted.verdicts.map(\.hex))
      fields["gates"] = JSONValue(admitted.gates.map(\.hex))
      fields["flags"] = JSONValue(admitted.flags.map(\.description))
      fields["reviewersAlone"] = .bool(admitted.isByReviewersAlone)
    case .forced(let entry):
      fields["found"] = "forced"
      fields["forced"] = .string(entry.hex)
    case .unproved(let reasons):
      fields["found"] = "unproved"
      fields["reasons"] = JSONValue(reasons.map(\.description))
    case .breach(let reasons):
      fields["found"] = "breach"
      fields["reasons"] = JSONValue(reasons.map(\.description))
    }
    return .object(fields)
  }
}
