extension Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noPolicy: "no policy is in force here"
    case .policyExpired(let day): "the policy expired on \(day.text); an owner must renew it"
    case .notAdopted(let branch): "\(branch.short) has not been adopted by an owner"
    case .stale(let expected, let present):
      "the branch is at \(present?.short ?? "nothing"), not at \(expected.short)"
    case .notOnFirstParentChain(let old, let new):
      "\(new.short) is not built on \(old.short), which is not on its first-parent chain"
    case .noVerdict(let prev, let commit):
      "no verdict covers \(prev.short)..\(commit.short)"
    case .formNotAccepted(let form): "policy does not accept landing by \(form.rawValue)"
    case .treeDiffers(let proposal, let tree):
      "the result is tree \(tree.short), what was judged is \(proposal.tree.short)"
    case .cannotCarry(let proposal, let problem):
      "the verdicts on base \(proposal.base.short) do not carry: \(problem)"
    case .missing(let role, let count, let proposal):
      "missing \(counted(count, "\(role.rawValue) approval")) on \(proposal)"
    case .unapproved(let proposal): "nobody's approval counts on \(proposal)"
    case .notAlone(let principal):
      "the approval of \(principal) does not stand alone: they, or who works for them, had a hand "
        + "in it"
    case .tierNotSaid(let tier):
      "nobody who may say so has signed that it is of tier \(tier.rawValue)"
    case .ownerMissing(let claim): claim.sentence
    case .ownersMissing(let count):
      "\(counted(count, "more line")) of CODEOWNERS lack\(count == 1 ? "s" : "") an "
        + "owner's approval"
    case .ownersUnreadable(let path, let why):
      "\(path) cannot be read, so nobody knows who must approve: \(why)"
    case .ownersSpoiled(let path, let why):
      "it would leave a \(path) that nobody can read: \(why)"
    case .ownersUnknown(let why): "who owns the touched paths is not known: \(why)"
    case .voided(let principal, let cause): "verdict of \(principal) voided: \(cause)"
    case .blocked(let principal, let decision):
      "\(principal) said \(decision.rawValue), and it stands"
    case .gateRed(let name): "gate \(name) is red"
    case .gateMissing(let name, let tree): "gate \(name) has not run on tree \(tree.short)"
    case .alreadyLanded(let packet, let commit):
      "packet \(packet.short) has landed already as \(commit.short)"
    case .takenAway(let owner, let reason):
      "\(owner) rewound the branch past it: \(SafeText.singleLine(reason, limit: 200))"
    case .landedUnder(let policy):
      "it landed here under the policy \(policy.short), which never was the branch's: sync has set "
        + "it aside"
    case .admittedBefore(let policy, let before):
      "the policy before \(policy.short), \(before.short), lets it in: it landed before that one was "
        + "there, or past it"
    case .broughtRewound(let id): "it brings back \(id.short), which a rewind took away"
    case .broughtLanded(let id): "it brings in \(id.short), a landing of its own"
    case .unreadable(let head): "the head \(head.short) cannot be read"
    case .invalidOverride(let id, let problem): "the override \(id.short) is void: \(problem)"
    }
  }
}

extension VoidCause: CustomStringConvertible {
  public var description: String {
    switch self {
    case .otherBranch(let branch): "it is for \(branch.short)"
    case .otherEpoch: "the branch was rewound since"
    case .unknownPolicy(let id): "its policy \(id.short) is not in force here, nor older"
    case .notSigned: "not signed with a key that policy gives them"
    case .roleNotHeld(let role): "policy does not make them \(role.rawValue)"
    case .workedOnIt: "they worked on the packet"
    case .newBase: "new base"
    case .newCommit: "new commit"
    case .newTree: "new result tree"
    case .expired(let instant): "it expired at \(instant)"
    case .gitlinkNotListed(let path): "it does not list the submodule change at \(path)"
    case .sensitiveNotListed(let path): "it does not list the sensitive path \(path)"
    }
  }
}

extension CarryProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .forbidden: "policy or the landing form does not allow it"
    case .baseNotEarlier: "the base is not earlier on the branch"
    case .unreadable:
      "the step changes something else, or what they approved cannot be read here"
    case .changesNothing: "they approve no change"
    case .touchedSince(let path): "\(path) was touched since"
    case .sensitive(let path): "\(path) is sensitive"
    case .otherChanges: "the step changes something else"
    case .noGate: "no gate is required"
    }
  }
}

extension OverrideProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .ownersMissing(let count): "\(counted(count, "owner signature")) missing"
    case .otherEpoch: "it was given before a rewind"
    case .noReason: "it gives no reason"
    case .rewindMismatch: "what it says about rewinding is not what it does"
    }
  }
}

extension OwnerClaim {
  /// Such as `src/** (CODEOWNERS:3)`.
  public var place: String {
    let shown = SafeText.singleLine(pattern, limit: 100)
    return pattern.isEmpty ? "\(file):\(line)" : "\(shown) (\(file):\(line))"
  }

  /// Such as `src/a.c and 2 more`.
  public var touched: String {
    SafeText.singleLine(path, limit: 200) + (count > 1 ? " and \(count - 1) more" : "")
  }

  /// What is missing where nobody who owns the paths has approved.
  public var sentence: String {
    if let fault {
      return "\(place) cannot be understood and may say who owns \(touched): \(fault)"
    }
    let names = able.prefix(Self.namesShown).map(\.text).joined(separator: " or ")
    guard !names.isEmpty else {
      let written = owners.prefix(Self.namesShown).joined(separator: ", ")
      return "nobody whose verdict counts is \(written), owner of \(place), which \(touched) needs"
    }
    let more = able.count > Self.namesShown ? " or \(able.count - Self.namesShown) more" : ""
    return "missing the approval of \(names)\(more), owner of \(place), for \(touched)"
  }

  /// Such as `an owner of src/** (CODEOWNERS:3): ann or ben`.
  public var need: String {
    if fault != nil { return "an owner by \(place), which cannot be understood" }
    let names = able.prefix(Self.namesShown).map(\.text).joined(separator: " or ")
    return "an owner of \(place): " + (names.isEmpty ? "nobody in the policy is one" : names)
  }

  private static let namesShown = 5
}

extension Proposal: CustomStringConvertible {
  public var description: String { "base \(base.short) head \(head.short)" }
}

extension Flag: CustomStringConvertible {
  public var description: String {
    switch self {
    case .objectedLater(let principal, let decision):
      "\(principal) said \(decision.rawValue), which the landing had not seen"
    case .redLater(let principal, let gate):
      "gate \(gate) was red for \(principal), which the landing had not seen"
    case .workedLater(let principal):
      "\(principal), who approved it, worked on it, which the landing had not seen"
    case .tierLater(let tier):
      (tier.map { "its tier became \($0.rawValue)" } ?? "its tier is nobody's word any more")
        + ", which the landing by reviewers alone had not seen"
    case .withdrawnSince(let principal):
      "policy has since withdrawn the key or role with which \(principal) approved"
    }
  }
}
