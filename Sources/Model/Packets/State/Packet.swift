/// What the events of one chain add up to.
public struct Packet: Hashable, Sendable {
  /// The commit of the first event.
  public let id: ObjectID
  /// The work as it is asked for now.
  public internal(set) var work: Opened
  public internal(set) var state: PacketState = .queued
  public internal(set) var attempts: [Attempt] = []
  /// How many of them count against `work.attempts`, since the packet was opened or retried.
  public internal(set) var attemptsUsed = 0
  /// The attempt that is to run next, and what its worker is to be told.
  public internal(set) var pending: PendingAttempt?
  /// The attempt whose events count now; nil where no worker is involved.
  public internal(set) var current: ObjectID?
  public internal(set) var pause: Pause?
  public internal(set) var submission: Submission?
  /// The value of the branch that the work was last judged or started against.
  public internal(set) var base: ObjectID?
  /// The result that lies before the reviewers: the latest one, on the head and base of now.
  public internal(set) var presented: Presented?
  /// The gate runs that count.
  public internal(set) var gates: [GateRun] = []
  public internal(set) var verdicts: [JudgedVerdict] = []
  /// The approvals on an earlier base by which it is approved; nil where none carries.
  public internal(set) var carried: CarriedApproval?
  /// What keeps it from landing though its events have it approved, as its branch tells.
  public internal(set) var obstacle: LandingObstacle?
  /// What people and rules said that the next attempt has yet to hear.
  public internal(set) var messages: [String] = []
  /// What its workers said, the earliest first.
  public internal(set) var said: [Saying] = []
  /// The messages of the current attempt's worker that were recorded: none is so twice.
  var heard: Set<Digest> = []
  /// Who claimed a point of acceptance last, by its words: the `started` event of the attempt.
  var claims: [String: ObjectID] = [:]
  /// What the ledger says, if it says anything.
  public internal(set) var closing: Closing?
  public internal(set) var log: [LogLine] = []
  public internal(set) var ignored: [Ignored] = []
  /// Everybody who ran as a worker of this packet.
  public internal(set) var workers: Set<PrincipalName> = []

  init(id: ObjectID, work: Opened) {
    self.id = id
    self.work = work
  }
}

extension Packet {
  public var title: String { work.title }
  public var branch: ReferenceName { work.branch }
  public var head: ObjectID? { submission?.head }
  /// What would land: the merge of base and head.
  public var tree: ObjectID? { presented?.tree }
  /// What the worker of the current attempt asked and nobody has answered yet, the earliest first.
  public var questions: [String] {
    said.filter { $0.isOpen(in: current) }.map(\.words.text)
  }
  public var question: String? { pause?.reason == .question ? pause?.text : nil }
  /// The number that the last attempt can have which starts without being asked for: every attempt
  /// counts from 1, and those that people asked for come on top.
  public var attemptsAtMost: Int { attempts.count + max(0, work.attempts - attemptsUsed) }
  /// How many attempts are used up, and by how many runs where some took more than one: a further
  /// turn of a conversation is a part of its attempt, and what people asked for is not counted.
  public var attemptsSpent: String {
    let runs = attempts.count == attemptsUsed ? "" : " (\(counted(attempts.count, "run")))"
    return "\(counted(attemptsUsed, "attempt"))\(runs)"
  }
  /// Whether the attempt of now may have one more turn that is a part of it.
  public var mayContinue: Bool { mayHaveTurn(.continuation) }
  public var currentAttempt: Attempt? { attempts.last { $0.id == current } }

  /// The attempt that a worker is at right now.
  public var liveAttempt: Attempt? {
    guard state == .running || state == .waiting, pending == nil, let attempt = currentAttempt,
      attempt.finished == nil
    else { return nil }
    return attempt
  }

  public var isAdopted: Bool {
    if case .adopted = work.origin { true } else { false }
  }

  /// The branch that the work stands on.
  public var lane: ReferenceName? {
    if case .adopted(let lane) = work.origin { return lane }
    return attempts.last?.lane ?? ReferenceName(branch: "o8/\(Slug.of(title))-\(id.short)")
  }
}

/// One run of a worker in the packet's lane.
public struct Attempt: Hashable, Sendable {
  /// The `started` event.
  public var id: ObjectID
  /// Counts from 1 over the packet's whole life.
  public var number: Int
  public var reason: AttemptReason
  public var runtime: String
  public var model: String?
  public var session: String?
  public var worker: PrincipalName?
  public var lane: ReferenceName
  public var head: ObjectID
  public var base: ObjectID
  /// How its worker was kept apart, such as `sandbox`; nil where nobody said.
  public var isolation: String?
  /// The runtime's, as its program told it; nil where that was not known.
  public var version: String?
  /// The points of acceptance that its worker was told, in the order of their numbers.
  public var acceptance: [String]
  public var started: Instant
  public var finished: Instant?
  /// How it ended; nil while it runs.
  public var end: Finished?

  init(_ body: Started, id: ObjectID, number: Int, at: Instant, acceptance: [String]) {
    self.acceptance = acceptance
    self.id = id
    self.number = number
    reason = body.reason
    runtime = body.runtime
    model = body.model
    session = body.session
    worker = body.worker
    lane = body.lane
    head = body.head
    base = body.base
    isolation = body.isolation
    version = body.version
    started = at
  }
}

public struct PendingAttempt: Hashable, Sendable {
  public var reason: AttemptReason
  /// The gates and rules that said no; empty for other reasons.
  public var because: [String]
  public var findings: [Finding]
  /// The event that asked for it; its attachments hold the report.
  public var event: ObjectID?
}

public struct Pause: Hashable, Sendable {
  public var reason: PauseReason
  public var text: String
  public var since: Instant
  /// When it goes on by itself; nil where a person has it go on.
  public var until: Instant?

  /// No provider has anybody wait longer than `ProviderRefusal.secondsMost`, whoever says so.
  init(reason: PauseReason, text: String, since: Instant, until: Instant?) {
    self.reason = reason
    self.text = text
    self.since = since
    self.until = until.map { min($0, since.adding(seconds: ProviderRefusal.secondsMost)) }
  }

  /// When it goes on by itself, as far as that is still to come. One that was written long after
  /// now is somebody's wrong clock, and due.
  public func wait(at now: Instant) -> Instant? {
    let last = now.adding(seconds: ProviderRefusal.secondsMost)
    return until.flatMap { now < $0 && $0 <= last ? $0 : nil }
  }
}

public struct Submission: Hashable, Sendable {
  /// The `submitted` event.
  public var id: ObjectID
  public var started: ObjectID?
  public var head: ObjectID
}

public struct GateRun: Hashable, Sendable {
  public var id: ObjectID
  public var principal: PrincipalName
  public var at: Instant
  public var gate: Gated
}

/// A verdict, and whether it counts for what lies before the reviewers.
public struct JudgedVerdict: Hashable, Sendable {
  public var id: ObjectID
  public var principal: PrincipalName
  /// The author's key that signed it; nil where none did.
  public var key: SigningKey?
  public var at: Instant
  public var verdict: Verdict
  /// Why nobody could ever count it, such as a missing signature.
  var fault: String?
  /// Whether its author, in this role, has not decided again since.
  var isLast = true
  /// Why its branch does not heed it, as a fold of events alone cannot know.
  var void: String?
  /// Why it does not count now; nil where it does.
  public internal(set) var why: String?
  /// Whether it was given on an earlier base, from which it carries.
  public internal(set) var isCarried = false

  public var isValid: Bool { why == nil }
}

/// An event in the packet's story, on one line.
public struct LogLine: Hashable, Sendable {
  public var id: ObjectID
  public var kind: EventKind
  public var clock: Int64
  public var at: Instant
  public var principal: PrincipalName
  public var body: EventBody
  /// Why the event changed nothing; nil where it counts.
  public var ignored: String?

  /// What an edit changed; nil where the event is none or counts for nothing.
  public internal(set) var change: String?

  /// Made when asked for: a listing of thousands of packets shows none.
  public var summary: String { change.map(EventBody.subject) ?? body.summary }
}

/// An event that is kept and shown, and changes nothing.
public struct Ignored: Hashable, Sendable {
  public var event: PacketEvent
  public var reason: Refusal
}
