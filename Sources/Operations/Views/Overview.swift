import Git
public import Model
import Store
import Trust

/// How everything stands, at a glance.
public struct Overview: Hashable, Sendable {
  public let inbox: Inbox
  /// The open packets by state.
  public let counts: [PacketState: Int]
  /// Those that are with a worker or at their gates.
  public let active: [ListedPacket]
  /// Those that are in no lane yet, with why.
  public let queued: [ListedPacket]
  public let branches: [ProtectedBranch]
  /// Those that are not here, and that no owner deleted.
  public let missing: [MissingBranchView]
  /// What is wrong with where a protected branch stands, a sentence each.
  public let problems: [String]
  /// What is to be put right, a sentence each.
  public let repairs: [String]
  /// What puts that right, in this order.
  public let repairCommands: [String]
  /// What waits for owners' signatures.
  public var motions: [MotionView] { inbox.motions }
  /// What everybody should know, a sentence each: a policy that is about to end.
  public let warnings: [String]
  /// What stands among o8's references and is none of them, with the remedy, a sentence each.
  public let strange: [String]
  /// Why git does not ask o8 before a protected branch moves; nil where it does.
  public let hooksProblem: String?
}

/// A protected branch that is not here.
public struct MissingBranchView: Hashable, Sendable {
  public let name: ReferenceName
  /// Behind its name: `is not here, and origin has it at 1234567`.
  public let standing: String
  /// What brings it, in this order; empty where nobody here knows of it.
  public let commands: [String]
  /// The remote that was seen to have it, and what it has.
  public let remote: String?
  public let value: ObjectID?

  init(_ missing: MissingBranch) {
    name = missing.branch
    standing = String(missing.sentence.dropFirst(missing.branch.short.count + 1))
    commands = missing.commands
    (remote, value) = (missing.seen?.remote, missing.seen?.value)
  }
}

/// A protected branch against the one that decides, upstream.
public struct ProtectedBranch: Hashable, Sendable {
  public let name: ReferenceName
  public let value: ObjectID
  /// Nil where it has no upstream, or that was never fetched.
  public let upstream: Upstream?
  /// Its newest steps that neither the rule nor an owner covers.
  public var uncovered = 0
  /// That not all history is here by which it is judged.
  var cut: HistoryCut?

  public struct Upstream: Hashable, Sendable {
    public let name: ReferenceName
    public let value: ObjectID
    /// Commits that only one of them has.
    public let ahead: Int
    public let behind: Int
    /// Its steps that nothing covers, of which the remote had no more to say when it was met; zero
    /// where it was not met since, or what is here has them.
    public var uncovered = 0

    /// Such as `origin/main`.
    public var short: String { String(name.text.dropFirst("refs/remotes/".count)) }

    /// That somebody got past its gate; nil where nobody is known to have.
    public var problem: String? {
      uncovered == 0
        ? nil
        : "\(short) has \(counted(uncovered, "step")) that nothing proves"
    }
  }
}

extension Workspace {
  public func overview() throws -> Overview {
    let governed = try governed()
    let book = PacketBook(governed: governed)
    let list = try PacketListing(governed: governed, book: book).packets(ListFilter())
    let listing = list.packets
    let errands = Errands(governed: governed, book: book, environment: environment)
    var inbox = try errands.inbox(of: list)
    inbox.motions = try motions(in: governed)
    let resting = Set(
      inbox.errands.filter { [.mend, .abandoned, .othersGate].contains($0.kind) }.map(\.packet))
    let known = Set(inbox.errands.map(\.packet))
    let branches = try ProtectedBranches(governed: governed).all()
    let problems = try problems(of: branches, in: governed)
    let repairs = try Repairs(governed: governed, now: now()).all()
    return Overview(
      inbox: inbox,
      counts: Dictionary(grouping: listing, by: \.state).mapValues(\.count),
      active: listing.filter {
        ($0.state == .running || $0.state == .gating) && !resting.contains($0.id)
      },
      // What waits for a moment goes on by itself, as what is queued does.
      queued: try withReasons(
        listing.filter {
          $0.state == .queued || $0.state == .waiting && !known.contains($0.id)
        }, governed),
      branches: branches,
      missing: try Judge(governed).missingBranches().map(MissingBranchView.init),
      problems: problems,
      repairs: repairs.map(\.text), repairCommands: Repair.commands(of: repairs),
      warnings: [governed.policy.expiryWarning(at: now())].compactMap { $0 }
        + (try warnings(of: branches, in: governed)),
      strange: try StrangeReferences(governed: governed).sentences()
        + inbox.damaged.filter { governed.repository.damage(of: Layout.packet($0.id)) == nil }
        .map(\.sentence),
      hooksProblem: try HookGlance(governed.repository, program: program)
        .problem(protecting: governed.policy.protected))
  }

  /// That git shows another history than the one that is judged, or does not have all of it.
  private func warnings(
    of branches: [ProtectedBranch], in governed: GovernedRepository
  ) throws -> [String] {
    try governed.repository.historyOddities().map(\.sentence)
      + ForeignPolicy.all(in: governed).map(\.sentence)
      + branches.compactMap(\.cut?.sentence) + Judge(governed).outrunDeletions()
  }

  /// Also of branches that are gone; where nothing is wrong, it is remembered how they stand.
  private func problems(
    of branches: [ProtectedBranch], in governed: GovernedRepository
  ) throws -> [String] {
    let judge = Judge(governed)
    let stand = BranchStand(governed: governed, judge: judge)
    let adopted = try judge.governedBranches().filter { try judge.protects($0.short) }
    let unadopted = try UnadoptedBranches(governed: governed, judge: judge).all()
    return try Set(adopted + unadopted + branches.map(\.name)).sorted().flatMap { name in
      let problems = try stand.problems(of: name)
      if problems.isEmpty, branches.first(where: { $0.name == name })?.uncovered == 0 {
        try stand.remember(name)
      }
      return problems
    }
  }

  /// Of so many queued packets it is found out why they wait: nobody reads more.
  private static let reasonLimit = 10

  private func withReasons(
    _ queued: [ListedPacket], _ governed: GovernedRepository
  ) throws -> [ListedPacket] {
    let entrance = LaneEntrance(workspace: self)
    return try queued.enumerated().map { index, listed in
      guard index < Self.reasonLimit, listed.state == .queued,
        let packet = try governed.storyOfPacket(listed.id)
      else {
        return listed
      }
      var listed = listed
      listed.note = try entrance.reasonInQueue(packet, governed)
      return listed
    }
  }
}

struct ProtectedBranches {
  let governed: GovernedRepository

  /// Commits beyond which a difference is only said to be large.
  static let countLimit = 1000

  func names() throws -> [ReferenceName] { try present().map(\.name) }

  private func present() throws -> [Reference] {
    try governed.repository.references(under: "refs/heads/").filter { reference in
      governed.policy.protects(reference.name.short)
    }
  }

  func all() throws -> [ProtectedBranch] {
    let judge = Judge(governed)
    return try present().map { reference in
      var branch = ProtectedBranch(
        name: reference.name, value: reference.target,
        upstream: try upstream(of: reference.name, at: reference.target, judge))
      branch.cut = try judge.cut(of: branch.name, at: branch.value)
      guard branch.cut == nil else { return branch }
      branch.uncovered = try BranchWatch(governed: governed, judge: judge)
        .uncovered(on: reference.name, at: reference.target)
      return branch
    }
  }

  private func upstream(
    of branch: ReferenceName, at value: ObjectID, _ judge: Judge
  ) throws -> ProtectedBranch.Upstream? {
    guard let followed = try judge.upstream(of: branch),
      let other = try governed.repository.target(of: followed.tracking)
    else { return nil }
    var upstream = ProtectedBranch.Upstream(
      name: followed.tracking, value: other, ahead: try count(value, without: other),
      behind: try count(other, without: value))
    // What came by a plain fetch may have its evidence on the way.
    guard upstream.behind > 0, followed.branch == branch,
      try BranchMemory(.heard, of: governed).words(on: branch, at: followed.remote)?.first
        == other.hex[...],
      try judge.rewindNotFollowed(on: branch, at: other, orBeyond: true) == nil
    else { return upstream }
    upstream.uncovered = try BranchWatch(governed: governed, judge: judge)
      .uncovered(on: branch, at: other, of: followed.remote)
    return upstream
  }

  private func count(_ tip: ObjectID, without other: ObjectID) throws -> Int {
    guard tip != other else { return 0 }
    do throws(GitError) {
      return try governed.repository.commits(
        from: [tip], excluding: [other], limit: Self.countLimit
      ).count
    } catch {
      guard error.code == .tooLarge else { throw error }
      return Self.countLimit
    }
  }
}

extension MissingLanding {
  /// What is wrong.
  var sentence: String {
    "packet \(packet.short) landed as \(landed.commit.short) by the ledger, and "
      + "\(landed.branch.short) does not have it"
  }
}
