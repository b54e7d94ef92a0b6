import Git
import Model
import Store
import Trust

/// Whether a protected branch stands where it can have come by moves that were let in, as far as
/// its value alone tells; its steps are judged elsewhere.
struct BranchStand {
  let governed: GovernedRepository
  let judge: Judge

  /// What is wrong, a sentence each, with the way back where there is one.
  func problems(of branch: ReferenceName) throws -> [String] {
    let repository = governed.repository
    var problems: [String] = []
    let tip = try repository.target(of: branch)
    let other = try repository.symbolicTarget(of: branch)
    if let other { problems.append(alias(branch, other, try tip ?? seen(branch))) }
    if try judge.isUnadopted(branch), try judge.value(of: branch) != nil {
      return problems + [Unadopted.sentence(branch)]
    }
    // Where history is cut off nobody can tell how the branch came here.
    if let tip, try judge.cut(of: branch, at: tip) != nil { return problems }
    let seen = try seen(branch)
    guard let tip else {
      if let seen, other == nil, try !judge.mayDelete(branch, at: seen) {
        problems.append(
          "\(branch.short) is gone, and was at \(seen.short) here: "
            + "git branch \(branch.short) \(seen.short) brings it back")
      }
      return problems + (try problemsAtRemote(of: branch))
    }
    if let rewind = try rewindToFollow(branch, from: tip) { return problems + [rewind] }
    let regression = try judge.regression(of: branch, at: tip)
    let hasLeft = try adoptionLeft(branch, at: tip) != nil
    let home = try seen ?? home(of: branch)
    let way = try home.map { try wayBack(of: branch, from: tip, to: $0) } ?? ""
    if let regression {
      problems.append(regression + way)
    } else if hasLeft {
      problems.append(
        "\(branch.short) is at \(tip.short), and has left the commit from which it was adopted"
          + way)
    } else if let seen, try !isExplained(branch, from: seen, to: tip) {
      problems.append(
        "\(branch.short) was at \(seen.short) here, and left it for \(tip.short) "
          + "without an owner's leave" + way)
    }
    return problems
  }

  /// The same of a branch that only a remote has: a check-out by a CI has none of its own.
  private func problemsAtRemote(of branch: ReferenceName) throws -> [String] {
    guard let tip = try judge.value(of: branch), try judge.cut(of: branch, at: tip) == nil else {
      return []
    }
    if let regression = try judge.regression(of: branch, at: tip) { return [regression] }
    guard let adopted = try adoptionLeft(branch, at: tip) else { return [] }
    return [
      "\(branch.short) is at \(tip.short) at a remote, and has left \(adopted.short), the commit "
        + "from which it was adopted"
    ]
  }

  /// That owners have rewound the branch, where it can follow a remote's that does so.
  private func rewindToFollow(_ branch: ReferenceName, from tip: ObjectID) throws -> String? {
    guard let rewind = try judge.rewindNotFollowed(on: branch, at: tip, orBeyond: true),
      let upstream = try judge.upstream(of: branch), upstream.branch == branch,
      let there = try governed.repository.target(of: upstream.tracking), there != tip,
      try judge.rewindNotFollowed(on: branch, at: there, orBeyond: true) == nil
    else { return nil }
    return ForcedView(rewind).sentence(on: branch) + ": "
      + judge.command(taking: branch, to: upstream) + " takes it there"
  }

  /// The commit from which the branch was adopted, where it has left that.
  private func adoptionLeft(_ branch: ReferenceName, at tip: ObjectID) throws -> ObjectID? {
    guard let adopted = try judge.adoption(of: branch)?.body.commit,
      try judge.beginning(of: branch, upTo: tip) == nil,
      try !judge.isBehindRemote(branch, at: tip, holding: adopted)
    else { return nil }
    return adopted
  }

  /// Where the branch stood here when all of it was last found covered.
  private func seen(_ branch: ReferenceName) throws -> ObjectID? {
    guard let pins = try governed.store.pins(), pins.repo == governed.policies.repo else {
      return nil
    }
    return try pins.branches[branch].flatMap { try judge.canRead($0) ? $0 : nil }
  }

  /// Remembers where the branch stands, all of which is covered.
  func remember(_ branch: ReferenceName) throws {
    let tip = try governed.repository.target(of: branch)
    if let tip, try judge.cut(of: branch, at: tip) != nil { return }
    if let seen = try seen(branch) {
      guard seen != tip else { return }
      if let tip, try !isExplained(branch, from: seen, to: tip) { return }
      if tip == nil, try judge.override(of: branch, from: seen, to: nil) == nil { return }
    }
    governed.store.pinIfPossible(branch, at: tip)
  }

  /// Whether the branch can have come from `seen` to `tip`: forward, by owners' leave, or with a
  /// remote that has it there or where it went another way.
  private func isExplained(
    _ branch: ReferenceName, from seen: ObjectID, to tip: ObjectID
  ) throws -> Bool {
    if try judge.isForward(branch, from: seen, to: tip) { return true }
    return try judge.remoteValues(of: branch).contains { value in
      value == tip
        || judge.isEarlier(value, than: tip) && !judge.isEarlier(value, than: seen)
          && !judge.isEarlier(seen, than: value)
    }
  }

  private func alias(_ branch: ReferenceName, _ other: String, _ tip: ObjectID?) -> String {
    let sentence =
      "\(branch.short) is only another name of \(SafeText.escaped(other)), which nothing guards"
    guard let tip else { return sentence }
    return sentence + ": git update-ref --no-deref \(branch) \(tip.short) ends that"
  }

  /// Where the branch belongs in a clone that never found all of it covered.
  private func home(of branch: ReferenceName) throws -> ObjectID? {
    let signed = governed.policies.newest.change.tips[branch]
    return try [signed, judge.adoption(of: branch)?.body.commit].compactMap { $0 }
      .first(where: judge.canRead)
  }

  /// A remote's value and what only goes forward are let in by the hooks; else an owner says so.
  private func wayBack(
    of branch: ReferenceName, from tip: ObjectID, to home: ObjectID
  ) throws -> String {
    if judge.isEarlier(tip, than: home) {
      return ": \(judge.command(bringing: branch, forwardTo: home)) takes it back there"
    }
    let name = ShellWord.quoted(branch.short)
    if let upstream = try judge.upstream(of: branch), upstream.branch == branch,
      let there = try governed.repository.target(of: upstream.tracking),
      judge.isEarlier(home, than: there)
    {
      return ": \(judge.command(taking: branch, to: upstream)) takes it there"
    }
    return
      ": git o8 force \(name) \(home.short) --rewind --reason TEXT takes it back, by an owner"
  }
}

extension Judge {
  /// What takes a branch here to where a remote's is, which the hooks let in.
  func command(taking branch: ReferenceName, to upstream: Upstream) -> String {
    place(of: branch).command(taking: branch, to: ShellWord.quoted(upstream.short))
  }
}
