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
}

extension Workspace {
  public func policyInForce() throws -> PolicyView {
    let governed = try governed()
    let policies = governed.policies
    func text(_ name: String) throws -> String {
      let tree = try governed.repository.commit(policies.newest.id).tree
      guard let entry = try governed.repository.entry(at: name, in: tree) else { return "" }
      let bytes = try governed.repository.blob(entry.id, limit: PolicyText.byteLimit)
      return String(decoding: bytes, as: UTF8.self)
    }
    return PolicyView(
      repo: policies.repo, id: policies.newest.id, count: policies.steps.count,
      policy: policies.newest.policy, text: try text(PolicyAttachment.policy),
      signers: try text(PolicyAttachment.signers),
      refused: policies.refused.map { "\($0.id.short): \($0.reason)" })
  }
}
