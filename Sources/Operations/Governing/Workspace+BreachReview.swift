import Git
import Lanes
import Model
import Store
import Trust

extension Workspace {
  /// Opens a packet on what got onto a protected branch around the rule: it is gated and judged as
  /// if it had not landed yet, and once approved `merge` or `reconcile` records that it has.
  public func adoptBreach(
    of name: String?, title: String?, scope: [String], _ attendance: LaneAttendance
  ) async throws -> Dispatched {
    let governed = try governed()
    try await refuseBadSettings(governed)
    let judge = Judge(governed)
    let branch = try WorkOrder(governed: governed, standardRuntime: nil).branch(named: name)
    guard let tip = try governed.repository.target(of: branch),
      let start = try judge.beginning(of: branch, upTo: tip),
      let steps = try judge.history(of: branch, from: start, to: tip),
      let work = try BreachedWork(
        steps, landing: governed.policy.landing, in: governed.repository)
    else {
      throw Problem(
        .noSuchThing, "nothing got onto \(branch.short) around the rule",
        hint: "git o8 verify says what it holds")
    }
    let lane = try await lane(at: work.head, in: governed)
    for id in try LaneQueue(governed: governed).open().filter({ $0.lane == lane }).map(\.id) {
      throw Problem(
        .refused, "packet \(id.short) is about that already", hint: "git o8 show \(id.short)")
    }
    let subject = try governed.repository.commit(work.head).message.prefix { $0 != "\n" }
    var opened = Opened(
      title: try title.map { text throws(Problem) in try WorkTitle.checked(text) }
        ?? Self.title(from: String(subject), otherwise: lane.short),
      branch: branch, origin: .adopted(lane: lane), scope: scope, runtime: Self.nobody,
      attempts: governed.policy.attempts)
    opened.onto = work.base
    let packet = try await open(opened, prompt: nil, in: governed)
    return try await send(packet, attendance)
  }

  /// What the names of branches begin with that hold a breach to review.
  static let breachLanes = "o8/breach-"

  /// A branch of its own, so that ordinary tools see what is reviewed.
  private func lane(
    at head: ObjectID, in governed: GovernedRepository
  ) async throws -> ReferenceName {
    let name = ReferenceName(branch: Self.breachLanes + head.short)!
    if try governed.repository.target(of: name) == nil {
      try await governed.location.update(
        [ReferenceMove(name, from: nil, to: head)], reason: "o8: a breach to review")
    }
    return name
  }
}

/// The first stretch of a branch that nothing covers, as work to be judged.
struct BreachedWork: Hashable {
  /// The branch's last value that is covered.
  let base: ObjectID
  let head: ObjectID

  /// Nil where everything is covered; throws where no accepted form of landing could cover it.
  init?(_ steps: [HistoryStep], landing: Set<LandingForm>, in repository: Repository) throws {
    let open = steps.drop(while: \.isCovered).prefix { !$0.isCovered }
    guard let first = open.first?.stretch, let last = open.last?.stretch else { return nil }
    base = first.prev
    let commit = try repository.commit(first.commit)
    let isMerge = commit.parents.count == 2 && commit.parents[0] == base
    if isMerge, landing.contains(.merge) {
      head = commit.parents[1]
    } else if landing.contains(.fastForward) {
      head = last.commit
    } else if landing.contains(.squash), commit.parents == [base] {
      head = first.commit
    } else {
      throw Problem(
        .refused,
        "no landing that policy accepts looks like \(base.short)..\(first.commit.short)",
        hint: "an owner takes it back or lets it be: git o8 force BRANCH \(base.short) --rewind "
          + "--reason TEXT")
    }
  }
}
