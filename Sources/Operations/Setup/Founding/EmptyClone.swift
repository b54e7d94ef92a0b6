import Git
import Model
import Store
import Trust

/// A clone without any branch, in which nothing can be set up.
///
/// Where a remote has a policy a first commit made here would be another history than the one
/// that the policy is about.
struct EmptyClone {
  let repository: Repository
  let remotes: [String]
  let isOffline: Bool

  private var place: String { repository.location.directory }

  /// What its user has to do first; nil where there is a branch.
  func problem() async throws -> Problem? {
    guard try repository.references(under: "refs/heads/").isEmpty else { return nil }
    let policies: [RemotePolicy]
    do {
      policies = try await RemotePolicy.all(of: remotes, in: repository, isOffline: isOffline)
    } catch let error as Problem {
      return Problem(
        .environment, "cannot set up \(place): it has no commit yet\n\(error.message)",
        hint: "fetch the branch that is there; make a first commit only where no remote has any")
    }
    guard let policy = policies.first else {
      return Problem(
        .environment, "cannot set up \(place): it has no commit yet",
        hint: "make a first commit")
    }
    return try await problem(beside: policy)
  }

  private func problem(beside policy: RemotePolicy) async throws -> Problem {
    let remote = ShellWord.quoted(policy.remote)
    let branches = await policy.protected(in: repository)
    let name = ShellWord.quoted(branches.first?.short ?? "BRANCH")
    let there = try? await repository.location.branches(
      at: policy.remote, timeoutSeconds: RemotePolicy.askSeconds)
    if let there, let known = branches.first(where: there.contains) {
      return Problem(
        .environment,
        "cannot set up \(place): it has no commit yet, and \(policy.remote) has \(known.short)",
        hint: "git fetch \(remote) && git switch \(ShellWord.quoted(known.short))")
    }
    let names = branches.isEmpty ? "branch" : branches.map(\.short).joined(separator: ", ")
    return Problem(
      .environment,
      "cannot set up \(place): \(policy.remote) has a policy, and not the \(names) that it is "
        + "about",
      hint: "who has it shares it first: git push -u \(remote) \(name); then, here: git fetch "
        + "\(remote) && git switch \(name). A first commit made here would be another history")
  }
}

extension RemotePolicy {
  /// The branches that the policy was signed over, as far as that can be told without keeping
  /// anything of it.
  fileprivate func protected(in repository: Repository) async -> [ReferenceName] {
    _ = try? await repository.location.git(
      [
        "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=",
        "--no-recurse-submodules", "--", remote, Layout.policy.text,
      ], timeoutSeconds: Self.askSeconds)
    let chain = (try? PolicyChain(at: tip, in: repository)) ?? nil
    return chain.map { $0.newest.change.tips.keys.sorted() } ?? []
  }
}
