import Git
import Model
import Store
import Trust

/// A remote that has a policy, and where that policy stands.
struct RemotePolicy: Hashable {
  let remote: String
  let tip: ObjectID

  /// A remote that takes longer to name its references is as good as gone.
  static let askSeconds = 60
  /// The whole state of a large repository, over a slow line.
  private static let fetchSeconds = 3600
}

extension RepositoryLocation {
  /// The configured remotes, `origin` first.
  func remoteNames() async throws(GitError) -> [String] {
    let names = try await git(["remote"]).text.split(whereSeparator: \.isNewline).map(String.init)
    return names.filter { $0 == "origin" } + names.filter { $0 != "origin" }
  }
}

extension RemotePolicy {
  /// The remotes among `names` that have a policy: those of which a fetch has brought one, and
  /// unless `isOffline`, those that say so when asked.
  static func all(
    of names: [String], in repository: Repository, isOffline: Bool
  ) async throws -> [RemotePolicy] {
    var found: [RemotePolicy] = []
    for name in names {
      if let fetched = Layout.remote(name, Layout.policy),
        let tip = try repository.target(of: fetched)
      {
        found.append(RemotePolicy(remote: name, tip: tip))
      } else if !isOffline, let tip = try await asked(name, at: repository.location) {
        found.append(RemotePolicy(remote: name, tip: tip))
      }
    }
    return found
  }

  private static func asked(
    _ remote: String, at location: RepositoryLocation
  ) async throws(Problem) -> ObjectID? {
    do throws(GitError) {
      let answer = try await location.git(
        ["ls-remote", "--", remote, Layout.policy.text], timeoutSeconds: askSeconds)
      return ObjectID(answer.text.prefix { !$0.isWhitespace })
    } catch {
      throw Problem(
        .environment, "cannot ask the remote \(remote) whether it has a policy: \(error.detail)",
        hint: "a second policy would split the repository; repeat this when it can be reached, or "
          + "with --offline if you know that no remote has one")
    }
  }

  /// Brings all that the remote shares into `refs/o8-remotes/`.
  func fetch(to location: RepositoryLocation) async throws {
    _ = try await location.git(
      [
        "fetch", "--quiet", "--atomic", "--no-tags", "--no-write-fetch-head", "--refmap=",
        "--no-recurse-submodules", "--", remote, ConfigBlock.refspec(for: remote),
      ], timeoutSeconds: Self.fetchSeconds)
  }

  /// Makes what was fetched this clone's own, the policy last: whoever finds that finds the rest.
  ///
  /// What this clone has already stays; `sync` is what joins.
  func adopt(into repository: Repository) throws {
    let prefix = Layout.remotes + remote + "/"
    let fetched = try repository.references(under: prefix)
    guard let name = Layout.remote(remote, Layout.policy),
      let policy = fetched.first(where: { $0.name == name })
    else { throw NotGoverned.noPolicy }
    guard try PolicyChain(at: policy.target, in: repository) != nil else {
      throw NotGoverned.noValidPolicy(policy.target)
    }
    for reference in fetched where reference.name != name {
      guard let own = ReferenceName(Layout.shared + reference.name.text.dropFirst(prefix.count))
      else { continue }
      try take(reference.target, as: own, in: repository)
    }
    try take(policy.target, as: Layout.policy, in: repository)
  }

  private func take(
    _ target: ObjectID, as name: ReferenceName, in repository: Repository
  ) throws(GitError) {
    guard try repository.target(of: name) == nil else { return }
    do throws(GitError) {
      try repository.move(name, from: nil, to: target)
    } catch {
      guard error.meansSomeoneWasFirst else { throw error }
    }
  }
}
