/// A move `old → new` of a protected branch, as git shows it.
public struct Move: Hashable, Sendable {
  public var branch: ReferenceName
  public var old: ObjectID
  public var new: ObjectID
  /// The branch's value now; nil where there is none.
  public var present: ObjectID?
  /// The first-parent chain after `old` up to `new`, oldest first; nil where `old` is not on it.
  public var chain: [ObjectID]?

  public init(
    branch: ReferenceName, old: ObjectID, new: ObjectID, present: ObjectID?, chain: [ObjectID]?
  ) {
    self.branch = branch
    self.old = old
    self.new = new
    self.present = present
    self.chain = chain
  }

  /// The stretches of the chain that more than one commit cover at once, by evidence or override:
  /// those for which, beside every single commit, a step is to be gathered.
  public func stretches(
    in evidence: [Evidence], overrides: [Signed<Override>] = []
  ) -> Set<Stretch> {
    let values = [old] + (chain ?? [])
    let places = Dictionary(
      zip(values, values.indices), uniquingKeysWith: { first, _ in first })
    let verdicts = evidence.lazy.flatMap(\.verdicts).map { ($0.body.base, $0.body.head) }
    let entries = overrides.lazy.map { ($0.body.old, $0.body.new) }
    var result: Set<Stretch> = []
    for (prev, commit) in Array(verdicts) + Array(entries) {
      guard let from = places[prev], let to = places[commit], to > from + 1 else { continue }
      result.insert(Stretch(prev: prev, commit: commit))
    }
    return result
  }
}

/// A part of a branch's chain, from one value to a later one.
public struct Stretch: Hashable, Sendable {
  public var prev: ObjectID
  public var commit: ObjectID

  public init(prev: ObjectID, commit: ObjectID) {
    self.prev = prev
    self.commit = commit
  }
}

/// A step with what decides it and what speaks for it.
public struct StepCase: Hashable, Sendable {
  public var step: StepFacts
  /// Nil where no policy is in force.
  public var jurisdiction: Jurisdiction?
  public var evidence: [Evidence]
  public var overrides: [Signed<Override>]

  public init(
    step: StepFacts, jurisdiction: Jurisdiction?, evidence: [Evidence],
    overrides: [Signed<Override>] = []
  ) {
    self.step = step
    self.jurisdiction = jurisdiction
    self.evidence = evidence
    self.overrides = overrides
  }

  var stretch: Stretch { Stretch(prev: step.prev, commit: step.commit) }

  /// Whether nothing speaks against it but that nobody has looked who owns what.
  func lacksOnlyOwners(now: Instant?, landed: (ObjectID) -> ObjectID?) -> Bool {
    guard case .refused(let reasons) = ruling(now: now, landed: landed) else { return true }
    return reasons.allSatisfy { reason in
      switch reason {
      case .ownersUnknown, .voided: true
      default: false
      }
    }
  }

  /// What the rule says, with packets that the same move has landed already left out.
  func ruling(now: Instant?, landed: (ObjectID) -> ObjectID?) -> Ruling {
    guard let jurisdiction else { return .refused([.noPolicy]) }
    let evidence = evidence.map { packet in
      var packet = packet
      packet.landed = packet.landed ?? landed(packet.packet)
      return packet
    }
    return Admission(jurisdiction, now: now).judge(step: step, by: evidence, overrides: overrides)
  }
}

/// What the admission rule says about a move.
public enum MoveRuling: Hashable, Sendable {
  /// The steps that cover it, in the order of the chain.
  case admitted([CoveredStep])
  /// By the override with this id, which takes commits away.
  case rewound(ObjectID)
  /// The first stretch that nothing covers, and why.
  case refused(Stretch, [Reason])

  /// The first step whose landing had not seen what was said of its packet: one that is only now
  /// to happen is not to be made. Nil where there is none.
  public var firstUnseen: UnseenStep? {
    guard case .admitted(let steps) = self else { return nil }
    return steps.lazy.compactMap { step in
      guard case .admitted(let admitted) = step.ruling,
        let flag = admitted.flags.first(where: \.isUnseen)
      else { return nil }
      return UnseenStep(packet: admitted.packet, commit: step.stretch.commit, flag: flag)
    }.first
  }
}

/// A step that the rule admits and that had not seen something.
public struct UnseenStep: Hashable, Sendable {
  public let packet: ObjectID
  public let commit: ObjectID
  public let flag: Flag

  /// What tells a person more.
  public var hint: String { "git o8 show \(packet.short) tells what was said" }
}

public struct CoveredStep: Hashable, Sendable {
  public var stretch: Stretch
  /// Admitted or forced.
  public var ruling: Ruling
}
