import Git
import Model
import Store
import Trust

/// A push before any of it is let in: the references as they would be, the objects in quarantine,
/// and what the server holds.
///
/// It writes nothing. What it cannot judge it refuses.
final class Reception {
  /// Reads the references as the push would leave them.
  let repository: Repository
  let store: Store
  let references: [PushedReference]
  let now: Instant
  /// The ledger that stands.
  let held: LedgerIndex
  /// By packet, the clocks of the events that this push brings and that were found to be right.
  var taken: [ObjectID: [ObjectID: Int64]] = [:]

  private let identity: ObjectID

  /// - Parameter identity: The repository that this server is for, told by an owner.
  init(
    _ repository: Repository, _ references: [PushedReference], identity: ObjectID, now: Instant
  ) throws {
    self.repository = repository
    self.references = references
    self.identity = identity
    self.now = now
    store = Store(repository, identity: identity)
    let changes = references.map { ($0.name, $0.new) }
    repository.propose(Dictionary(changes) { first, _ in first })
    held = try store.ledgerIndex(at: try repository.presentTarget(of: Layout.ledger))
  }

  /// Why the push may not be let in; empty where it may.
  func problems() throws -> [Problem] {
    // What the later questions rest on has to hold before they are asked.
    for question in [aliases, stale] {
      let problems = question()
      guard problems.isEmpty else { return problems }
    }
    for question in [foundation, chains, policy, branches, deletions] {
      let problems = try question()
      guard problems.isEmpty else {
        // What moved while it was judged was judged against something else.
        let late = stale()
        return late.isEmpty ? problems : late
      }
    }
    return []
  }

  func pushed(_ name: ReferenceName) -> PushedReference? {
    references.first { $0.name == name }
  }

  /// The problems of some of the references, whatever stops the judging of one included.
  func each(
    _ references: [PushedReference], _ problem: (PushedReference) throws -> Problem?
  ) -> [Problem] {
    references.compactMap { reference in
      do { return try problem(reference) } catch let flaw as ChainFlaw {
        return refusal(of: reference, "\(flaw)")
      } catch {
        let why = Problem(error)
        return refusal(of: reference, "it cannot be judged: \(why.message)", hint: why.hint)
      }
    }
  }

  func refusal(
    of reference: PushedReference, _ reason: String, hint: String? = nil
  ) -> Problem {
    let act = reference.new.map { "move to \($0.short)" } ?? "be deleted"
    return Problem(
      .refused, "\(reference.name.short) may not \(act): \(Self.oneLine(reason))", hint: hint)
  }

  static func oneLine(_ text: String) -> String {
    text.split(separator: "\n").joined(separator: "; ")
  }

  /// The judge of the references as they would be, made when first asked for.
  private(set) lazy var judging = Result { Judge(try governing.get()) }
  private(set) lazy var governing = Result { try GovernedRepository(repository, reading: store) }
}

extension Reception {
  /// Moves of what is only another name of a reference that has to be judged.
  private func aliases() -> [Problem] {
    each(references) { reference in
      guard let target = try end(of: reference.name) else { return nil }
      let isShared = ReferenceName(target).flatMap { SharedName($0) } != nil
      let isBranch = target.hasPrefix("refs/heads/")
      guard isShared || isBranch else { return nil }
      return refusal(
        of: reference, "it is another name of \(target) here",
        hint: "push to \(target) itself")
    }
  }

  /// Moves of what somebody else has moved since: git refuses each, and would let in the others.
  private func stale() -> [Problem] {
    each(references) { reference in
      let present = try repository.presentTarget(of: reference.name)
      guard present != reference.old else { return nil }
      return refusal(
        of: reference, "it is at \(present?.short ?? "nothing") by now",
        hint: "fetch, and push again")
    }
  }

  /// Where a symbolic reference leads in the end; nil for what is none.
  private func end(of name: ReferenceName) throws(GitError) -> String? {
    var end: String?
    var next: ReferenceName? = name
    // Git follows five.
    for _ in 0..<5 {
      guard let name = next, let target = try repository.symbolicTarget(of: name) else { break }
      end = target
      next = ReferenceName(target)
    }
    return end
  }

  /// That there is a policy, and that it is the one that this server is for.
  private func foundation() throws -> [Problem] {
    if let pushed = pushed(Layout.policy), pushed.new == nil {
      return [refusal(of: pushed, Self.onlyGrows)]
    }
    guard let tip = try repository.target(of: Layout.policy) else {
      return [
        Problem(
          .refused, "nothing may be pushed: no policy governs this repository",
          hint: "push the policy first: git push REMOTE 'refs/o8/*:refs/o8/*'")
      ]
    }
    guard try repository.kind(of: tip) == .commit else {
      return [Problem(.refused, "nothing may be pushed: \(Layout.policy) is no commit")]
    }
    let limit = Chain.commitLimit
    let root = try repository.firstParentChain(from: tip, until: identity, limit: limit).last
    guard let root, root != identity else { return [] }
    return [
      Problem(
        .refused,
        "nothing may be pushed: the policy begins with \(root), and this server is for "
          + "\(identity)",
        hint: "see that you push to the right server")
    ]
  }

  static let onlyGrows = "what is shared there only grows"

  /// How the policy follows from the one that stands.
  private func policy() throws -> [Problem] {
    let governed: GovernedRepository
    do { governed = try governing.get() } catch let error as NotGoverned {
      return [Problem(.refused, "nothing may be pushed: \(error)", hint: Self.signAgain)]
    }
    guard let pushed = pushed(Layout.policy) else { return [] }
    return each([pushed]) { reference in
      let judge = try judging.get()
      let known = try repository.presentTarget(of: Layout.policy)
      func refusal(_ id: ObjectID, _ reason: String) -> Problem {
        self.refusal(of: reference, "\(id.short): \(reason)", hint: Self.signAgain)
      }
      if let (id, reason) = governed.policies.refused { return refusal(id, reason) }
      if let (id, reason) = try judge.untimely(after: known, held: held) {
        return refusal(id, "\(reason)")
      }
      return try judge.policyProblem().map { refusal($0.id, $0.reason) }
    }
  }

  static let signAgain =
    "fetch what is here, then have the owners sign the policy again on what stands"
}
