import Git
import Lanes
import Model
import Store
import Trust

/// What a landing does, in this order. Behind the push, or where nothing is pushed the claim,
/// nothing rolls back: whoever finds the intent goes on from where it was cut.
enum LandingStep: Int, CaseIterable, Comparable {
  /// Writes down what is about to happen.
  case intend
  /// Where it lands on a remote's branch: that branch, with its proof. Nothing here has moved.
  case push
  /// The ledger's entry.
  case claim
  /// The branch, through git, so that the hooks judge this landing like any other.
  case move
  /// Looks whether the branch really has it.
  case verify
  case checkOut
  case annotate
  /// The packet's lane and references go, once nothing can change the landing any more.
  case close
  case finish

  static func < (one: LandingStep, other: LandingStep) -> Bool { one.rawValue < other.rawValue }
}

/// One landing on its way.
struct LandingRun {
  let workspace: Workspace
  let governed: GovernedRepository
  let packet: Packet
  let intent: LandingIntent
  let stamp: Stamp
  /// Whether it was found cut, so that work trees may be anywhere between old and new.
  var isRepair = false
  /// The remote that it is pushed to; nil where nothing is pushed, or was already.
  var meeting: LandingMeeting?
  var report: LandingReport
  /// Whether the branch here stays where it is, though the remote's has landed.
  var isLeftBehind = false

  var landed: Landed { intent.landed }
  /// What the branch here held, and the work trees show.
  var before: ObjectID { intent.here ?? landed.prev }

  init(_ plan: LandingPlan, in governed: GovernedRepository, _ workspace: Workspace) throws {
    self.workspace = workspace
    self.governed = governed
    packet = plan.packet
    intent = plan.intent
    let actor = try governed.actor(environment: workspace.environment)
    stamp = Stamp(actor, at: workspace.now())
    report = LandingReport(plan)
  }

  /// What is left to do of a landing that its branch shows already.
  static let recording: [LandingStep] = [.claim, .annotate, .close]

  /// Does the steps from `first` through `last`.
  mutating func run(
    from first: LandingStep = .intend, through last: LandingStep = .finish
  ) async throws {
    try await run(LandingStep.allCases[first.rawValue...last.rawValue])
  }

  mutating func run(_ steps: some Sequence<LandingStep>) async throws {
    for step in steps { try await take(step) }
  }

  private mutating func take(_ step: LandingStep) async throws {
    switch step {
    case .intend: try governed.store.intend(intent)
    case .push: try await push()
    case .claim: try await claim()
    case .move: try await move()
    case .verify: try verify()
    case .checkOut: try await checkOut()
    case .annotate: await annotate()
    case .close: try await close()
    case .finish: try governed.store.intend(nil)
    }
  }

  var draft: EventDraft {
    EventDraft(
      .landed(landed), of: packet.id, tip: intent.tip, subject: landed.subject(of: packet.title),
      stamp: stamp, state: .landed)
  }

  private mutating func claim() async throws {
    // What others have taken already is not said twice.
    if let entry = report.entry { return try await governed.store.takeIntoLedger(entry) }
    let entries = try await governed.store.append(
      [draft], to: Layout.ledger, .ledger, signing: stamp.signing)
    report.entry = entries.first?.id
  }

  private mutating func move() async throws {
    guard intent.remote == nil else { return await follow() }
    try await step()
  }

  private func step() async throws {
    do throws(GitError) {
      try await governed.location.update(
        [ReferenceMove(landed.branch, from: landed.prev, to: landed.commit)],
        reason: "o8: packet \(packet.id.short) landed")
    } catch {
      let isLocked = intent.locks.contains { LockFile($0) != nil }
      if error.code == .locked || (isLocked && error.code != .modified) {
        throw Problem(
          .stale, "\(landed.branch.short) did not move: \(error.detail)",
          hint: "git o8 reconcile finishes the landing of packet \(packet.id.short) when that is "
            + "done")
      }
      // The claim stands in the ledger for itself; keeping the intent would only block others.
      try governed.store.intend(nil)
      guard !error.meansSomeoneWasFirst else { throw displaced(error.detail) }
      throw Problem(
        .refused,
        "\(landed.branch.short) did not move:\n\(error.detail)",
        hint: "the ledger has claimed the landing of packet \(packet.id.short); when the reason "
          + "is gone, git o8 reconcile makes the step")
    }
  }

  private func verify() throws {
    // Whether a remote's branch has it was asked there.
    guard intent.remote == nil else { return }
    let repository = governed.repository
    if let present = try repository.target(of: landed.branch),
      try repository.firstParentChain(
        from: present, until: landed.commit, limit: Self.chainLimit
      ).last == landed.commit
    {
      return
    }
    try governed.store.intend(nil)
    throw displaced("it does not hold \(landed.commit.short)")
  }

  private func displaced(_ why: String) -> LandingDisplaced {
    LandingDisplaced(packet: packet.id, branch: landed.branch, why: why)
  }

  /// Commits that others can put on a branch between two steps; far more than anybody does.
  private static let chainLimit = 10_000

  private mutating func checkOut() async throws {
    report.checkouts = []
    guard !isLeftBehind else { return }
    for path in intent.checkouts {
      guard let checkout = try Checkout(path) else { continue }
      do {
        try await bring(checkout)
      } catch let error as GitError {
        leave(path, error.detail)
      }
    }
  }

  private mutating func bring(_ checkout: Checkout) async throws {
    guard isRepair else {
      try await checkout.bring(from: before, to: landed.commit)
      report.checkouts.append(checkout.path)
      return
    }
    switch try await checkout.repair(from: before, to: landed.commit) {
    case .wasThere: break
    case .brought: report.checkouts.append(checkout.path)
    case .left(let paths): leave(checkout.path, Problem.list(paths))
    }
  }

  private mutating func leave(_ path: String, _ why: String) {
    report.remarks.append(
      "\(path) still shows \(landed.branch.short) as it was: \(why); when you have put your work "
        + "aside, git -C \(path) read-tree -m -u \(before.short) \(landed.commit.short) "
        + "brings it along")
  }

  /// Notes are for people: what is wrong with them is told and stops no landing.
  private mutating func annotate() async {
    guard let entry = report.entry else { return }
    let note = LandingNote(packet: packet, landed: landed, entry: entry)
    do {
      let aside = try await governed.store.annotate([landed.commit: note.text], at: stamp.at)
      if let aside { report.remarks.append(LandingNote.remark(keptIn: aside)) }
    } catch {
      report.remarks.append(
        "\(landed.commit.short) has no note: \(Problem(error).message); git o8 reconcile writes it")
    }
  }

  private mutating func close() async throws {
    let judge = Judge(governed)
    guard let closing = try judge.closing(of: packet.id), closing.isFinal else {
      let upstream = try judge.upstream(of: landed.branch)
      let place = upstream?.short ?? "the upstream of \(landed.branch.short)"
      let command = Upstream.command(bringing: landed.branch, to: upstream)
      report.remarks.append(
        "final once \(place) has it: \(command); lane and references stay until then")
      return
    }
    var done = ClosingReport(packet: packet.id, state: .landed)
    do {
      try await PacketClosing(workspace: workspace, governed: governed)
        .clear(packet.closed(by: closing), landed: landed.commit, stamp: stamp, &done)
    } catch {
      // It has landed, whatever stays behind.
      report.remarks.append(
        "what packet \(packet.id.short) left behind is still there: \(Problem(error).message); "
          + "git o8 reconcile removes it")
    }
    report.closing = done
  }
}

/// The branch went another way than the one that a landing had claimed.
struct LandingDisplaced: Error, Hashable {
  let packet: ObjectID
  let branch: ReferenceName
  let why: String

  var problem: Problem {
    Problem(
      .stale, "\(branch.short) went another way while packet \(packet.short) landed: \(why)",
      hint: "nothing is lost and the packet is open again: git o8 merge \(packet.short)")
  }
}
