public import Git
public import Model

extension Store {
  /// The tip on which the heads of a packet go on here and at the remote that has `fetched`.
  public func meetHeads(ours: ObjectID?, fetched: ObjectID) throws(GitError) -> Meeting {
    do throws(GitError) {
      let theirs = try headTree(at: fetched)
      guard let ours, ours != fetched else { return .met(tip: fetched) }
      let mine = try headTree(at: ours)
      if mine.all.contains(fetched) { return .met(tip: ours) }
      if theirs.all.contains(ours) || mine.heads.isSubset(of: theirs.heads) {
        return .met(tip: fetched)
      }
      return .met(tip: try writeJoin(ours, fetched))
    } catch {
      guard [.notFound, .tooLarge, .corrupt].contains(error.code) else { throw error }
      return .strange(StrangeChain(tip: fetched, reason: error.detail))
    }
  }
}
