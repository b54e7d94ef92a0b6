import Git
import Model
import Store

extension GovernedRepository {
  /// Remembers the policy and the ledger as they stand, so that this clone notices who goes back
  /// behind them. Whoever writes does so; what another saw meanwhile stays if it is newer.
  public func advancePins() async throws {
    let ledger = try repository.target(of: Layout.ledger)
    let known = try store.pins()
    let seen = Pins(
      repo: policies.repo, policy: policies.newest.id, ledger: ledger,
      shared: known?.repo == policies.repo ? known?.shared : nil,
      branches: known?.repo == policies.repo ? known?.branches ?? [:] : [:])
    guard known != seen else { return }
    try await store.pin { old in
      guard let old, old.repo == seen.repo else { return seen }
      var pins = old
      if policies.steps.contains(where: { $0.id == old.policy }), try isStanding {
        pins.policy = seen.policy
      }
      if try old.ledger.map(store.ledgerHolds) ?? true { pins.ledger = seen.ledger }
      return pins
    }
  }

  /// Whether the newest policy that was read is one still: while something long goes on, a sync may
  /// have set it aside.
  private var isStanding: Bool {
    get throws {
      guard let present = try repository.target(of: Layout.policy) else { return false }
      return try repository.isAncestor(policies.newest.id, of: present)
    }
  }
}
