import Git
import Model
import Store

@testable import Operations

/// Another clone as a remote that shares its objects: what is fetched and pushed are references.
struct LocalRemote: SharedRemote {
  let name: String
  let there: Workspace
  var takesSeveral = true
  /// Happens between the look and the push.
  var interfere: () async throws -> Void = {}

  func fetch(
    _ wanted: [ReferenceName], to location: RepositoryLocation
  ) async throws -> Fetched {
    try see(from: location)
    let (mine, remote) = (try Repository(location), try Repository(there.location))
    // Another operator's main is nobody's upstream.
    guard name == "common" else { return Fetched(branches: []) }
    var present: Set<ReferenceName> = []
    for branch in wanted {
      guard let value = try remote.target(of: branch), let seen = Layout.tracked(name, branch)
      else { continue }
      let old = try mine.target(of: seen)
      if old != value { try mine.move(seen, from: old, to: value) }
      present.insert(branch)
    }
    return Fetched(branches: present)
  }

  /// As a fetch does that prunes.
  func see(from location: RepositoryLocation) throws {
    let mine = try Repository(location)
    let prefix = "\(Layout.remotes)\(name)/"
    var gone: [ReferenceName: ObjectID] = [:]
    for reference in try mine.references(under: prefix) { gone[reference.name] = reference.target }
    for reference in try Repository(there.location).references(under: Layout.shared) {
      guard let seen = Layout.remote(name, reference.name) else { continue }
      let old = gone.removeValue(forKey: seen)
      if old != reference.target { try mine.move(seen, from: old, to: reference.target) }
    }
    for (seen, old) in gone { try mine.move(seen, from: old, to: nil) }
  }

  func push(
    _ moves: [ReferenceMove], _ form: PushForm, from location: RepositoryLocation
  ) async throws -> PushAnswer {
    if form == .atomic, !takesSeveral { return .notAtomic }
    try await interfere()
    let remote = try Repository(there.location)
    var answer = PushAnswer.accepted
    for move in moves where try remote.target(of: move.name) != move.old {
      if form == .atomic { return .outrun }
      answer = .outrun
    }
    for move in moves where try remote.target(of: move.name) == move.old {
      // Nobody pushes by force: a step goes forward, or what is archived goes away.
      if let old = move.old, let new = move.new, try !remote.isAncestor(old, of: new) {
        throw SharingWorld.Failure("\(move.name) was pushed by force")
      }
      if let old = move.old, move.new == nil, Layout.packets.isPrefix(of: move.name) {
        guard let ledger = try remote.target(of: Layout.ledger),
          try remote.isAncestor(old, of: ledger) || moves.holds(old, remote)
        else { throw SharingWorld.Failure("\(move.name) was deleted and is not archived") }
      }
      try remote.move(move.name, from: move.old, to: move.new)
    }
    return answer
  }
}

extension String {
  fileprivate func isPrefix(of name: ReferenceName) -> Bool { name.text.hasPrefix(self) }
}

extension [ReferenceMove] {
  /// Whether the ledger that goes along holds a commit.
  fileprivate func holds(_ tip: ObjectID, _ repository: Repository) throws -> Bool {
    guard let ledger = first(where: { $0.name == Layout.ledger })?.new else { return false }
    return try repository.isAncestor(tip, of: ledger)
  }
}
