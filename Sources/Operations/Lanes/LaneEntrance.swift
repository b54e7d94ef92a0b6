import Git
import Lanes
import Model
import Trust

/// Takes packets into lanes, in this process or in ones of their own, never more than may run.
struct LaneEntrance {
  let workspace: Workspace

  /// How a packet got on.
  enum Standing: Hashable, Sendable {
    /// A lane of its own works on it.
    case started
    /// It waits for its turn, and why.
    case queued(String)
  }

  /// Starts a lane in a process that outlives this one, as far as there is room for it.
  func start(_ packet: Packet) throws -> Standing {
    let governed = try workspace.governed()
    if let reason = try reasonToWait(packet, governed) { return .queued(reason) }
    let place = workspace.place(of: packet.id)
    try place.make()
    guard let lock = try FileLock.take(place.lock) else { return .started }
    place.forgetComplaint()
    // Not where this process stands: that may be a worktree which is removed one day.
    let home = workspace.location.commonDirectory
    try DetachedLane.start(
      workspace.program, arguments: ["-C", home, "lane", "run", packet.id.hex],
      environment: workspace.environment, directory: home, output: place.log, lock: lock)
    return .started
  }

  /// Nil where there is room, and nothing that it comes after is missing.
  func reasonToWait(_ packet: Packet, _ governed: GovernedRepository) throws -> String? {
    if packet.state == .queued {
      let missing = try LaneQueue(governed: governed).missing(for: packet)
      if let first = missing.first {
        let judge = Judge(governed)
        let known = try judge.packet(first)
        if let landing = try known.flatMap({ try judge.pendingLanding(of: $0) }) {
          return "until the landing of \(first.short) is final: \(landing.command)"
        }
        let state = known?.state ?? .queued
        return state.isOpen
          ? "until \(first.short) has landed"
          : "for \(first.short), which is \(state.rawValue): "
            + "git o8 edit \(packet.id.short) --after '' lets it start"
      }
    }
    if packet.state == .queued {
      var means = LaneMeans(now: workspace.now())
      means.workers = governed.policy.workers
      if case .hold(let words) = packet.nextStep(means) {
        return "\(words): git o8 edit \(packet.id.short) --runtime NAME chooses another"
      }
    }
    let slots = try workspace.slots(governed)
    guard slots.free == 0 else { return nil }
    return slots.count == 1
      ? "one lane runs already (o8.maxLanes is 1)"
      : "\(slots.count) lanes run already (o8.maxLanes)"
  }

  /// Why a queued packet is in no lane yet, as a person is told.
  func reasonInQueue(_ packet: Packet, _ governed: GovernedRepository) throws -> String {
    if let reason = try reasonToWait(packet, governed) { return reason }
    let place = workspace.place(of: packet.id)
    if place.isOurs(packet), try !place.agrees(toRun: packet, in: governed.repository) {
      return "what its worker runs was changed in another clone: git o8 resume "
        + "\(packet.id.short) --here runs it in this one"
    }
    if let words = try workspace.waitForProvider(of: packet, in: governed) { return words }
    if place.isHeld { return "its lane is starting" }
    guard place.isOurs(packet) else {
      return
        "another clone dispatched it; git o8 resume \(packet.id.short) --here runs it in this one"
    }
    let said = place.complaint.first.map { "its lane failed (\($0)); " } ?? "no lane has taken it; "
    return said + "git o8 reconcile \(packet.id.short) starts it"
  }

  /// Starts queued packets while there is room: a lane that ends does so, whoever opened them.
  ///
  /// Those whose last lane failed are left to a person, and so is `except`: else two of them
  /// would start each other for ever.
  func startQueued(except failed: ObjectID? = nil) throws {
    let governed = try workspace.governed()
    let room = try workspace.slots(governed).free
    guard room > 0 else { return }
    var started = 0
    for packet in try LaneQueue(governed: governed).ready() {
      guard started < room else { return }
      let place = workspace.place(of: packet.id)
      if packet.id == failed || place.isHeld || !place.complaint.isEmpty { continue }
      guard try workspace.runsHere(packet, in: governed) else { continue }
      if try start(packet) == .started { started += 1 }
    }
  }

  /// Runs the lane of a packet in this process; nil where it has to wait for room.
  ///
  /// - Parameter lock: the packet's own, which is given back unless this throws: a lane that
  ///   failed is nobody else's before it has been said why.
  func run(
    _ id: ObjectID, holding lock: FileLock, stop: StopSwitch, asking prompt: Signer.Prompt = .never
  ) async throws -> Lane.End? {
    while true {
      guard let end = try await runOnce(id, holding: lock, stop: stop, asking: prompt) else {
        lock.release()
        return nil
      }
      guard let due = end.due, stop.requests.isEmpty else {
        lock.release()
        return end
      }
      // What it waits for takes no room meanwhile.
      try startQueued(except: id)
      let wait = LaneWait(packet: id, due: due, workspace: workspace)
      guard try await wait.isOver(unless: stop) else {
        lock.release()
        return end
      }
    }
  }

  private func runOnce(
    _ id: ObjectID, holding lock: FileLock, stop: StopSwitch, asking prompt: Signer.Prompt
  ) async throws -> Lane.End? {
    let governed = try workspace.governed()
    // Given back before the lock: whoever sees no slot then leaves its packet where the next look
    // finds it.
    guard let slot = try workspace.slots(governed).take() else { return nil }
    defer { slot.release() }
    let packet = try workspace.story(of: id, in: governed)
    let lane = try Lane(
      of: packet, in: governed, holding: lock,
      try await workspace.laneSetting(governed, asking: prompt), stop: stop)
    return try await lane.run()
  }
}
