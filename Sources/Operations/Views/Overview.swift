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
  public let queued: [ListedPacket]
  public let branches: [ProtectedBranch]
  /// What `reconcile` would put right, a sentence each.
  public let repairs: [String]
}

/// A protected branch against the one that decides, upstream.
public struct ProtectedBranch: Hashable, Sendable {
  public let name: ReferenceName
  public let value: ObjectID
  /// Nil where it has no upstream, or that was never fetched.
  public let upstream: Upstream?
  /// Its newest steps that neither the rule nor an owner covers.
  public var uncovered = 0

  public struct Upstream: Hashable, Sendable {
    public let name: ReferenceName
    public let value: ObjectID
    /// Commits that only one of them has.
    public let ahead: Int
    public let behind: Int
  }
}

extension Workspace {
  public func overview() throws -> Overview {
    let governed = try governed()
    let listing = try PacketListing(governed: governed).packets(ListFilter()).packets
    let errands = Errands(governed: governed, environment: environment)
    let inbox = try errands.inbox(of: listing)
    let resting = Set(
      inbox.errands.filter { [.mend, .abandoned].contains($0.kind) }.map(\.packet))
    return Overview(
      inbox: inbox,
      counts: Dictionary(grouping: listing, by: \.state).mapValues(\.count),
      active: listing.filter {
        ($0.state == .running || $0.state == .gating) && !resting.contains($0.id)
      },
      queued: listing.filter { $0.state == .queued },
      branches: try ProtectedBranches(governed: governed).all(),
      repairs: try Repairs(governed: governed, now: now()).sentences())
  }
}

struct ProtectedBranches {
  let governed: GovernedRepository

  /// Commits beyond which a difference is only said to be large.
  static let countLimit = 1000

  func names() throws -> [ReferenceName] { try present().map(\.name) }

  private func present() throws -> [Reference] {
    try governed.repository.references(under: "refs/heads/").filter { reference in
      governed.policy.protected.contains { $0.matchesFolded(branch: reference.name.short) }
    }
  }

  func all() throws -> [ProtectedBranch] {
    try present().map { reference in
      var branch = ProtectedBranch(
        name: reference.name, value: reference.target,
        upstream: try upstream(of: reference.name, at: reference.target))
      branch.uncovered = try BranchWatch(governed: governed)
        .uncovered(on: reference.name, at: reference.target)
      return branch
    }
  }

  private func upstream(
    of branch: ReferenceName, at value: ObjectID
  ) throws -> ProtectedBranch.Upstream? {
    let repository = governed.repository
    guard let remote = try repository.config("branch.\(branch.short).remote"), remote != ".",
      let merge = try repository.config("branch.\(branch.short).merge").flatMap({
        ReferenceName($0)
      }), merge.isBranch,
      let name = ReferenceName("refs/remotes/\(remote)/\(merge.short)"),
      let other = try repository.target(of: name)
    else { return nil }
    return ProtectedBranch.Upstream(
      name: name, value: other, ahead: try count(value, without: other),
      behind: try count(other, without: value))
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

/// What was cut in half or turned up late.
struct Repairs {
  let governed: GovernedRepository
  let now: Instant

  func sentences() throws -> [String] {
    var found: [String] = []
    if try governed.repository.target(of: Layout.intent) != nil {
      found.append("a landing was cut short")
    }
    let references = try governed.repository.references(under: Layout.packets)
    let ids = references.compactMap { Layout.packet(of: $0.name) }
    let book = PacketBook(governed: governed)
    for id in try governed.store.ledgerIndex().packets(among: ids).sorted() {
      guard let closing = try book.closing(of: id) else { continue }
      let what =
        closing.isFinal ? "is closed, and its references are still here" : "is landing"
      found.append("packet \(id.short) \(what)")
    }
    let judge = Judge(governed)
    for remote in try Set(judge.upstreamRemotes()).sorted() {
      let standings = BranchStandings(
        governed: governed, judge: judge, remote: remote, now: now)
      for standing in try standings.all(present: nil) {
        guard case .displaced = standing.relation, let need = standing.need else { continue }
        found.append(need.text + ": " + need.commands.joined(separator: ", then "))
      }
    }
    for branch in try judge.governedBranches() where try judge.protects(branch.short) {
      found += try judge.missingLandings(on: branch).filter { !ids.contains($0.packet) }
        .map(\.sentence)
    }
    return found
  }
}

extension MissingLanding {
  /// What is wrong.
  var sentence: String {
    "packet \(packet.short) landed as \(landed.commit.short) by the ledger, and "
      + "\(landed.branch.short) does not have it"
  }
}
