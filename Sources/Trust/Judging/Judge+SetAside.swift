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
    for judge in try besides() where try judge.admits(stretch, to: branch) {
      let policy = try judge.policyInForce(on: branch, at: stretch.prev)?.id
      guard let policy, !governed.policies.steps.contains(where: { $0.id == policy }) else {
        continue
      }
      return policy
    }
    return nil
  }

  /// That the policy before the one in force lets a step in: such as one that landed while another
  /// clone signed over what was before it, and a host without hooks took both.
  func policyBefore(admitting stretch: Stretch, to branch: ReferenceName) throws -> Reason? {
    let steps = governed.policies.steps
    guard let policy = try policyInForce(on: branch, at: stretch.prev)?.id,
      let place = steps.firstIndex(where: { $0.id == policy }), place > 0,
      let before = try former(place - 1), try before.admits(stretch, to: branch)
    else { return nil }
    return .admittedBefore(policy: policy, by: steps[place - 1].id)
  }

  private func former(_ place: Int) throws -> Judge? {
    if let known = memory.former[place] { return known }
    let id = governed.policies.steps[place].id
    let found = ((try? PolicyChain(at: id, in: repository)) ?? nil).map {
      Judge(GovernedRepository(governed, under: $0), by: source)
    }
    memory.former[place] = .some(found)
    return found
  }

  /// Whether the rule lets a single step in, whatever owners forced; what cannot be read says no.
  private func admits(_ stretch: Stretch, to branch: ReferenceName) throws -> Bool {
    let ruling = try? ruling(
      on: branch, from: stretch.prev, to: stretch.commit, present: stretch.prev, now: nil)
    guard case .admitted(let steps)? = ruling, steps.count == 1, case .admitted = steps[0].ruling
    else { return false }
    return true
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
