/// Why an attempt runs.
public enum AttemptReason: String, CaseIterable, Hashable, Sendable {
  case first, gates, revise, retry, resume
  /// A further turn of a conversation that stopped short; the first behind an attempt is part of it.
  case continuation
  /// The same for one that left points of acceptance unclaimed: it is asked about them, once.
  case points
  /// The same for one whose conversation no longer fits its model: it is summed up first.
  case compaction
  /// The first once more: its prompt, base and runtime, and nothing of what was learned since.
  case replay
}

/// From where a packet that has failed starts over.
public enum Retrial: String, CaseIterable, Hashable, Sendable {
  /// From what stands on its branch, knowing what went wrong.
  case onward
  /// From where its first attempt began.
  case replay
}

/// A worker was launched in the packet's lane.
public struct Started: Hashable, Sendable {
  /// Counts from 1 over the packet's whole life.
  public var number: Int
  public var reason: AttemptReason
  public var runtime: String
  public var worker: PrincipalName?
  public var model: String?
  public var session: String?
  public var lane: ReferenceName
  /// The lane's head when the attempt began.
  public var head: ObjectID
  /// The protected branch's value then.
  public var base: ObjectID
  /// How the worker is kept apart; nil where its writer did not say.
  public var isolation: String?
  /// The runtime's, as its program tells it; nil where that was not known.
  public var version: String?

  public init(
    number: Int, reason: AttemptReason, runtime: String, worker: PrincipalName? = nil,
    model: String? = nil, session: String? = nil, lane: ReferenceName, head: ObjectID,
    base: ObjectID, isolation: String? = nil, version: String? = nil
  ) {
    self.isolation = isolation
    self.version = version
    self.number = number
    self.reason = reason
    self.runtime = runtime
    self.worker = worker
    self.model = model
    self.session = session
    self.lane = lane
    self.head = head
    self.base = base
  }
}

/// How a worker's run ended, told from its exit, its last event and git; never from its prose.
public enum Outcome: String, CaseIterable, Hashable, Sendable {
  case changed
  case noChanges = "no_changes"
  case reported, failed
  case timedOut = "timed_out"
  case stalled, interrupted, limited, auth, context, history, crashed
  case tampered
}

public struct Usage: Hashable, Sendable {
  public var inputTokens: Int64
  public var outputTokens: Int64
  /// Millionths of a US dollar.
  public var costMicros: Int64

  public init(inputTokens: Int64 = 0, outputTokens: Int64 = 0, costMicros: Int64 = 0) {
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.costMicros = costMicros
  }
}

/// Something too large for a shared chain, named by what it holds and who keeps it.
public struct Kept: Hashable, Sendable {
  public var sha256: Digest
  public var size: Int64
  /// The blob under `refs/o8-data`.
  public var blob: ObjectID
  public var holder: PrincipalName

  public init(sha256: Digest, size: Int64, blob: ObjectID, holder: PrincipalName) {
    self.sha256 = sha256
    self.size = size
    self.blob = blob
    self.holder = holder
  }
}

public struct Finished: Hashable, Sendable {
  /// The `started` event this belongs to.
  public var started: ObjectID
  public var outcome: Outcome
  /// The worker's exit status; nil when a signal or a crash ended it.
  public var exit: Int?
  public var signal: Int?
  public var head: ObjectID?
  public var seconds: Int
  public var usage: Usage?
  /// The conversation's id, where the worker's program told one.
  public var session: String?
  /// The model that answered, where the program told it: one that was asked for by a name of its
  /// tier, or by none, is another.
  public var model: String?
  /// What kind of error the program met last, such as `rate_limit`; nil where it told of none.
  public var cause: String?
  /// When the limit that ended it is lifted, where that was told.
  public var resets: Instant?
  public var transcript: Kept?
  /// Paths that the commit made for the worker cannot hold, and other things a person must know.
  public var notes: [String]
  /// The files that the worker left for people.
  public var artifacts: [Artifact]

  public init(
    started: ObjectID, outcome: Outcome, exit: Int? = nil, signal: Int? = nil,
    head: ObjectID? = nil, seconds: Int, usage: Usage? = nil, session: String? = nil,
    model: String? = nil, cause: String? = nil, resets: Instant? = nil, transcript: Kept? = nil,
    notes: [String] = [], artifacts: [Artifact] = []
  ) {
    self.model = model
    self.artifacts = artifacts
    self.started = started
    self.outcome = outcome
    self.exit = exit
    self.signal = signal
    self.head = head
    self.seconds = seconds
    self.usage = usage
    self.session = session
    self.cause = cause
    self.resets = resets
    self.transcript = transcript
    self.notes = notes
  }
}

/// What a lane hands in to be gated.
public struct Submitted: Hashable, Sendable {
  /// Nil where no worker ran: adopted work, or a person's commit on the lane's branch.
  public var started: ObjectID?
  public var head: ObjectID

  public init(started: ObjectID?, head: ObjectID) {
    self.started = started
    self.head = head
  }
}

/// Why a packet waits in the middle of an attempt.
public enum PauseReason: String, CaseIterable, Hashable, Sendable {
  case question, limit, held
}
