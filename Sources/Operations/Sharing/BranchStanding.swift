import Git
import Model
import Store
import Trust

/// How a protected branch stands against the one at a remote that it follows.
struct BranchStanding: Hashable {
  enum Relation: Hashable {
    case equal
    /// The remote has no such branch.
    case absent
    /// The remote has no such branch any more.
    case gone
    /// Every step that the remote lacks is covered.
    case ahead
    /// It is ahead, and the remote must not have it: why.
    case unfit(String)
    /// It is ahead by what landed under a policy that was set aside since.
    case stranded(StrandedLandings)
    case behind
    /// It has what owners took away from it, and the remote's follows them or, where
    /// `isEverywhere`, does not either.
    case rewound(ForcedView, isEverywhere: Bool)
    /// The remote's has what owners took away from it, and this move there is theirs.
    case rewinding(ForcedView)
    /// The remote's has what owners took away from it, and no move of theirs begins there.
    case outdated(ForcedView)
    /// Packets landed here that are closed otherwise by now; with them, those that are to land again.
    case overtaken([ObjectID], others: [ObjectID])
    /// It went another way than the remote's; the packets that landed only here.
    case displaced([ObjectID])
    /// Owners have deleted it, and it is here still or again without their word.
    case deleted(BranchDeletion)
    /// It follows no branch, and the remote has one of its name with another value.
    /// `first` is what has git fetch that one, where it does not.
    case unrelated(first: [String])
    /// It follows no branch, and no remote has one of its name.
    case unshared
  }

  let branch: ReferenceName
  let value: ObjectID
  /// What the remote was seen to hold; nil where it has none.
  let there: ObjectID?
  let remote: String
  let relation: Relation
  let place: BranchPlace
}

extension ForcedView {
  /// One sentence without its full stop.
  func sentence(on branch: ReferenceName) -> String {
    "\(branch.short) was rewound by \(by) (\(SafeText.singleLine(reason, limit: 200)))"
  }
}

/// Finds how branches stand, by what was last seen of a remote.
struct BranchStandings {
  let governed: GovernedRepository
  let judge: Judge
  let remote: String
  let now: Instant

  private var repository: Repository { governed.repository }

  /// - Parameter present: the branches that the remote was seen to have just now; nil for a
  ///   glance, in which nobody asks it and nothing is judged.
  func all(present: Set<ReferenceName>?) throws -> [BranchStanding] {
    return try repository.references(under: "refs/heads/").compactMap { reference in
      let branch = reference.name
      guard try judge.protects(branch.short), let name = Layout.tracked(remote, branch) else {
        return nil
      }
      let followed = try judge.followedRemote(of: branch)
      guard followed == nil || followed == remote else { return nil }
      let there = try repository.target(of: name)
      let place = judge.place(of: branch)
      if let deletion = try judge.deletion(of: branch) {
        return BranchStanding(
          branch: branch, value: reference.target, there: there, remote: remote,
          relation: .deleted(deletion), place: place)
      }
      let relation: BranchStanding.Relation
      if followed == nil {
        if let there, there != reference.target {
          relation = .unrelated(first: try judge.commandsFetching(branch, from: remote))
        } else if there == nil, let present, !present.contains(branch),
          try judge.remoteValues(of: branch).isEmpty
        {
          relation = .unshared
        } else {
          return nil
        }
      } else {
        guard try judge.upstream(of: branch)?.branch == branch else { return nil }
        relation = try self.relation(
          of: branch, at: reference.target, to: there, among: present)
      }
      return BranchStanding(
        branch: branch, value: reference.target, there: there, remote: remote,
        relation: relation, place: place)
    }
  }

  private func relation(
    of branch: ReferenceName, at value: ObjectID, to there: ObjectID?,
    among present: Set<ReferenceName>?
  ) throws -> BranchStanding.Relation {
    guard let there else {
      guard present != nil else { return .absent }
      let ruling = try judge.ruling(making: branch, at: value, now: now)
      return try fitness(ruling, of: branch) ?? .absent
    }
    guard present?.contains(branch) ?? true else { return .gone }
    if let rewound = try rewinding(of: branch, at: value, to: there) { return rewound }
    if there == value { return .equal }
    if judge.isEarlier(there, than: value) {
      let landed = try packetsLanded(on: branch, at: value, notOn: there)
      let overtaken = try landed.filter(judge.isClosedOtherwise)
      if !overtaken.isEmpty {
        return .overtaken(overtaken, others: try landed.filter { try !isFinal($0) })
      }
      guard present != nil else { return .ahead }
      let start = try judge.start(of: branch, from: there, to: value)
      guard start != value else { return .ahead }
      let ruling = try judge.ruling(
        on: branch, from: start, to: value, present: start, now: now)
      guard let unfit = try fitness(ruling, of: branch) else { return .ahead }
      // What was built on what owners took away leaves the branch with it.
      return try judge.rewindNotFollowed(on: branch, at: value, orBeyond: true)
        .map { .rewound(ForcedView($0), isEverywhere: false) } ?? unfit
    }
    if judge.isEarlier(value, than: there) { return .behind }
    return .displaced(try landedHere(on: branch, at: value, notOn: there))
  }

  /// How a branch stands that owners rewound; nil where everybody has followed.
  private func rewinding(
    of branch: ReferenceName, at value: ObjectID, to there: ObjectID
  ) throws -> BranchStanding.Relation? {
    let outdated = try judge.rewindNotFollowed(on: branch, at: there, orBeyond: true)
    if let own = try judge.rewindNotFollowed(on: branch, at: value) {
      return .rewound(ForcedView(own), isEverywhere: outdated != nil)
    }
    guard let outdated else { return nil }
    let move = try judge.ruling(
      on: branch, from: there, to: outdated.body.new, present: there, now: now)
    guard case .rewound = move else {
      return judge.isEarlier(value, than: there) ? .outdated(ForcedView(outdated)) : nil
    }
    return .rewinding(ForcedView(outdated))
  }

  /// Why the remote must not have what the ruling is about; nil where it may.
  private func fitness(
    _ ruling: MoveRuling, of branch: ReferenceName
  ) throws -> BranchStanding.Relation? {
    switch ruling {
    case .rewound: return nil
    case .refused(let stretch, let reasons):
      if let stranded = try judge.strandedLandings(on: branch) { return .stranded(stranded) }
      var said: Set<String> = []
      let why = reasons.map { "\($0)" }.filter { said.insert($0).inserted }
        .joined(separator: ", ")
      return .unfit("\(stretch.commit.short) on it is not covered: \(why)")
    case .admitted(let steps):
      let overtaken = try judge.closedOtherwise(steps)
      return overtaken.isEmpty ? nil : .overtaken(overtaken, others: [])
    }
  }

  /// Further back than this nobody lost a race.
  private static let stepLimit = 1000

  /// The packets that landed here by steps that the remote's branch does not have, and that are
  /// not closed for good: what has landed there besides is not to be landed again.
  private func landedHere(
    on branch: ReferenceName, at value: ObjectID, notOn there: ObjectID
  ) throws -> [ObjectID] {
    try packetsLanded(on: branch, at: value, notOn: there).filter { try !isFinal($0) }
  }

  private func isFinal(_ packet: ObjectID) throws -> Bool {
    try judge.closing(of: packet)?.isFinal == true
  }

  /// Each once, in the order in which they landed, by what the ledger claims.
  private func packetsLanded(
    on branch: ReferenceName, at value: ObjectID, notOn there: ObjectID
  ) throws -> [ObjectID] {
    let index = try governed.store.ledgerIndex()
    var packets: [ObjectID] = []
    var next: ObjectID? = value
    for _ in 0..<Self.stepLimit {
      guard let commit = next, !judge.isEarlier(commit, than: there) else { break }
      packets += index.records(landing: commit).compactMap(\.packet)
      next = try repository.commit(commit).parents.first
    }
    var seen: Set<ObjectID> = []
    return packets.filter { seen.insert($0).inserted }.reversed()
  }
}

extension BranchStanding {
  private var other: String { "\(remote)/\(branch.short)" }

  /// What a person has to do; nil where there is nothing.
  var need: SyncReport.Need? {
    let name = branch.short
    switch relation {
    case .equal, .ahead: return nil
    case .rewound, .rewinding, .outdated: return needAfterRewind
    case .deleted(let deletion):
      return SyncReport.Need(
        text: deletion.sentence(on: branch),
        commands: deletion.commandsDropping(branch, in: place))
    case .absent:
      return SyncReport.Need(
        text: "\(remote) has no \(name) yet", commands: ["git push -u \(remote) \(name)"])
    case .gone:
      return SyncReport.Need(
        text: "\(name) is gone from \(remote)", commands: ["git push \(remote) \(name)"])
    case .unshared:
      return SyncReport.Need(
        text: "\(name) is not on \(remote) and follows no branch there, so that nobody else has "
          + "what is decided about it",
        commands: ["git push -u \(ShellWord.quoted(remote)) \(ShellWord.quoted(name))"])
    case .unfit(let why):
      return SyncReport.Need(
        text: "\(name) was not sent: \(why)",
        commands: ["git o8 verify --branch \(ShellWord.quoted(name))"])
    case .stranded(let stranded):
      return SyncReport.Need(
        text: "\(name) was not sent: \(stranded.sentence)", commands: stranded.commands)
    case .behind:
      return SyncReport.Need(
        text: "\(name) is behind \(other)",
        commands: [place.command(bringing: branch, forwardTo: ShellWord.quoted(other))])
    case .overtaken(let packets, let others):
      return SyncReport.Need(
        text: "\(name) was not sent: " + Self.overtaken(packets),
        commands: wayBack + others.map { "git o8 merge \($0.short)" })
    case .displaced(let packets):
      return SyncReport.Need(
        text: "\(other) went another way first" + Self.list(packets),
        commands: wayBack
          + packets.map {
            "git o8 merge \($0.short)"
          })
    case .unrelated(let first):
      return SyncReport.Need(
        text: "\(name) follows no branch, and \(other) is another",
        commands: first
          + ["git branch -u \(ShellWord.quoted(other)) \(ShellWord.quoted(name))"])
    }
  }

  private var needAfterRewind: SyncReport.Need? {
    switch relation {
    case .rewound(let rewind, isEverywhere: false):
      return SyncReport.Need(text: rewind.sentence(on: branch), commands: wayBack)
    case .rewound(let rewind, isEverywhere: true):
      return SyncReport.Need(
        text: rewind.sentence(on: branch) + ", and neither this clone nor \(remote) has followed",
        commands: value == rewind.old ? [Repair.reconcile] : [])
    case .rewinding(let rewind):
      return SyncReport.Need(
        text: rewind.sentence(on: branch) + ", and \(other) has not followed",
        commands: ["git o8 sync \(ShellWord.quoted(remote))"])
    case .outdated(let rewind):
      return SyncReport.Need(
        text: rewind.sentence(on: branch)
          + ", and \(other) is at \(there?.short ?? "nothing"), from where nobody said so",
        commands: [
          "git config \(LandRemote.key) \(ShellWord.quoted(remote))",
          "git o8 force \(ShellWord.quoted(branch.short)) \(rewind.new.short) --rewind "
            + "--reason TEXT",
        ])
    default: return nil
    }
  }

  /// How a clone that lost a race takes its branch back: to a value that the remote has, so that
  /// the hooks let it. `--keep` leaves changed files alone or refuses.
  var wayBack: [String] {
    [place.command(taking: branch, to: ShellWord.quoted(other))]
  }

  static func overtaken(_ packets: [ObjectID]) -> String {
    let names = packets.map(\.short).joined(separator: ", ")
    return packets.count == 1
      ? "packet \(names) landed here and was closed otherwise meanwhile"
      : "packets \(names) landed here and were closed otherwise meanwhile"
  }

  private static func list(_ packets: [ObjectID]) -> String {
    guard !packets.isEmpty else { return "" }
    let names = packets.map(\.short).joined(separator: ", ")
    return packets.count == 1
      ? ": packet \(names), which landed here, is open again"
      : ": packets \(names), which landed here, are open again"
  }
}
