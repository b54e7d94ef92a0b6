import Git
import Model
import Store

/// A remote as `sync` meets it.
protocol SharedRemote {
  var name: String { get }

  /// Brings what the remote shares into `refs/o8-remotes/` and the branches among `wanted` that it
  /// has into `refs/remotes/`. Returns those that it has.
  func fetch(
    _ wanted: [ReferenceName], to location: RepositoryLocation
  ) async throws -> Set<ReferenceName>

  /// Moves references there, each from exactly what it was seen to hold.
  func push(
    _ moves: [ReferenceMove], _ form: PushForm, from location: RepositoryLocation
  ) async throws -> PushAnswer
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
  ) async throws -> Set<ReferenceName> {
    do throws(GitError) {
      try await location.fetch(refspecs(wanted), from: name, timeoutSeconds: timeoutSeconds)
      return Set(wanted)
    } catch {
      // Each branch is named by itself, so that no other one is taken away here because it is gone
      // there; but then git insists on every one of them.
      guard !wanted.isEmpty, case .programFailed = error.code else { throw error }
      let present = try? await location.branches(at: name, timeoutSeconds: timeoutSeconds)
      guard let there = present?.intersection(wanted), there.count < wanted.count else {
        throw error
      }
      try await location.fetch(
        refspecs(there.sorted()), from: name, timeoutSeconds: timeoutSeconds)
      return there
    }
  }

  private func refspecs(_ branches: [ReferenceName]) -> [String] {
    [ConfigBlock.refspec(for: name)]
      + branches.map { "+\($0):refs/remotes/\(name)/\($0.short)" }
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
