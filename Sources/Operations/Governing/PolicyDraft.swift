public import Model
import Trust

/// The next policy before anybody has signed it, with what it would change.
public struct PolicyDraft: Sendable {
  /// The policy that it follows.
  public let basis: ObjectID
  public let subject: String
  public let difference: PolicyDifference
  /// What follows for work that is under way, a sentence each.
  public let consequences: [String]
  /// How many owners have to sign it.
  public let owners: Int
  /// What is left as it is, since another change has set it otherwise.
  public let conflicts: [PolicyConflict]
  /// Nothing at all would be different.
  public let isEmpty: Bool
  /// Why the one who asks cannot sign it; nil where they can.
  public let obstacle: String?
  let text: PolicyText
}

extension PolicyDraft {
  /// That nothing of a change is left to sign; nil where something is, or nothing was in its way.
  var problemOfConflicts: Problem? {
    guard isEmpty, let first = conflicts.first else { return nil }
    return Problem(
      .refused,
      (["what \(first.commit.short) changed has been changed otherwise since, and is left as it is"]
        + conflicts.map { "  \($0.sentence)" }).joined(separator: "\n"),
      hint: PolicyConflict.hint(on: conflicts))
  }
}

/// What became of a change of the policy.
public struct PolicyOutcome: Sendable {
  /// Nil where nothing was drafted: somebody only signed.
  public let draft: PolicyDraft?
  /// The policy in force now.
  public let policy: ObjectID
  /// What waits for more owners; nil where it holds.
  public let motion: MotionView?
  /// What else happened or is to be done, a sentence each.
  public let notes: [String]
}

/// Something that owners have to sign, as they see it.
public struct MotionView: Hashable, Sendable {
  /// SHA-256 of what is signed, by which it is named.
  public let id: String
  public let kind: EventKind
  public let subject: String
  public let proposer: PrincipalName
  public let at: Instant
  /// Whose signatures it has.
  public let signed: [PrincipalName]
  /// How many owners are still to sign.
  public let missing: Int
  /// What it would change; nil for what is no policy.
  public let difference: PolicyDifference?
  /// Why it can hold no more; nil where it can.
  public let obstacle: String?
  /// Whether the one who asks could sign it and has not.
  public let awaitsMe: Bool

  /// As commands name it.
  public var short: String { String(id.prefix(7)) }

  /// What signs it.
  public var command: String { Self.command(signing: short) }

  static func command(signing name: String) -> String { "git o8 policy sign \(name)" }
}
