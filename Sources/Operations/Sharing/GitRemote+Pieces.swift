import Git
import Model
import Store

extension GitRemote {
  /// So many names are arguments of git at once.
  private static let pieceSize = 1000
  /// Whoever has lost more than this has lost a repository, and each costs a dozen fetches.
  private static let lostLimit = 16

  /// Brings what can be brought from a remote that cannot send all: one reference of which it has
  /// lost an object spoils every fetch that names it. Returns those.
  ///
  /// Throws `failure`, the reason why all could not be fetched at once, where that is not the
  /// trouble of a few of its references.
  func fetchInPieces(
    _ branches: [ReferenceName], to location: RepositoryLocation, after failure: GitError
  ) async throws -> [Fetched.Lost] {
    let there = try? await location.references(
      at: name, under: Layout.shared, timeoutSeconds: timeoutSeconds)
    guard let there, !there.isEmpty else { throw failure }
    if !branches.isEmpty {
      try await location.fetch(refspecs(branches), from: name, timeoutSeconds: timeoutSeconds)
    }
    let names = there.keys.sorted()
    var pieces = stride(from: 0, to: names.count, by: Self.pieceSize).map {
      names[$0..<min($0 + Self.pieceSize, names.count)]
    }
    var lost: [Fetched.Lost] = []
    while let piece = pieces.popLast(), let first = piece.first {
      guard let error = await failureOfFetching(piece, to: location) else { continue }
      if piece.count > 1 {
        pieces += [piece.prefix(piece.count / 2), piece.dropFirst(piece.count / 2)]
      } else if let tip = there[first] {
        lost.append(Fetched.Lost(name: first, tip: tip, reason: Self.words(of: error)))
      }
      guard lost.count <= Self.lostLimit else { throw failure }
    }
    guard lost.count < names.count else { throw failure }
    try forgetGone(Set(names), in: Repository(location))
    return lost.sorted { $0.name < $1.name }
  }

  private func failureOfFetching(
    _ piece: ArraySlice<ReferenceName>, to location: RepositoryLocation
  ) async -> GitError? {
    let refspecs = piece.compactMap { shared in
      Layout.remote(name, shared).map { "+\(shared):\($0)" }
    }
    do throws(GitError) {
      try await location.fetch(refspecs, from: name, timeoutSeconds: timeoutSeconds)
      return nil
    } catch { return error }
  }

  /// What a fetch of everything would have taken away here, since it is gone there.
  private func forgetGone(
    _ present: Set<ReferenceName>, in repository: Repository
  ) throws(GitError) {
    let prefix = "\(Layout.remotes)\(name)/"
    for seen in try repository.references(under: prefix) {
      let shared = ReferenceName(Layout.shared + seen.name.text.dropFirst(prefix.count))
      guard let shared, !present.contains(shared) else { continue }
      try repository.move(seen.name, from: seen.target, to: nil)
    }
  }

  /// What git said first names the object; the rest is what that led to.
  private static func words(of error: GitError) -> String {
    let lines = error.detail.split(whereSeparator: \.isNewline)
    let first = lines.first { $0.contains("fatal:") } ?? lines.first
    return SafeText.singleLine(first.map(String.init) ?? error.detail, limit: wordLimit)
  }

  private static let wordLimit = 200
}
