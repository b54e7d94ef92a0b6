import Git
import Model
import Store
import Trust

/// A governed branch that is not here, and how it gets here.
struct MissingBranch {
  let branch: ReferenceName
  /// That it is not here, with the reason where one is known; one sentence.
  let sentence: String
  /// What brings it, in this order; empty where nobody here knows of it, or it was deleted.
  let commands: [String]
  /// What a remote was seen to have of it.
  var seen: (remote: String, value: ObjectID)?
  var isDeleted = false
}

extension Judge {
  /// Nil where the branch is here.
  func missing(_ branch: ReferenceName) throws -> MissingBranch? {
    guard try repository.target(of: branch) == nil else { return nil }
    let name = branch.short
    if let deletion = try deletion(of: branch) {
      return MissingBranch(
        branch: branch, sentence: deletion.sentence(on: branch), commands: [], isDeleted: true)
    }
    let make = "git branch \(ShellWord.quoted(name))"
    if let remote = try remoteShowing(branch), let value = try remoteValues(of: branch).first {
      return MissingBranch(
        branch: branch, sentence: "\(name) is not here, and \(remote) has it at \(value.short)",
        commands: try commandsFetching(branch, from: remote)
          + ["\(make) \(ShellWord.quoted("\(remote)/\(name)"))"],
        seen: (remote, value))
    }
    if let pins = try governed.store.pins(), pins.repo == governed.policies.repo,
      let value = pins.branches[branch], try canRead(value)
    {
      return MissingBranch(
        branch: branch, sentence: "\(name) is gone, and was at \(value.short) here",
        commands: ["\(make) \(value.short)"])
    }
    guard let way = try wayToFetch(branch) else {
      return MissingBranch(
        branch: branch, sentence: "\(name) is not here, and there is no remote to ask for it",
        commands: [])
    }
    return way.isKnownToLack
      ? MissingBranch(
        branch: branch,
        sentence: "\(name) is not here, and \(way.remote) had none when it was last asked",
        commands: [way.command])
      : MissingBranch(
        branch: branch, sentence: "\(name) is not here",
        commands: try [way.command] + commandsFetching(branch, from: way.remote)
          + ["\(make) \(ShellWord.quoted("\(way.remote)/\(name)"))"])
  }

  /// The governed branches that are not here, but for those that owners have deleted.
  func missingBranches() throws -> [MissingBranch] {
    try governedBranches().filter { try protects($0.short) }.compactMap(missing)
      .filter { !$0.isDeleted }
  }

  /// What makes a branch here that is missing; empty where it is here, or nobody knows of it.
  func commandsMaking(_ branch: ReferenceName) throws -> [String] {
    try missing(branch)?.commands ?? []
  }

  /// What has git fetch the branch from then on, without which none can follow it; empty where it
  /// does: a clone of a single branch fetches that alone.
  func commandsFetching(_ branch: ReferenceName, from remote: String) throws -> [String] {
    let tracking = "refs/remotes/\(remote)/"
    let specs = [
      "refs/heads/*:\(tracking)*", "\(branch):\(tracking)\(branch.short)",
    ].flatMap { [$0, "+\($0)"] }
    let all = Set(try repository.allConfiguration())
    guard !specs.contains(where: { all.contains("remote.\(remote).fetch=\($0)") }) else {
      return []
    }
    return [
      "git remote set-branches --add \(ShellWord.quoted(remote)) "
        + ShellWord.quoted(branch.short)
    ]
  }

  /// The remote whose value of the branch comes first.
  private func remoteShowing(_ branch: ReferenceName) throws -> String? {
    guard let value = try remoteValues(of: branch).first else { return nil }
    return try remotes(holding: value, on: branch).first
  }

  /// How a clone gets a branch that it has not fetched; nil where no remote is known.
  func wayToFetch(_ branch: ReferenceName) throws -> WayToFetch? {
    let names = try [landRemote()].compactMap { $0 } + upstreamRemotes() + ["origin"]
    guard let remote = try names.first(where: { try repository.config("remote.\($0).url") != nil })
    else { return nil }
    let name = ShellWord.quoted(remote)
    let all = "remote.\(remote).fetch=+refs/heads/*:refs/remotes/\(remote)/*"
    // Who fetches every branch, and has some, was told of all that there are.
    if try repository.allConfiguration().contains(all),
      try !repository.references(under: "refs/remotes/\(remote)/").isEmpty
    {
      return WayToFetch(remote: remote, command: "git fetch \(name)", isKnownToLack: true)
    }
    let spec = "\(branch.short):refs/remotes/\(remote)/\(branch.short)"
    return WayToFetch(
      remote: remote, command: "git fetch \(name) \(ShellWord.quoted(spec))", isKnownToLack: false)
  }
}

/// How a clone gets a branch that is not here.
struct WayToFetch {
  /// The remote that most likely has it.
  let remote: String
  /// What fetches it to where everybody looks for it, also past a refspec for another.
  let command: String
  /// Whether the remote was asked for all its branches, and this was none of them.
  let isKnownToLack: Bool

  /// Behind what is missing.
  var sentence: String { isKnownToLack ? "\(command) looks again" : "\(command) brings it" }
}

extension MissingBranch {
  /// With what brings it.
  var warning: String {
    commands.isEmpty ? sentence : "\(sentence): \(commands.joined(separator: ", then "))"
  }

  /// That there is nothing to work or land on; `command` is what goes on when there is.
  func problem(_ attempted: String, then command: String?) -> Problem {
    guard !isDeleted else {
      return Problem(
        .noSuchThing, "\(attempted): \(sentence)",
        hint: "only an owner makes it again: git o8 force \(ShellWord.quoted(branch.short)) COMMIT "
          + "--reason TEXT")
    }
    let all = commands + [command].compactMap { $0 }
    return Problem(
      .noSuchThing, "\(attempted): \(sentence)",
      hint: commands.isEmpty
        ? "git branch \(ShellWord.quoted(branch.short)) COMMIT makes it, where it was"
        : all.joined(separator: ", then: "))
  }
}
