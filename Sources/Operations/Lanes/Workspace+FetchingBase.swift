import Git
public import Model
import Trust

/// What fetching a base branch came to.
public struct FetchedBase: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable {
    case upToDate
    /// The branch was brought along from this value.
    case moved(from: ObjectID)
    /// The branch has commits that its upstream lacks.
    case ahead
  }

  public let branch: ReferenceName
  /// Such as `origin/main`.
  public let upstream: String
  public let value: ObjectID
  public let outcome: Outcome

  public var sentence: String {
    switch outcome {
    case .upToDate: "\(branch.short) is at \(value.short), as \(upstream)"
    case .ahead: "\(branch.short) is at \(value.short), ahead of \(upstream)"
    case .moved(let old):
      "\(branch.short) was brought from \(old.short) to \(value.short), as \(upstream)"
    }
  }
}

extension Workspace {
  /// A line that takes longer holds up whoever wants to give out work.
  private static let fetchSeconds = 300

  /// Nobody may be asked for a password, in a window neither.
  private static let silence: [String: String?] = [
    "GIT_ASKPASS": "", "SSH_ASKPASS_REQUIRE": "never",
  ]

  /// Fetches from the remote of the branch that work is to land on, and brings the branch along
  /// where its upstream is only ahead, hooks and checkout included.
  public func fetchBase(named name: String?) async throws -> FetchedBase {
    let governed = try governed()
    let repository = governed.repository
    let branch = try WorkOrder(governed: governed, standardRuntime: nil).branch(named: name)
    let upstream = try await upstream(of: branch, in: repository)
    do throws(GitError) {
      _ = try await location.git(
        [
          "fetch", "--quiet", "--atomic", "--no-write-fetch-head", "--no-recurse-submodules",
          "--", upstream.remote,
        ], timeoutSeconds: Self.fetchSeconds, environment: Self.silence)
    } catch {
      throw Problem(
        .environment, "cannot fetch \(branch.short) from \(upstream.remote): \(error.detail)",
        hint: "try `git fetch \(upstream.remote)`; without --fetch the work starts from "
          + "\(branch.short) as it is here")
    }
    let short =
      "\(upstream.remote)/\(upstream.tracking.text.split(separator: "/").dropFirst(3).joined(separator: "/"))"
    guard let there = try repository.target(of: upstream.tracking) else {
      throw Problem(
        .environment, "\(upstream.remote) has no branch \(short), or it is not fetched here",
        hint: "git push -u \(upstream.remote) \(branch.short), or leave --fetch out")
    }
    guard let here = try repository.target(of: branch) else {
      throw Problem(.noSuchThing, "there is no branch \(branch.short) here")
    }
    func fetched(_ value: ObjectID, _ outcome: FetchedBase.Outcome) -> FetchedBase {
      FetchedBase(branch: branch, upstream: short, value: value, outcome: outcome)
    }
    if here == there { return fetched(here, .upToDate) }
    if try repository.isAncestor(there, of: here) { return fetched(here, .ahead) }
    guard try repository.isAncestor(here, of: there) else {
      throw Problem(
        .stale, "\(branch.short) and \(short) have both moved on: there is no one base",
        hint: "bring them together first, or leave --fetch out")
    }
    try await bring(branch, from: here, to: there)
    return fetched(there, .moved(from: here))
  }

  private func upstream(
    of branch: ReferenceName, in repository: Repository
  ) async throws -> (remote: String, tracking: ReferenceName) {
    let remotes = try await location.remoteNames()
    let landing = try LandRemote.name(in: repository)
    let configured = try landing ?? repository.config("branch.\(branch.short).remote")
    let remote = configured.flatMap { $0 == "." ? nil : $0 } ?? remotes.first
    guard let remote, remotes.contains(remote) else {
      throw Problem(
        .environment, "cannot fetch \(branch.short): this repository has no remote",
        hint: "git remote add origin URL, or leave --fetch out")
    }
    let merge = try repository.config("branch.\(branch.short).merge").flatMap { ReferenceName($0) }
    let there = configured == remote && landing == nil ? merge ?? branch : branch
    guard let tracking = ReferenceName("refs/remotes/\(remote)/\(there.short)") else {
      throw Problem(.environment, "\(SafeText.escaped(remote)) is no remote's name")
    }
    return (remote, tracking)
  }

  /// Through git, so that hooks judge the move; with the files where it is checked out.
  private func bring(
    _ branch: ReferenceName, from old: ObjectID, to new: ObjectID
  ) async throws {
    let checkout = try await location.worktrees().first { $0.branch == branch }?.path
    let result =
      if let checkout {
        try await Program.git.run(
          ["merge", "--quiet", "--ff-only", new.hex], in: checkout, environment: Self.silence)
      } else {
        try await location.run([
          "update-ref", "-m", "o8: fetched", branch.text, new.hex, old.hex,
        ])
      }
    guard result.exit == 0 else {
      let said = result.errorText.split(whereSeparator: \.isNewline).suffix(8)
      throw Problem(
        .refused,
        "cannot bring \(branch.short) to \(new.short): " + said.joined(separator: "\n"),
        hint: "`git o8 status` shows how it stands; leave --fetch out to start from what is here")
    }
  }
}
