import Git
import Model

/// Whether the commits at which a change has its submodules can be had by others, or will at
/// least outlive the lane.
struct SubmoduleReview {
  let repository: RepositoryLocation

  private struct Place {
    let name: String
    let location: RepositoryLocation

    init(_ name: String, in gitDirectory: String) {
      self.name = name
      location = .bare(at: "\(gitDirectory)/modules/\(name)")
    }

    func holds(_ commit: ObjectID) async throws(GitError) -> Bool {
      try await location.run(["cat-file", "-e", "\(commit)^{commit}"]).exit == 0
    }

    /// Whether a remote is known to have it.
    func hasPublished(_ commit: ObjectID) async throws(GitError) -> Bool {
      let found = try await location.run(
        ["for-each-ref", "--count=1", "--contains", commit.hex, "refs/remotes"])
      return found.exit == 0 && !found.output.isEmpty
    }
  }

  func findings(in files: [ChangedFile]) async throws(GitError) -> [StaticFinding] {
    var findings: [StaticFinding] = []
    for file in files {
      guard let new = file.new, new.isGitlink, file.old?.id != new.id else { continue }
      if let finding = try await finding(on: new.id, at: file.path) { findings.append(finding) }
    }
    return findings
  }

  private func finding(
    on commit: ObjectID, at path: String
  ) async throws(GitError) -> StaticFinding? {
    let common = repository.commonDirectory
    let mains = Submodules.names(in: common).map { Place($0, in: common) }
    let lanes = Folder.names(in: "\(common)/worktrees").flatMap { name in
      let own = "\(common)/worktrees/\(name)"
      return Submodules.names(in: own).map { Place($0, in: own) }
    }
    // Where no submodule was ever checked out there is nothing to ask.
    guard !mains.isEmpty || !lanes.isEmpty else { return nil }
    let here = try await holders(of: commit, among: mains)
    let inLanes = try await holders(of: commit, among: lanes)
    for place in here + inLanes where try await place.hasPublished(commit) { return nil }
    let what = "the submodule's commit \(commit.short)"
    if let place = here.first {
      let directory = place.location.gitDirectory
      return StaticFinding(
        .submodule, .warning,
        "\(what) is on no branch of its remote, so that others cannot check it out: "
          + "git -C \(directory) push REMOTE \(commit.short):refs/heads/NAME", path: path)
    }
    guard !inLanes.isEmpty else {
      return StaticFinding(
        .submodule, .warning, "\(what) is in no repository of it here; see that it is pushed",
        path: path)
    }
    return StaticFinding(
      .submodule, .error,
      "\(what) is in the lane alone and would go with it: push it from there, or have the "
        + "submodule in the main worktree too (git submodule update --init), then gate again",
      path: path)
  }

  private func holders(
    of commit: ObjectID, among places: [Place]
  ) async throws(GitError) -> [Place] {
    var found: [Place] = []
    for place in places where try await place.holds(commit) { found.append(place) }
    return found
  }
}
