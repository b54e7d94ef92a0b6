public import Git
public import Model
import Store

/// The policies of a repository from its first on, each signed by enough owners of the one
/// before it.
public struct PolicyChain: Sendable {
  public struct Step: Sendable {
    /// The policy's commit.
    public let id: ObjectID
    public let policy: Policy
    /// The protected branches' values and the ledger's tip when it was signed.
    public let change: PolicyChange
  }

  /// In order, the first one first. Never empty.
  public let steps: [Step]
  /// Why the reference is not at the newest step: what follows there does not count.
  public let refused: (id: ObjectID, reason: String)?

  /// The repository's identity.
  public var repo: ObjectID { steps[0].id }
  public var newest: Step { steps[steps.count - 1] }

  /// Reads the policies behind `tip`, which may be more than are valid.
  ///
  /// Nil where not even the first policy holds: such a repository has no policy.
  public init?(at tip: ObjectID, in repository: Repository) throws {
    let line = try Self.line(to: tip, in: repository)
    guard let root = line.first else { return nil }
    let store = Store(repository, identity: root)
    let chain = try store.chain(.policy, at: tip)
    var steps: [Step] = []
    var refused: (id: ObjectID, reason: String)?
    for id in line {
      do {
        steps.append(try Self.step(id, in: chain, after: steps.last?.policy, repository))
      } catch {
        refused = (id, "\(error)")
        break
      }
    }
    guard !steps.isEmpty else { return nil }
    self.steps = steps
    self.refused = refused
  }

  /// The commits from the root to the tip; a policy's history has one parent at most.
  private static func line(
    to tip: ObjectID, in repository: Repository
  ) throws(GitError) -> [ObjectID] {
    var line: [ObjectID] = []
    var next: ObjectID? = tip
    while let id = next, line.count < stepLimit {
      line.append(id)
      let parents = try repository.commit(id, limit: Limits.commitBytes).parents
      guard parents.count <= 1 else { return [] }
      next = parents.first
    }
    return next == nil ? line.reversed() : []
  }

  /// Policies in one repository; one a day for a century.
  static let stepLimit = 36_500

  private static func step(
    _ id: ObjectID, in chain: Chain, after previous: Policy?, _ repository: Repository
  ) throws -> Step {
    if case .inert(let reason)? = chain.commits[id]?.content { throw PolicyRefusal.flawed(reason) }
    guard let event = chain.event(id), event.envelope.kind == .policy,
      event.envelope.packet == nil
    else { throw PolicyRefusal.notAPolicy }
    guard case .policy(let change) = LedgerBody(event.envelope) else {
      throw PolicyRefusal.notAPolicy
    }
    func text(_ name: String) throws -> [UInt8] {
      guard let blob = event.attachments[name] else { throw PolicyRefusal.lacks(name) }
      return try repository.blob(blob, limit: PolicyText.byteLimit)
    }
    let policy = try PolicyText(
      policy: try text(PolicyAttachment.policy), signers: try text(PolicyAttachment.signers)
    ).parsed()
    let judge = previous ?? policy
    let missing = judge.missingOwners(among: event.signers)
    guard missing == 0 else {
      let needed = judge.require.owners
      throw PolicyRefusal.tooFewOwners(needed - missing, needed)
    }
    return Step(id: id, policy: policy, change: change)
  }
}

/// The names of a policy's two attachments.
public enum PolicyAttachment {
  public static let policy = "policy.yml"
  public static let signers = "allowed_signers"
}

/// Why a commit on `refs/o8/policy` changes nothing.
public enum PolicyRefusal: Error, Sendable, Hashable, CustomStringConvertible {
  case notAPolicy
  /// The event is not what an event must be.
  case flawed(String)
  case lacks(String)
  case tooFewOwners(Int, Int)

  public var description: String {
    switch self {
    case .notAPolicy: "it is no policy event"
    case .flawed(let reason): "it is no event: \(reason)"
    case .lacks(let name): "it lacks its attachment \(name)"
    case .tooFewOwners(let count, let needed):
      "\(count) of \(needed) owners of the policy before it signed it"
    }
  }
}
