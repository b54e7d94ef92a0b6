import Git
import Model

extension BranchFacts {
  init(of repository: Repository, remotes: [String]) async throws(GitError) {
    let head = try repository.head()
    local = Set(try repository.references(under: "refs/heads/").map(\.name))
    current = head.branch
    configured = try repository.config("init.defaultBranch")
    remoteMain = nil
    for remote in remotes where remoteMain == nil {
      remoteMain = try await Self.main(of: remote, at: repository.location)
    }
  }

  /// What `refs/remotes/REMOTE/HEAD` names, as `git clone` wrote it.
  private static func main(
    of remote: String, at location: RepositoryLocation
  ) async throws(GitError) -> RemoteMain? {
    let prefix = "refs/remotes/\(remote)/"
    let result = try await location.run(["symbolic-ref", "--quiet", prefix + "HEAD"])
    let text = result.text.trimmed
    // Any failure says that there is none.
    guard result.exit == 0, text.hasPrefix(prefix),
      let branch = ReferenceName(branch: text.dropFirst(prefix.count))
    else { return nil }
    return RemoteMain(remote: remote, branch: branch)
  }
}
