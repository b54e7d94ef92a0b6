public import Git
public import Model

extension Store {
  /// Why a commit of a chain counts for nothing, as far as it tells by itself; nil where only its
  /// place could.
  public func flaw(_ kind: ChainKind, of id: ObjectID) throws(GitError) -> String? {
    let shape = try CommitShape(id, in: repository)
    var seconds: [Int64] = []
    switch shape.content {
    case .foreign(let reason), .inert(let reason): return reason
    case .bare, .event:
      for parent in shape.parents { seconds.append(try repository.committedSeconds(parent)) }
    }
    let rules = rules(kind)
    guard case .event(let event) = shape.content else {
      return rules.isJoin(shape, parentSeconds: seconds) ? nil : ChainRules.neitherEventNorJoin
    }
    if let flaw = rules.flaw(of: event, shape, parentSeconds: seconds) { return flaw }
    guard kind == .ledger, case .unknown(let reason) = LedgerBody(event.envelope) else {
      return nil
    }
    return reason
  }
}
