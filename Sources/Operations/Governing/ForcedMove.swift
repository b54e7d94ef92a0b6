import Git
import Lanes
import Model
import Store
import Trust

/// One move of a protected branch past the rule, under the landing lock.
struct ForcedMove {
  let workspace: Workspace
  let governed: GovernedRepository
  let branch: ReferenceName
  let old: ObjectID?
  let new: ObjectID?
  let reason: String
  let rewinds: Bool
  /// What the branch here holds, which follows where a remote's is moved.
  let here: ObjectID?
  /// The remote whose branch is moved first; nil where only the one here is.
  let meeting: LandingMeeting?

  private var repository: Repository { governed.repository }

  /// - Parameter met: the remote on whose branches packets land. Only here is a branch made or
  ///   deleted.
  init(
    _ request: ForceRequest, in governed: GovernedRepository, _ workspace: Workspace,
    on met: LandingMeeting? = nil
  ) async throws {
    self.workspace = workspace
    self.governed = governed
    reason = request.reason
    let name = request.branch
    guard let branch = ReferenceName(name.hasPrefix("refs/") ? name : "refs/heads/\(name)"),
      branch.isBranch
    else { throw Problem(.usage, "\(SafeText.escaped(name)) is no branch's name") }
    self.branch = branch
    here = try governed.repository.target(of: branch)
    // What is here of a branch that owners have deleted is nothing until they make it again.
    let isDeleted = try request.commit != nil && Judge(governed).deletion(of: branch) != nil
    meeting = here == nil || request.commit == nil || isDeleted ? nil : met
    if isDeleted {
      old = nil
    } else if let meeting {
      old = try LandingGround(
        of: branch, Judge(governed), present: meeting.branchesThere, then: request.command
      ).value
    } else {
      old = here
    }
    new = try await Self.commit(request.commit, in: governed.location)
    rewinds = request.rewinds
    guard old != new else {
      throw Problem(
        .stale, "\(branch.short) is there already: \(new?.short ?? "it does not exist")")
    }
  }

  /// What the move does and what speaks for it already.
  func standing() throws -> Standing {
    let judge = Judge(governed)
    guard try judge.protects(branch.short) else {
      throw Problem(
        .refused, "\(branch.short) is not protected: nothing has to be forced",
        hint: new.map { "git branch -f \(branch.short) \($0.short)" }
          ?? "git branch -D \(branch.short)")
    }
    try checkDirection(judge)
    try refuseOutrunDeletion(judge)
    let now = workspace.now()
    guard let place = old ?? new, let epoch = try judge.epoch(of: branch, at: place) else {
      throw Problem(
        .refused, "\(branch.short) has not been adopted, so nothing can be said of its moves",
        hint: "an owner runs git o8 init in a clone that has it")
    }
    if governed.policy.expires.start <= now {
      throw Problem(
        .refused, "the policy ended on \(governed.policy.expires.text): nothing moves its branches",
        hint: "git o8 policy renew")
    }
    let forced = Forced(
      branch: branch, old: old, new: new, rewind: rewinds, reason: reason, epoch: epoch)
    guard let old, let new else {
      let entry = try judge.override(of: branch, from: old, to: new)
      return Standing(forced: forced, isAdmitted: entry != nil, entry: entry)
    }
    switch try judge.ruling(on: branch, from: old, to: new, present: old, now: now) {
    case .admitted(let steps):
      let entry = steps.lazy.compactMap { step in
        if case .forced(let id) = step.ruling { id } else { nil }
      }.first
      return Standing(forced: forced, isAdmitted: true, entry: entry)
    case .rewound(let entry): return Standing(forced: forced, isAdmitted: true, entry: entry)
    case .refused: return Standing(forced: forced, isAdmitted: false, entry: nil)
    }
  }

  struct Standing {
    let forced: Forced
    /// Whether nothing more has to be signed.
    let isAdmitted: Bool
    let entry: ObjectID?
  }

  /// A move that takes commits away says so, and one that does not says that.
  private func checkDirection(_ judge: Judge) throws(Problem) {
    guard let old, let new else {
      guard !rewinds else {
        throw Problem(.usage, "--rewind goes with a branch that exists and stays")
      }
      return
    }
    let isForward = judge.isEarlier(old, than: new)
    if !isForward, !rewinds {
      throw Problem(
        .refused,
        "\(new.short) is not after \(old.short) on its first-parent chain: commits would leave "
          + "\(branch.short), and the verdicts given there would die",
        hint: "if that is meant: --rewind")
    }
    if isForward, rewinds {
      throw Problem(
        .usage, "\(new.short) takes nothing away from \(branch.short)", hint: "leave --rewind out")
    }
  }

  /// An owner's word deletes the value that it names: where a remote has gone on from it, the
  /// branch would be there still.
  private func refuseOutrunDeletion(_ judge: Judge) throws {
    guard new == nil, let old,
      let (remote, value) = try judge.remotes(beyond: old, on: branch).first(where: {
        $0.value != old
      })
    else { return }
    let again = ForceRequest(branch: branch.short, commit: nil, reason: reason).command
    throw Problem(
      .stale,
      "cannot delete \(branch.short) at \(old.short): \(remote) has it at \(value.short), which "
        + "came after, and would keep it",
      hint: "\(judge.command(bringing: branch, forwardTo: value)), look at what came, then: "
        + again)
  }

  /// The work trees that have to follow; throws, with nothing moved, where one cannot.
  func clearCheckouts() async throws -> [Checkout] {
    if let busy = try await Checkout.rebasing(branch, in: governed.location).first {
      throw Problem(
        .stale, "a rebase of \(branch.short) is under way in \(busy.path)",
        hint: "finish it there, or git -C \(busy.path) rebase --abort, then repeat the command")
    }
    let checkouts = try await Checkout.all(of: branch, in: governed.location)
    guard let here, let new else {
      if let checkout = checkouts.first {
        throw Problem(
          .refused, "\(branch.short) is checked out in \(checkout.path)",
          hint: "git -C \(checkout.path) switch --detach, then repeat the command")
      }
      return []
    }
    let request = ForceRequest(
      branch: branch.short, commit: new.hex, reason: reason, rewinds: rewinds)
    for checkout in checkouts {
      if let obstacle = try await checkout.obstacle(from: here, to: new) {
        throw Problem(obstacle, in: checkout.path, of: branch, then: request.command)
      }
    }
    return checkouts
  }

  /// Moves the branch, the remote's before the one here.
  func move() async throws {
    try await push()
    guard here != new else { return }
    try await moveHere()
  }

  private func push() async throws {
    guard var meeting, let new else { return }
    do {
      try await meeting.push(
        ReferenceMove(branch, from: old, to: new),
        provedBy: repository.target(of: Layout.ledger) ?? new, closing: nil,
        for: "move \(branch.short) to \(new.short)")
    } catch let setback as LandingSetback {
      var problem = Problem(
        .stale, "\(branch.short) did not move: \(meeting.remote) moved on meanwhile")
      if let failure = setback.problem { problem = failure }
      problem.hint = Self.standsInLedger
      throw problem
    }
  }

  private static let standsInLedger =
    "the override is in the ledger; git o8 reconcile carries it out when the reason is gone"

  /// Through git, so that the hooks judge this move like any other.
  private func moveHere() async throws {
    do throws(GitError) {
      let line = SafeText.singleLine(reason, limit: Self.reasonLimit)
      try await governed.location.update(
        [ReferenceMove(branch, from: here, to: new)], reason: "o8: forced: \(line)")
    } catch {
      if let meeting {
        throw Problem(
          error.meansSomeoneWasFirst ? .stale : .refused,
          "\(branch.short) moved at \(meeting.remote) and not here:\n\(error.detail)",
          hint: "git o8 sync \(ShellWord.quoted(meeting.remote)) says how this one follows")
      }
      throw Problem(
        error.meansSomeoneWasFirst ? .stale : .refused,
        "\(branch.short) did not move:\n\(error.detail)",
        hint: Self.standsInLedger)
    }
  }

  /// Brings the work trees along and writes the note; what fails is told and undoes nothing.
  func finish(_ report: inout ForceReport, _ checkouts: [Checkout]) async {
    guard let new else { return report.remarks += stillThere() }
    for checkout in checkouts {
      guard let here else { continue }
      do {
        try await checkout.bring(from: here, to: new)
        report.checkouts.append(checkout.path)
      } catch {
        report.remarks.append(
          "\(checkout.path) still shows \(branch.short) as it was: \(error.detail)")
      }
    }
    guard let entry = report.entry else { return }
    let line = SafeText.singleLine(reason, limit: Self.reasonLimit)
    do {
      let author = try governed.store.entry(entry)?.envelope.author.text ?? ""
      let text = "Forced: \(line)\nBy: \(author)\nLedger: \(entry.short)\n"
      let aside = try await governed.store.annotate([new: text], at: workspace.now())
      if let aside { report.remarks.append(LandingNote.remark(keptIn: aside)) }
    } catch {
      report.remarks.append("\(new.short) has no note: \(Problem(error).message)")
    }
  }

  /// Where remotes were last seen to have a branch that is deleted here.
  private func stillThere() -> [String] {
    let names = old.flatMap { try? Judge(governed).remotes(holding: $0, on: branch) } ?? []
    return names.map { remote in
      "\(remote) still has \(branch.short): git o8 sync \(ShellWord.quoted(remote)) deletes it there"
    }
  }

  /// A reason can be a page; in a log it is a line.
  private static let reasonLimit = 200

  private static func commit(
    _ revision: String?, in location: RepositoryLocation
  ) async throws -> ObjectID? {
    guard let revision else { return nil }
    return try await location.commit(revision)
  }
}
