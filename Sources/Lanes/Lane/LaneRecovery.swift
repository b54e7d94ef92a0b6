public import Git
public import Model
import Runtimes
import Store
public import Trust

/// Brings a packet whose lane died to a state from which it can go on.
public struct LaneRecovery {
  let governed: GovernedRepository
  let setting: Lane.Setting

  public init(_ governed: GovernedRepository, _ setting: Lane.Setting) {
    self.governed = governed
    self.setting = setting
  }

  /// How a note begins that tells of an attempt whose work is still where its worker left it.
  static let failureStart = "what the worker left could not be taken in"

  /// Why the work of the last attempt is in no commit yet; nil where it is.
  public static func failure(of packet: Packet) -> String? {
    packet.attempts.last?.end?.notes.first { $0.hasPrefix(failureStart) }
  }

  /// Whether nobody works on a packet of this clone's that says somebody does.
  public static func isDue(_ packet: Packet, in location: RepositoryLocation) -> Bool {
    let place = LanePlace(of: packet.id, in: location.commonDirectory)
    return packet.liveAttempt != nil && place.isOurs(packet) && !place.isHeld
  }

  /// Takes the packet's lock and recovers it; nil where a lane is at work after all.
  public func recoverUnlessHeld(_ packet: Packet) async throws -> Packet? {
    let place = LanePlace(of: packet.id, in: governed.location.commonDirectory)
    try place.make()
    try await place.tenure.awaitKeepers()
    guard let lock = try FileLock.take(place.lock) else { return nil }
    let recovered = try await place.tenure.perform { remains in
      // What it was before the lock was ours may be old.
      try await recover(governed.storyOfPacket(packet.id) ?? packet, remains: remains ?? [])
    }
    lock.release()
    return recovered
  }

  /// Keeps what the worker left, records that its lane crashed, and holds the packet. The caller
  /// has the packet's lock.
  ///
  /// - Parameter remains: what was found of the dead lane already.
  public func recover(_ packet: Packet, remains: [String] = []) async throws -> Packet {
    guard let attempt = packet.liveAttempt else { return packet }
    let place = LanePlace(of: packet.id, in: governed.location.commonDirectory)
    let worktree = try await LaneWorktree.of(
      packet, on: attempt.lane, in: governed.location, root: setting.worktrees)
    let ended = try await remains + place.endLeftovers(in: worktree.path)
    let references = KeptReferences(leftIn: place, in: governed)
    let restored = try references?.restore() ?? []
    references?.forget()
    let unheard = await hear(attempt, of: place)
    let seconds = max(0, setting.now().seconds - attempt.started.seconds)
    let brought = try await bringHome(from: place, worktree, lane: attempt.lane)
    let before = ["the lane's process died"] + ended + restored + brought + unheard
    let reading = reading(of: attempt, in: place)
    // A worker may have written the name of another one, of the user's own.
    var sharable = LaneTakings.Sharable(under: governed.policy.rules.secrets)
    let session =
      attempt.session ?? sharable.word(reading.session?.text)
      ?? conversation(begunIn: attempt, of: packet, at: worktree.path)?.text
    // What its user resumes after a crash is the same conversation.
    if let session { try? place.remember(conversation: session) }
    var event: Finished
    do {
      let taken = try await take(attempt, of: packet, from: worktree, in: place)
      event = Finished(
        started: attempt.id, outcome: .crashed, head: taken.head, seconds: Int(seconds),
        transcript: taken.transcript, notes: before + taken.notes, artifacts: taken.artifacts)
    } catch {
      event = Finished(
        started: attempt.id, outcome: .crashed, seconds: Int(seconds),
        notes: before + [LaneTakings.failure(error, in: worktree)])
    }
    event.notes = sharable.lines(event.notes)
    event.session = session
    event.model = reading.shownModel(&sharable)
    event.usage = reading.usage(of: packet)
    let finished = try await carryOut(.finish(event), on: packet)
    guard finished.state == .running else { return finished }
    return try await carryOut(
      .pause(.held, text: "the lane's process died during attempt \(attempt.number)"), on: finished)
  }

  private func runtime(of attempt: Attempt) -> (any Runtime)? {
    RuntimeName(attempt.runtime).flatMap { try? setting.runtimes.runtime(named: $0) }
  }

  private func conversation(
    begunIn attempt: Attempt, of packet: Packet, at directory: String
  ) -> SessionID? {
    let place = LanePlace(of: packet.id, in: governed.location.commonDirectory)
    return runtime(of: attempt).flatMap {
      place.conversation(
        begunIn: attempt, of: packet, with: $0, at: directory, home: setting.environment["HOME"])
    }
  }

  /// What the attempt's program said, as far as it is kept.
  private func reading(of attempt: Attempt, in place: LanePlace) -> RunReading {
    guard let runtime = runtime(of: attempt), runtime.name != .exec,
      let parser = try? runtime.readTranscript(.capture),
      let first = try? place.spool.startOfLastAttempt(),
      let reading = try? place.spool.reading(by: parser, from: first)
    else { return RunReading() }
    return reading
  }

  private func take(
    _ attempt: Attempt, of packet: Packet, from worktree: LaneWorktree, in place: LanePlace
  ) async throws -> LaneTakings.Taken {
    try await StaleLocks.remove(of: worktree)
    if !Folder.exists(place.promptFile) { try await complete(worktree) }
    let takings = LaneTakings(
      governed: governed, worktree: worktree, spool: place.spool, actor: setting.actor,
      now: setting.now, leavings: runtime(of: attempt)?.leavings ?? [])
    return try await takings.take(
      attempt, of: packet, as: attempt.worker ?? setting.actor.name,
      sinceLine: try place.spool.startOfLastAttempt())
  }

  /// What the worker did in a repository of its own, before its lane died.
  private func bringHome(
    from place: LanePlace, _ worktree: LaneWorktree, lane: ReferenceName
  ) async throws -> [String] {
    StandInFiles.remove(from: place)
    let logins = LoginCopy.all(leftIn: place).compactMap { $0.end() }
    guard
      let stage = StagedRepository(of: worktree.path, in: governed.location, at: place.stage),
      Folder.exists("\(place.stage)/config")
    else { return logins }
    do {
      return try await logins + Seclusion(stage: stage).end(lane: lane)
    } catch {
      return logins + ["what the worker did cannot be taken in: \(error)"]
    }
  }

  /// Finishes a worktree whose making was cut off before any worker ran in it: what was not yet
  /// checked out would else look deleted. Git writes the index when all files are there.
  private func complete(_ worktree: LaneWorktree) async throws {
    guard let location = try worktree.location(),
      !Folder.exists("\(location.gitDirectory)/index")
    else { return }
    let repository = try Repository(location)
    let head = try repository.head().commit
    if let head, try repository.kind(of: head) == .commit {
      _ = try await location.git(["reset", "--quiet", "--hard"])
    } else {
      // Git had not put it on its branch yet; the next attempt begins with a new one.
      try await worktree.discardHalfMade()
    }
  }

  private func carryOut(_ command: PacketCommand, on packet: Packet) async throws -> Packet {
    let stamp = Stamp(
      setting.actor, for: command, under: governed.policy, at: setting.now(),
      asking: setting.prompt)
    return try await governed.carryOut(command, on: packet.id, stamp: stamp).packet
  }
}

extension SpoolDirectory {
  /// The first line behind the last that tells of an attempt's beginning; 1 where none does.
  fileprivate func startOfLastAttempt() throws(SystemFailure) -> Int {
    var reader = SpoolReader(self)
    var first = 1
    while let entry = try reader.next() {
      if case .line(let line) = entry, AttemptMark(line) != nil { first = line.seq + 1 }
    }
    return first
  }
}
