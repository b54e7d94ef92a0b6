import Git
import Model
import Store

/// A remote as `sync` meets it.
protocol SharedRemote {
  var name: String { get }

  /// Brings what the remote shares into `refs/o8-remotes/` and the branches among `wanted` that it
  /// has into `refs/remotes/`.
  func fetch(
    _ wanted: [ReferenceName], to location: RepositoryLocation
  ) async throws -> Fetched

  /// Moves references there, each from exactly what it was seen to hold.
  func push(
    _ moves: [ReferenceMove], _ form: PushForm, from location: RepositoryLocation
  ) async throws -> PushAnswer
}

/// What a fetch found.
struct Fetched {
  /// The branches that the remote has, of those that were asked for.
  var branches: Set<ReferenceName>
  /// Shared references that it has and cannot send, since it has lost objects of theirs.
  var lost: [Lost] = []

  struct Lost: Hashable {
    let name: ReferenceName
    /// What the remote says that it holds.
    let tip: ObjectID
    /// In git's words.
    let reason: String
  }
}

/// A configured remote, met through the git program and whatever protocol its URL names.
struct GitRemote: SharedRemote {
  let name: String
  /// Nil where a person waits, who can end it, and whom ssh may ask for a passphrase: with a
  /// limit git would run in a session without a terminal.
  let timeoutSeconds: Int?

  /// The whole state of a large repository, over a slow line.
  static let timeoutSeconds = 3600

  func fetch(
    _ wanted: [ReferenceName], to location: RepositoryLocation
  ) async throws -> Fetched {
    let failure: GitError
    do throws(GitError) {
      try await fetchAll(wanted, to: location)
      return Fetched(branches: Set(wanted))
    } catch {
      guard case .programFailed = error.code else { throw error }
      failure = error
    }
    // Each branch is named by itself, so that no other one is taken away here because it is gone
    // there; but then git insists on every one of them.
    let present = try? await location.branches(at: name, timeoutSeconds: timeoutSeconds)
    guard let there = present?.intersection(wanted) else { throw failure }
    return try await fetch(present: there, of: wanted, to: location, after: failure)
  }

  private func fetch(
    present there: Set<ReferenceName>, of wanted: [ReferenceName],
    to location: RepositoryLocation, after failure: GitError
  ) async throws -> Fetched {
    var failure = failure
    if there.count < wanted.count {
      do throws(GitError) {
        try await fetchAll(there.sorted(), to: location)
        return Fetched(branches: there)
      } catch { failure = error }
    }
    let lost = try await fetchInPieces(there.sorted(), to: location, after: failure)
    return Fetched(branches: there, lost: lost)
  }

  private func fetchAll(
    _ branches: [ReferenceName], to location: RepositoryLocation
  ) async throws(GitError) {
    try await location.fetch(
      [ConfigBlock.refspec(for: name)] + refspecs(branches), from: name,
      timeoutSeconds: timeoutSeconds)
  }

  func refspecs(_ branches: [ReferenceName]) -> [String] {
    branches.map { "+\($0):refs/remotes/\(name)/\($0.short)" }
  }

  func push(
    _ moves: [ReferenceMove], _ form: PushForm, from location: RepositoryLocation
  ) async throws -> PushAnswer {
    try await location.push(moves, to: name, form, timeoutSeconds: timeoutSeconds)
  }
}

extension Layout {
  /// What a remote was seen to hold of a branch.
  static func tracked(_ remote: String, _ branch: ReferenceName) -> ReferenceName? {
    branch.isBranch ? ReferenceName("refs/remotes/\(remote)/\(branch.short)") : nil
  }
}
