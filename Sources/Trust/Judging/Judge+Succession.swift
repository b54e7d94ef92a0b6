import Git
public import Model
public import Store

/// Why a server may not take in a policy, though its owners signed it.
public enum UntimelyPolicy: Hashable, Sendable {
  /// The ledger that it was signed over is not in the ledger here.
  case ledgerUnknown(ObjectID)
  /// It was signed without knowing of what owners said of a branch before.
  case lacks(EventKind, entry: ObjectID)
  /// The branch went on under the policy before.
  case behind(ReferenceName, tip: ObjectID, present: ObjectID)
  /// Where it says the branch stood, the branch never was.
  case elsewhere(ReferenceName, tip: ObjectID)
}

extension UntimelyPolicy: CustomStringConvertible {
  public var description: String {
    switch self {
    case .ledgerUnknown(let tip): "it was signed over the ledger \(tip.short), which is not here"
    case .lacks(let kind, let entry):
      "it was signed without the entry \(entry.short) (\(kind)), which is here"
    case .behind(let branch, let tip, let present):
      "it says that \(branch.short) is at \(tip.short), and it is at \(present.short)"
    case .elsewhere(let branch, let tip):
      "it says that \(branch.short) is at \(tip.short), where it never was here"
    }
  }
}

extension Judge {
  /// Whether the newest policy or `earlier` protects the branch with this short name.
  public func protects(_ branch: String, underOr earlier: ObjectID?) throws -> Bool {
    if try protects(branch) { return true }
    let before = try governance().versions.first { $0.id == earlier }
    return before?.policy.protects(branch) ?? false
  }

  /// The first policy after `known` that may not be taken in now, with the reason.
  ///
  /// What it says must be true of the references as they would be, and take nothing from what
  /// stands.
  /// - Parameters:
  ///   - known: The policy that stands; nil before the first one.
  ///   - held: The ledger that stands.
  public func untimely(
    after known: ObjectID?, held: LedgerIndex
  ) throws -> (id: ObjectID, reason: UntimelyPolicy)? {
    let said = try held.notable().filter(isOwnersWord)
    return try untimely(
      after: known, said, present: { try repository.presentTarget(of: $0) },
      coming: { try repository.target(of: $0) })
  }

  /// The same of a remote that has the policy `known`, asked by who is about to send it another.
  ///
  /// - Parameters:
  ///   - ledger: The ledger that the remote has; nil where it has none, or that is not known.
  ///   - present: What the remote has of a branch; nil where it has no such one.
  public func untimely(
    atRemoteWith known: ObjectID, ledger: ObjectID?, present: (ReferenceName) throws -> ObjectID?
  ) throws -> (id: ObjectID, reason: UntimelyPolicy)? {
    let index = try store.ledgerIndex()
    let all = try index.notable().filter(isOwnersWord)
    let there = try ledger.flatMap { try store.ledgerTips(behind: $0) } ?? []
    let held = there.reduce(into: Set<ObjectID>()) { held, tip in
      held.formUnion(index.behind(tip, among: all.map(\.id)))
    }
    return try untimely(
      after: known, all.filter { held.contains($0.id) }, present: present, coming: { _ in nil })
  }

  private func untimely(
    after known: ObjectID?, _ said: [LedgerRecord],
    present: (ReferenceName) throws -> ObjectID?, coming: (ReferenceName) throws -> ObjectID?
  ) throws -> (id: ObjectID, reason: UntimelyPolicy)? {
    let steps = governed.policies.steps
    let start = steps.firstIndex { $0.id == known }.map { $0 + 1 } ?? 0
    for place in steps.indices.dropFirst(start) {
      let step = steps[place]
      if let reason = try untimely(ledgerOf: step, said) { return (step.id, reason) }
      let before = place > 0 ? steps[place - 1].policy : nil
      let reason = try untimely(
        // Before the first policy nothing was judged by another.
        tipsOf: step, after: before, present: { known == nil ? nil : try present($0) },
        coming: coming)
      if let reason { return (step.id, reason) }
    }
    return nil
  }

  private func untimely(
    ledgerOf step: PolicyChain.Step, _ said: [LedgerRecord]
  ) throws -> UntimelyPolicy? {
    guard let tip = step.change.ledger else {
      return said.first.map { .lacks($0.kind ?? .forced, entry: $0.id) }
    }
    guard let tips = try store.ledgerTips(behind: tip) else { return .ledgerUnknown(tip) }
    let index = try store.ledgerIndex()
    let ids = said.map(\.id)
    let known = tips.reduce(into: Set<ObjectID>()) { known, tip in
      known.formUnion(index.behind(tip, among: ids))
    }
    return said.first { !known.contains($0.id) }
      .map { .lacks($0.kind ?? .forced, entry: $0.id) }
  }

  private func untimely(
    tipsOf step: PolicyChain.Step, after before: Policy?,
    present: (ReferenceName) throws -> ObjectID?, coming: (ReferenceName) throws -> ObjectID?
  ) throws -> UntimelyPolicy? {
    for (branch, tip) in step.change.tips.sorted(by: { $0.key < $1.key }) {
      let isProtected = [step.policy, before].contains { $0?.protects(branch.short) ?? false }
      guard isProtected else { continue }
      if let value = try coming(branch), try !isForward(branch, from: tip, to: value) {
        return .elsewhere(branch, tip: tip)
      }
      if let present = try present(branch), try !isForward(branch, from: present, to: tip) {
        return .behind(branch, tip: tip, present: present)
      }
    }
    return nil
  }
}

extension Judge {
  /// Whether owners said something of a branch in it, so that a policy which is signed later has to
  /// know of it. What has only the form of that binds nobody.
  public func isOwnersWord(_ record: LedgerRecord) throws -> Bool {
    guard record.kind == .adopted || record.kind == .forced,
      let event = try store.entry(record)
    else { return false }
    switch LedgerBody(event.envelope) {
    case .adopted(let body): return try isByOwners(signed(event, body), governance())
    case .forced(let body): return try isByOwners(signed(event, body), governance())
    default: return false
    }
  }
}
