public import Model

/// That the history which is here ends after the commit from which a branch is to be proved: a
/// shallow clone, or objects that are lost.
public struct HistoryCut: Hashable, Sendable {
  public let branch: ReferenceName
  /// The oldest commit of the branch's own chain that is here.
  public let oldest: ObjectID
  /// Where the branch was adopted.
  public let checkpoint: ObjectID

  public var sentence: String {
    "the history of \(branch.short) that is here ends at \(oldest.short), and it is to be proved "
      + "from \(checkpoint.short) on"
  }
}

extension Judge {
  /// Nil where everything that is to be proved is here. Where it is not, nobody can tell which
  /// moves were let in, so that nothing may be said to be missing or to have been left either.
  public func cut(of branch: ReferenceName, at tip: ObjectID) throws -> HistoryCut? {
    guard let checkpoint = try adoption(of: branch)?.body.commit else { return nil }
    if let start = try beginning(of: branch, upTo: tip), parents.all(of: start) != nil {
      return nil
    }
    var oldest = tip
    for _ in 0..<FirstParents.limit {
      guard let parent = parents.parent(of: oldest), parents.all(of: parent) != nil else { break }
      oldest = parent
    }
    // At a root history is whole, and the branch is not what was adopted.
    guard let above = parents.all(of: oldest), !above.isEmpty else { return nil }
    return HistoryCut(branch: branch, oldest: oldest, checkpoint: checkpoint)
  }

  /// The commits of `prev..head` where not all of `prev`'s history is here: what lies behind it as
  /// far as it can be read is left out, so that there may be more than there would be and never
  /// fewer. Nil where the history of `head` ends before it meets that of `prev`.
  func broughtWhereCut(by head: ObjectID, to prev: ObjectID) -> Set<ObjectID>? {
    var behind: Set<ObjectID> = [prev]
    var stack = [prev]
    while let id = stack.popLast() {
      // What is missing is known by its name still.
      for parent in parents.all(of: id) ?? [] where behind.insert(parent).inserted {
        stack.append(parent)
      }
      guard behind.count < FirstParents.limit else { return nil }
    }
    var found: Set<ObjectID> = []
    stack = [head]
    while let id = stack.popLast() {
      guard !behind.contains(id), found.insert(id).inserted else { continue }
      guard let above = parents.all(of: id), found.count <= Self.broughtLimit else { return nil }
      stack += above
    }
    return found
  }
}
