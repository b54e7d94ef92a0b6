import Git
import Model
import Trust

/// What a packet lands on: the branch here, or a remote's, which decides then.
struct LandingGround: Hashable {
  /// The remote's branch; nil where packets land on the branch here.
  let upstream: Upstream?
  /// The value that is landed on.
  let value: ObjectID
  /// What the branch here holds, which follows.
  let here: ObjectID
}

extension LandingGround {
  /// As this clone has seen it. Throws where the branch here could not follow.
  ///
  /// - Parameter present: the branches that the remote was seen to have just now; nil where nobody
  ///   has asked it.
  init(
    of branch: ReferenceName, _ judge: Judge, present: Set<ReferenceName>? = nil,
    then command: String
  ) throws {
    guard let here = try judge.repository.target(of: branch) else {
      throw try judge.missing(branch)?.problem("nothing can land on \(branch.short)", then: command)
        ?? Problem(.noSuchThing, "there is no branch \(branch.short) to land on")
    }
    guard let remote = try judge.landRemote(), let upstream = try judge.upstream(of: branch) else {
      if let outrun = try judge.outrun(branch) { throw outrun.problem(then: command) }
      self.init(upstream: nil, value: here, here: here)
      return
    }
    let own = Upstream(of: branch, at: remote)
    let isThere = try own.map { try judge.repository.target(of: $0.tracking) != nil } ?? false
    guard upstream.branch == branch || !(present?.contains(branch) ?? isThere) else {
      throw Problem(
        .refused,
        "\(branch.short) follows \(upstream.short), and through \(LandRemote.key) it lands only "
          + "on the branch of its own name",
        hint: "git branch -u \(remote)/\(branch.short) \(branch.short)")
    }
    guard upstream.branch == branch, present?.contains(branch) ?? true,
      let value = try judge.repository.target(of: upstream.tracking)
    else {
      let name = ShellWord.quoted(branch.short)
      throw Problem(
        .noSuchThing, "\(remote) has no branch \(branch.short) to land on",
        hint: "git push -u --atomic \(ShellWord.quoted(remote)) \(name) 'refs/o8/*:refs/o8/*'")
    }
    self.init(upstream: upstream, value: value, here: here)
    if let obstacle = obstacle(on: branch, judge, then: command) { throw obstacle }
  }

  /// Why the branch here cannot follow; nil where it can.
  private func obstacle(
    on branch: ReferenceName, _ judge: Judge, then command: String
  ) -> Problem? {
    guard let upstream, !judge.isEarlier(here, than: value) else { return nil }
    if let rewind = try? judge.rewindNotFollowed(on: branch, at: here),
      (try? judge.rewindNotFollowed(on: branch, at: value, orBeyond: true)) == nil
    {
      return Problem(
        .stale, "\(ForcedView(rewind).sentence(on: branch)), and packets land on \(upstream.short)",
        hint:
          "\(judge.command(taking: branch, to: upstream)) takes this one along, then: \(command)")
    }
    if judge.isEarlier(value, than: here) {
      guard (try? judge.isCovered(branch, from: value, to: here)) ?? false else {
        return Problem(
          .stale,
          "\(branch.short) here has steps that \(upstream.short) lacks and nothing covers, and "
            + "packets land on that one",
          hint: "git o8 reconcile names the ways back, then: \(command)")
      }
      return Problem(
        .stale,
        "\(branch.short) here has what \(upstream.short) lacks, and packets land on that one",
        hint: "git o8 sync \(ShellWord.quoted(upstream.remote)) sends it, then: \(command)")
    }
    return Problem(
      .stale,
      "\(branch.short) here and \(upstream.short) went different ways, and packets land on that one",
      hint: "\(judge.command(taking: branch, to: upstream)) takes this one along, then: \(command)")
  }
}
