import Git
import Model

/// Who comes first on first-parent chains, with every commit read once.
///
/// A commit that cannot be read ends its chain: nothing is known to lie before it.
final class FirstParents {
  private let repository: Repository
  /// Empty for a root, nil for what cannot be read.
  private var parents: [ObjectID: [ObjectID]?] = [:]
  private var answers: [Pair: Bool] = [:]
  private var lines: [Line] = []

  /// More commits than any chain that a judge is asked about; beyond it nothing is covered.
  static let limit = 2_000_000

  private struct Pair: Hashable {
    let earlier: ObjectID
    let later: ObjectID
  }

  /// A stretch of a chain whose commits are numbered, so that order is a comparison.
  private struct Line {
    let oldest: ObjectID
    let places: [ObjectID: Int]
  }

  init(_ repository: Repository) { self.repository = repository }

  func parent(of id: ObjectID) -> ObjectID? { all(of: id)?.first }

  /// All parents; nil where the commit cannot be read.
  func all(of id: ObjectID) -> [ObjectID]? {
    if let known = parents[id] { return known }
    let found = (try? repository.commit(id))?.parents
    parents[id] = .some(found)
    return found
  }

  /// Whether `earlier` is `later` or before it on its first-parent chain.
  func holds(_ earlier: ObjectID, before later: ObjectID) -> Bool {
    if earlier == later { return true }
    if let line = lines.first(where: { $0.places[later] != nil }), let at = line.places[later] {
      if let place = line.places[earlier] { return place <= at }
      return later == line.oldest
        ? remembered(earlier, later) : holds(earlier, before: line.oldest)
    }
    return remembered(earlier, later)
  }

  private func remembered(_ earlier: ObjectID, _ later: ObjectID) -> Bool {
    let pair = Pair(earlier: earlier, later: later)
    if let answer = answers[pair] { return answer }
    let answer = walk(earlier, later)
    answers[pair] = answer
    return answer
  }

  /// Walks back from both, so that an answer takes as long as they are apart: where the one that
  /// should be earlier is later, or the chains meet beside both, nothing more can be found.
  private func walk(_ earlier: ObjectID, _ later: ObjectID) -> Bool {
    var fromLater: Set<ObjectID> = [later]
    var fromEarlier: Set<ObjectID> = [earlier]
    var (above, below): (ObjectID?, ObjectID?) = (later, earlier)
    for _ in 0..<Self.limit {
      above = above.flatMap(parent(of:))
      if above == earlier { return true }
      if let above {
        guard !fromEarlier.contains(above) else { return false }
        fromLater.insert(above)
      }
      below = below.flatMap(parent(of:))
      if let below {
        guard !fromLater.contains(below) else { return false }
        fromEarlier.insert(below)
      }
      if above == nil { return false }
    }
    return false
  }

  /// The chain after `old` up to `new`, oldest first; nil where `old` is not on it.
  func chain(from old: ObjectID, to new: ObjectID) -> [ObjectID]? {
    guard holds(old, before: new) else { return nil }
    var chain: [ObjectID] = []
    var next: ObjectID? = new
    while let id = next, id != old {
      chain.append(id)
      next = parent(of: id)
    }
    return chain.reversed()
  }

  /// Numbers a chain that many questions will be about.
  func learn(_ chain: [ObjectID], after oldest: ObjectID) {
    let ends = [oldest, chain.last ?? oldest]
    guard !lines.contains(where: { line in ends.allSatisfy { line.places[$0] != nil } }) else {
      return
    }
    let values = [oldest] + chain
    let places = Dictionary(
      zip(values, values.indices), uniquingKeysWith: { first, _ in first })
    lines.append(Line(oldest: oldest, places: places))
  }

  /// The last commit of `id`'s chain, itself included, that is on the chain of `tip` too.
  func meeting(of id: ObjectID, with tip: ObjectID) -> ObjectID? {
    var next: ObjectID? = id
    for _ in 0..<Self.limit {
      guard let place = next else { return nil }
      if holds(place, before: tip) { return place }
      next = parent(of: place)
    }
    return nil
  }
}
