import Git
public import Model
import Trust

/// The policy in force for what is decided now, and where it comes from.
public struct PolicyView: Hashable, Sendable {
  /// The repository's identity: the first policy's commit.
  public let repo: ObjectID
  /// The newest valid policy's commit.
  public let id: ObjectID
  /// How many policies there have been.
  public let count: Int
  public let policy: Policy
  /// The texts as they were signed.
  public let text: String
  public let signers: String
  /// Why what follows on the reference does not count; nil where nothing does.
  public let refused: String?
  /// What waits for more owners' signatures.
  public let motions: [MotionView]
  /// That it has ended or is about to; nil while there is time.
  public let warning: String?
}

extension Workspace {
  public func policyInForce() throws -> PolicyView {
    let governed = try governed()
    let policies = governed.policies
    let text = try governed.newestPolicyText()
    return PolicyView(
      repo: policies.repo, id: policies.newest.id, count: policies.steps.count,
      policy: policies.newest.policy, text: String(decoding: text.policy, as: UTF8.self),
      signers: String(decoding: text.signers, as: UTF8.self),
      refused: policies.refused.map { "\($0.id.short): \($0.reason)" },
      motions: try motions(in: governed),
      warning: policies.newest.policy.expiryWarning(at: now()))
  }
}
