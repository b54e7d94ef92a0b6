import Git
public import Model
import Store

extension Judge {
  /// Whether the newest policy that counts protects the branch with this short name.
  public func protects(_ branch: String) throws -> Bool {
    try governance().versions.last?.policy.protects(branch) ?? false
  }

  /// The names of the remotes that hold `commit` as this branch's value: where a plain `git pull`
  /// takes it from.
  public func remotes(holding commit: ObjectID, on branch: ReferenceName) throws -> [String] {
    try tracked(branch).filter { $0.value == commit }.map(\.remote)
  }

  /// The remotes whose branch has `commit`, with the value that it was seen at.
  public func remotes(
    beyond commit: ObjectID, on branch: ReferenceName
  ) throws -> [(remote: String, value: ObjectID)] {
    try tracked(branch).filter { parents.holds(commit, before: $0.value) }
  }

  /// The remotes that protected branches of this clone follow.
  public func upstreamRemotes() throws -> [String] {
    try repository.references(under: "refs/heads/").compactMap { reference in
      guard try protects(reference.name.short) else { return nil }
      return try followedRemote(of: reference.name).flatMap { $0 == "." ? nil : $0 }
    }
  }

  /// The remote that a branch is shared with, as it is configured; `.` for this repository.
  public func followedRemote(of branch: ReferenceName) throws -> String? {
    try landRemote() ?? repository.config("branch.\(branch.short).remote")
  }

  /// The values that the branch had at remotes when they were last asked.
  public func remoteValues(of branch: ReferenceName) throws -> [ObjectID] {
    try tracked(branch).map(\.value)
  }

  private func tracked(
    _ branch: ReferenceName
  ) throws -> [(remote: String, value: ObjectID)] {
    let suffix = "/" + branch.short
    let found = try repository.references(under: Self.tracking).flatMap { reference in
      guard reference.name.text.hasSuffix(suffix) else { return [(String, ObjectID)]() }
      return try tracked(by: reference.name) { $0 == branch }.map { ($0.remote, reference.target) }
    }
    // Where it is shared first, whatever else somebody has named so.
    let home = try followedRemote(of: branch) ?? "origin"
    return found.filter { $0.0 == home } + found.filter { $0.0 != home }
  }

  private static let tracking = "refs/remotes/"

  /// The branches of which a reference may be the value at a remote, as far as they are wanted.
  ///
  /// Names of remotes and of branches may hold slashes: `origin/topic/main` is no value of main,
  /// since only what is configured is a remote's name.
  private func tracked(
    by name: ReferenceName, where isWanted: (ReferenceName) throws -> Bool
  ) throws -> [(remote: String, branch: ReferenceName)] {
    let parts = name.text.dropFirst(Self.tracking.count).split(separator: "/")
    return try parts.indices.dropFirst().compactMap { place in
      let text = parts[place...].joined(separator: "/")
      guard text != "HEAD", let branch = ReferenceName(branch: text), try isWanted(branch)
      else { return nil }
      let remote = parts[..<place].joined(separator: "/")
      return try repository.config("remote.\(remote).url") == nil ? nil : (remote, branch)
    }
  }

  /// The branches that the newest policy protects and that a remote was seen to have.
  public func protectedAtRemotes() throws -> [ReferenceName] {
    try repository.references(under: Self.tracking).flatMap { reference in
      try tracked(by: reference.name) { try protects($0.short) }.map(\.branch)
    }
  }

  /// Whether a commit is the other or before it on its first-parent chain.
  public func isEarlier(_ commit: ObjectID, than other: ObjectID) -> Bool {
    parents.holds(commit, before: other)
  }

  /// The last commit of one's first-parent chain that is on the other's too; nil where there is
  /// none.
  public func meeting(of commit: ObjectID, with other: ObjectID) -> ObjectID? {
    parents.meeting(of: commit, with: other)
  }

  /// Rules on the making of a protected branch where none is: as on a move from where the branch
  /// was adopted or was deleted at, or by an override for exactly this.
  public func ruling(
    making branch: ReferenceName, at new: ObjectID, now: Instant?
  ) throws -> MoveRuling {
    let whole = Stretch(prev: new, commit: new)
    if let entry = try override(of: branch, from: nil, to: new) { return .rewound(entry) }
    guard let adopted = try adoption(of: branch)?.body.commit else {
      return .refused(whole, [.notAdopted(branch)])
    }
    // What owners deleted comes back as it was, or goes on from there.
    let start = try wordOfOwners(on: branch)?.deleted ?? beginning(of: branch, upTo: new) ?? adopted
    if start == new { return .admitted([]) }
    return try ruling(on: branch, from: start, to: new, present: start, now: now)
  }

  /// The override by which a branch may be made or deleted, signed by enough owners of the newest
  /// policy and given in the branch's epoch.
  public func override(
    of branch: ReferenceName, from old: ObjectID?, to new: ObjectID?
  ) throws -> ObjectID? {
    guard let policy = try governance().versions.last?.policy, let place = old ?? new else {
      return nil
    }
    let epoch = try epoch(of: branch, at: place)
    // The last word counts: who deleted a branch and made it again did not leave others the right to
    // delete it once more.
    let last = try ledger().overrides().last { event, forced in
      forced.branch == branch && (forced.old == nil || forced.new == nil)
        && signed(event, forced).missingOwners(in: policy) == 0
    }
    guard let (event, forced) = last, forced.old == old, forced.new == new,
      epoch == nil || forced.epoch == epoch
    else { return nil }
    return event.id
  }

  /// Whether this clone has the commit.
  public func canRead(_ commit: ObjectID) throws -> Bool {
    try repository.kind(of: commit) == .commit
  }

  /// Where the judging of a branch that went from `old` to `new` begins: history before the
  /// adoption is declared, not proved.
  public func start(of branch: ReferenceName, from old: ObjectID, to new: ObjectID) throws
    -> ObjectID
  {
    guard let adopted = try adoption(of: branch)?.body.commit,
      parents.holds(old, before: adopted), parents.holds(adopted, before: new),
      try !isAdoptionTakenAway(branch, adopted)
    else { return old }
    return adopted
  }
}

extension Judge {
  /// The overrides by which the branch could move from where it is now and has not: signed by
  /// enough owners, and cut short before the branch moved.
  public func overridesToCarryOut(
    on branch: ReferenceName, at present: ObjectID, now: Instant
  ) throws -> [Signed<Override>] {
    try overrides(of: branch).filter { entry in
      guard entry.body.old == present, try canRead(entry.body.new) else { return false }
      switch try ruling(
        on: branch, from: present, to: entry.body.new, present: present, now: now)
      {
      case .admitted(let steps): return steps.count == 1 && steps[0].ruling == .forced(entry.id)
      case .rewound(let id): return id == entry.id
      case .refused: return false
      }
    }
  }

  /// What the ledger records as breaches.
  public func recordedBreaches() throws -> [Breach] {
    try store.ledgerIndex().notable().filter { $0.kind == .breach }.compactMap { record in
      guard let event = try store.entry(record),
        case .breach(let breach) = LedgerBody(event.envelope)
      else { return nil }
      return breach
    }
  }
}
