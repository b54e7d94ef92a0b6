import Git
import Model
import Store

extension Judge {
  /// The policy under which a step was let onto the branch of this clone, where that was set aside
  /// since and never ruled anywhere else; nil where there is none.
  ///
  /// It covers nothing. It tells an honest landing that lost a race from a move around the rule.
  func policySetAside(
    admitting stretch: Stretch, to branch: ReferenceName
  ) throws -> ObjectID? {
    for judge in try besides() {
      // What cannot be read there explains nothing.
      guard
        let ruling = try? judge.ruling(
          on: branch, from: stretch.prev, to: stretch.commit, present: stretch.prev, now: nil),
        case .admitted(let steps) = ruling, steps.count == 1,
        case .admitted = steps[0].ruling,
        let policy = try judge.policyInForce(on: branch, at: stretch.prev)?.id,
        !governed.policies.steps.contains(where: { $0.id == policy })
      else { continue }
      return policy
    }
    return nil
  }

  /// More than so many lost races are not told apart.
  private static let besideLimit = 32

  /// Judges by the policies that `sync` has set aside, as owners signed them one after the other.
  private func besides() throws -> [Judge] {
    if let known = memory.beside { return known }
    let prefix = Layout.quarantines + Layout.policy.text.dropFirst(Layout.shared.count) + "/"
    let kept = try repository.references(under: prefix).prefix(Self.besideLimit)
    let judges = kept.compactMap { reference -> Judge? in
      let found = (try? PolicyChain(at: reference.target, in: repository)) ?? nil
      guard let found, found.repo == governed.policies.repo else { return nil }
      return Judge(GovernedRepository(governed, under: found), by: source)
    }
    memory.beside = judges
    return judges
  }
}
