import Model

/// From which value of a numbered chain on a commit is in the branch's history, so that what a head
/// brings is found by looking at the head alone.
///
/// It answers only what it knows for certain, and a walk of all history answers the rest: git's own
/// goes back to the root wherever many commits have one date.
final class Reach {
  private let parents: FirstParents
  /// The place on the chain of the first value that has the commit in its history.
  private var entered: [ObjectID: Int] = [:]
  private var places: [ObjectID: Int] = [:]
  /// From here on something is in the history that was not looked for.
  private var end = Int.max

  /// A head that brings more commits than this is asked of git.
  private static let limit = 1000

  init(_ parents: FirstParents) { self.parents = parents }

  /// Numbers a chain, the oldest value first, and what each of its merges brought in.
  func learn(_ chain: [ObjectID], after oldest: ObjectID) {
    places = [:]
    entered = [:]
    end = Int.max
    for (place, value) in ([oldest] + chain).enumerated() {
      places[value] = place
      entered[value] = place
    }
    for (place, value) in ([oldest] + chain).enumerated() where place > 0 {
      // A merge of old history would lead to the root: behind it nothing is known for certain.
      guard let found = found(from: value) else {
        end = place
        return
      }
      for commit in found { entered[commit] = place }
    }
  }

  /// The commits of `prev..head`; nil where that is not known here.
  func commits(from head: ObjectID, after prev: ObjectID) -> Set<ObjectID>? {
    guard let place = places[prev], place < end else { return nil }
    if let known = entered[head], known <= place { return [] }
    var found: Set<ObjectID> = [head]
    var stack = [head]
    while let id = stack.popLast() {
      guard let above = parents.all(of: id), !above.isEmpty else { return nil }
      for parent in above {
        if let known = entered[parent], known <= place { continue }
        // Later on the chain, or somewhere else: what is behind it must come back to the chain.
        guard found.insert(parent).inserted else { continue }
        guard found.count < Self.limit else { return nil }
        stack.append(parent)
      }
    }
    return found
  }

  /// The commits behind `value` that are in no earlier value's history.
  private func found(from value: ObjectID) -> Set<ObjectID>? {
    var found: Set<ObjectID> = []
    var stack = [value]
    while let id = stack.popLast() {
      guard let above = parents.all(of: id), !above.isEmpty else { return nil }
      for parent in above where entered[parent] == nil && found.insert(parent).inserted {
        guard found.count < Self.limit else { return nil }
        stack.append(parent)
      }
    }
    return found
  }
}
