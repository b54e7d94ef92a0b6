import Git
public import Model
public import Trust

/// The process of one packet: from wherever the packet stands to where people are next.
///
/// Moved and never shared, like the repository that it holds.
public final class Lane {
  /// More steps than any packet's attempts can take mean two lanes that undo each other.
  static let stepLimit = 1000

  let governed: GovernedRepository
  let place: LanePlace
  let lock: FileLock
  let setting: Setting
  let spool: SpoolWriter
  let stop: StopSwitch
  var packet: Packet
  var halt: String?
  /// When there is something to do again.
  var due: Instant?
  /// What is said to the worker while it works.
  let steering = SteeringQueue()
  /// What became of the answers to what the last run's worker asked.
  var answers = AnswersGiven()
  /// What was ended of a lane that was killed before this one.
  private var remains: [String] = []
  /// What the next record of an attempt's end is to tell.
  private var observations: [String] = []

  var location: RepositoryLocation { governed.location }
  var policy: Policy { governed.policy }

  /// The lane of a packet whose lock the caller holds.
  public init(
    of packet: Packet, in governed: GovernedRepository, holding lock: FileLock, _ setting: Setting,
    stop: StopSwitch = StopSwitch()
  ) throws {
    self.packet = packet
    self.governed = governed
    self.lock = lock
    self.setting = setting
    self.stop = stop
    place = LanePlace(of: packet.id, in: governed.location.commonDirectory)
    try place.make()
    spool = try SpoolWriter(place.spool)
  }

  /// Takes the packet as far as it goes without people.
  public func run() async throws -> End {
    try await place.tenure.perform { remains in
      try await takeOver(remains)
      return try await goOn()
    }
  }

  /// Ends and mends what a lane that was killed left of its worker and gates.
  func takeOver(_ remains: [String]?) async throws {
    if let references = KeptReferences(leftIn: place, in: governed) { try restore(references) }
    guard let remains else { return }
    self.remains = try await remains + place.endLeftovers(in: nil)
    for note in self.remains { spool.note(note) }
  }

  private func goOn() async throws -> End {
    let control = place.control
    // What was asked of a lane that is gone already is not asked of this one.
    for request in LaneControl.Request.allCases { _ = control.take(request) }
    control.letters.clear()
    let listening = Task { [stop, steering] in await control.forward(to: stop, steering: steering) }
    defer { listening.cancel() }
    do {
      for _ in 0..<Self.stepLimit {
        let step = packet.nextStep(try means())
        guard halt == nil, stop.requests.isEmpty || step.endsStopped else { break }
        guard try await take(step), due == nil else { break }
      }
      spool.close("the packet is \(packet.state.rawValue)\(halt.map { ": \($0)" } ?? "")")
    } catch let refusal as Refusal where refusal.kind == .closed {
      // Cancelled meanwhile: there is nothing left to do for it.
      packet = try governed.storyOfPacket(packet.id) ?? packet
      spool.close("the packet is \(packet.state.rawValue)")
    } catch {
      spool.close("the lane failed: \(error)")
      throw error
    }
    return End(packet: packet, halt: halt, due: due)
  }

  /// Returns whether there may be more to do.
  private func take(_ step: LaneStep) async throws -> Bool {
    switch step {
    case .attempt(let reason): try await attempt(reason)
    case .submit:
      if packet.state == .queued, !packet.isAdopted, try handedIn() == nil {
        try await attempt(.retry)
      } else {
        try await submit()
      }
    case .gate:
      await lookForBase()
      try await gate()
    case .recover:
      packet = try await recovery.recover(packet, remains: remains + takeObservations())
    case .report: try await carryOut(.report)
    case .hold(let reason): return try await rest(because: reason)
    case .pause(let reason, let until):
      spool.note("waits until \(until.text): \(reason)")
      try await carryOut(.pause(.limit, text: reason, until: until))
    case .goOn: try await carryOut(.resume)
    case .wait(let reason, let until):
      spool.note("nothing before \(until.text): \(reason)")
      due = until
      return false
    case .fail(let reason): try await carryOut(.fail(reason: reason))
    case .rest: return false
    }
    return true
  }

  /// Holds the packet; one that has not begun stays queued. Returns whether there is more to do.
  func rest(because reason: String) async throws -> Bool {
    guard packet.state == .running else {
      halt = reason
      return false
    }
    try await carryOut(.pause(.held, text: reason))
    return true
  }

  /// Puts back what code of the worker's took away, once nothing of it runs any more.
  func restore(_ references: KeptReferences) throws {
    let notes = try references.restore()
    references.forget()
    for note in notes { spool.note(note) }
    observations += notes
  }

  /// Has something told by the next record of an attempt's end.
  func observe(_ notes: [String]) { observations += notes }

  /// What is recorded by whoever asks, once.
  func takeObservations() -> [String] {
    defer { observations = [] }
    return observations
  }

  var recovery: LaneRecovery { LaneRecovery(governed, setting) }

  @discardableResult
  func carryOut(
    _ command: PacketCommand, attachments: [String: [UInt8]] = [:]
  ) async throws -> [ObjectID] {
    let stamp = Stamp(
      setting.actor, for: command, under: policy, at: setting.now(), asking: setting.prompt)
    let done = try await governed.carryOut(
      command, on: packet.id, stamp: stamp, attachments: attachments)
    packet = done.packet
    return done.events
  }

  /// Has the protected branch looked for where the packet is to land. Where that fails, what was
  /// seen of it last is what is worked on, and is said.
  func lookForBase() async {
    guard packet.work.onto == nil, setting.base == nil,
      let trouble = await setting.lookForBase(packet.branch)
    else { return }
    spool.note(trouble)
  }

  /// The protected branch's value: the remote's, as it was seen last, where packets land there.
  func base() throws -> ObjectID {
    if let base = packet.work.onto ?? setting.base { return base }
    guard let base = try Judge(governed).ground(of: packet.branch) else {
      throw GitError(.notFound, "work on", on: packet.branch.text, "the branch is gone")
    }
    return base
  }

}

extension LaneStep {
  /// Whether it is done even where the lane is to stop: it leaves the packet in order.
  fileprivate var endsStopped: Bool {
    switch self {
    case .hold, .recover, .fail, .submit, .pause, .report: true
    case .attempt, .gate, .rest, .wait, .goOn: false
    }
  }
}
