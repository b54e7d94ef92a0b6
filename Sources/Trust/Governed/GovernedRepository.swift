public import Git
public import Model
public import Store

/// A repository with the policy that governs it, opened for one operation.
///
/// Like the store that it holds, it is moved and never shared; elsewhere it is opened again.
public final class GovernedRepository {
  public let repository: Repository
  public let store: Store
  public let policies: PolicyChain
  /// The files of owners that were read so far.
  var owners = OwnersShelf()

  public var location: RepositoryLocation { repository.location }
  /// The newest policy, by which packets are judged before they land.
  public var policy: Policy { policies.newest.policy }

  /// Throws `NotGoverned` where there is no policy or it is not the one that this clone knows.
  ///
  /// `store` is one that was opened for the repository already, with what it has read.
  public init(_ repository: Repository, reading store: Store? = nil) throws {
    // Pins are written after what they name has moved, so they are read before it.
    let pins = try Store(repository, identity: nil).pins()
    guard let tip = try repository.target(of: Layout.policy) else {
      // What cannot be read is not missing.
      try repository.checkPackedReferences()
      throw pins.map { NotGoverned.olderPolicy(pinned: $0.policy) } ?? .noPolicy
    }
    guard let policies = try PolicyChain(at: tip, in: repository) else {
      throw NotGoverned.noValidPolicy(tip)
    }
    self.repository = repository
    self.policies = policies
    let known = store.flatMap { $0.identity == policies.repo ? $0 : nil }
    self.store = known ?? Store(repository, identity: policies.repo)
    if let pins { try check(pins) }
  }

  /// The same repository as it would be under other policies of its own.
  init(_ other: GovernedRepository, under policies: PolicyChain) {
    (repository, store, self.policies) = (other.repository, other.store, policies)
  }

  private func check(_ pins: Pins) throws {
    guard pins.repo == policies.repo else {
      throw NotGoverned.otherRepository(expected: pins.repo, found: policies.repo)
    }
    guard policies.steps.contains(where: { $0.id == pins.policy }) else {
      throw NotGoverned.olderPolicy(pinned: pins.policy)
    }
    guard let seen = pins.ledger, try repository.target(of: Layout.ledger) != seen else { return }
    guard try store.ledgerHolds(seen) else {
      throw NotGoverned.olderLedger(pinned: seen)
    }
  }

  public convenience init(_ location: RepositoryLocation) throws {
    try self.init(Repository(location))
  }
}

/// Why no policy governs a repository.
public enum NotGoverned: Error, Hashable, Sendable {
  /// `git o8 init` was never run here, and no policy was fetched.
  case noPolicy
  /// The first policy does not hold, so that nothing can follow it.
  case noValidPolicy(ObjectID)
  /// The policy's first commit is not the one that this clone has known.
  case otherRepository(expected: ObjectID, found: ObjectID)
  /// The policy that this clone has known is gone: somebody went back behind it.
  case olderPolicy(pinned: ObjectID)
  /// The same of the ledger.
  case olderLedger(pinned: ObjectID)
}

extension NotGoverned: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noPolicy: "no policy governs this repository"
    case .noValidPolicy(let tip): "the policy at \(tip.short) is not validly signed"
    case .otherRepository(let expected, let found):
      "the policy begins with \(found.short), and this clone knows \(expected.short)"
    case .olderPolicy(let pinned):
      "the policy \(pinned.short), which this clone has seen, is gone from refs/o8/policy"
    case .olderLedger(let pinned):
      "the entry \(pinned.short), which this clone has seen, is gone from refs/o8/ledger"
    }
  }

  /// What to do next.
  public var hint: String {
    switch self {
    case .noPolicy: "git o8 init sets it up"
    case .noValidPolicy: "fetch refs/o8/policy again from a clone that you trust"
    case .olderPolicy(let pinned):
      "put it back: git update-ref \(Layout.policy) \(pinned); or fetch it again from a clone "
        + "that you trust; if the change is meant, remove the pins: git update-ref -d "
        + "\(Layout.pins)"
    case .otherRepository:
      "fetch refs/o8/policy again from a clone that you trust; if the change is meant, remove "
        + "the pins: git update-ref -d \(Layout.pins)"
    case .olderLedger(let pinned):
      "put it back: git update-ref \(Layout.ledger) \(pinned); if that loses newer "
        + "entries, fetch refs/o8/ledger again from a clone that you trust"
    }
  }
}
