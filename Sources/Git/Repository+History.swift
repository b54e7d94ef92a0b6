import CGit2
public import Model

extension Repository {
  /// Whether `ancestor` is reachable from `descendant`; a commit is its own ancestor.
  public func isAncestor(
    _ ancestor: ObjectID, of descendant: ObjectID
  ) throws(GitError) -> Bool {
    guard ancestor != descendant else { return true }
    var (below, above) = (ancestor.raw, descendant.raw)
    let result = git_graph_descendant_of(handle.pointer, &above, &below)
    try GitError.check(result, "look for \(ancestor.short) in the history of", descendant.hex)
    return result == 1
  }

  /// A best common ancestor; nil when the histories share nothing.
  public func mergeBase(_ one: ObjectID, _ other: ObjectID) throws(GitError) -> ObjectID? {
    var (first, second, base) = (one.raw, other.raw, git_oid())
    let result = git_merge_base(&base, handle.pointer, &first, &second)
    if result == GIT_ENOTFOUND.rawValue { return nil }
    try GitError.check(result, "find the merge base of", "\(one.short) and \(other.short)")
    return ObjectID(base)
  }

  /// The first-parent chain of `tip`, newest first and `tip` included.
  ///
  /// It ends with `end` when that is met, else with the root: whoever gives an end looks at the
  /// last element. `tooLarge` when it exceeds `limit` commits.
  public func firstParentChain(
    from tip: ObjectID, until end: ObjectID? = nil, limit: Int
  ) throws(GitError) -> [ObjectID] {
    var chain = [tip]
    while let last = chain.last, last != end {
      guard let parent = try commit(last).parents.first else { break }
      guard chain.count < limit else {
        throw GitError(
          .tooLarge, "walk the first parents of", on: tip.hex, "more than \(limit) commits")
      }
      chain.append(parent)
    }
    return chain
  }

  /// The commits reachable from `tips` and from none of `excluded`, parents after children.
  public func commits(
    from tips: [ObjectID], excluding excluded: [ObjectID] = [], limit: Int
  ) throws(GitError) -> [ObjectID] {
    let named = tips.map(\.short).joined(separator: ", ")
    let walk = try Handle<WalkKind>("walk the history of", on: named) {
      git_revwalk_new(&$0, handle.pointer)
    }
    git_revwalk_sorting(walk.pointer, GIT_SORT_TOPOLOGICAL.rawValue)
    for tip in tips {
      var raw = tip.raw
      try GitError.check(git_revwalk_push(walk.pointer, &raw), "walk the history of", tip.hex)
    }
    for end in excluded {
      var raw = end.raw
      try GitError.check(git_revwalk_hide(walk.pointer, &raw), "walk the history of", end.hex)
    }
    var found: [ObjectID] = []
    var raw = git_oid()
    while true {
      let result = git_revwalk_next(&raw, walk.pointer)
      if result == GIT_ITEROVER.rawValue { return found }
      try GitError.check(result, "walk the history of", named)
      guard found.count < limit else {
        throw GitError(.tooLarge, "walk the history of", on: named, "more than \(limit) commits")
      }
      if let id = ObjectID(raw) { found.append(id) }
    }
  }
}
