import Model
import Runtimes
import Store
import Trust

extension Lane {
  /// Runs the worker of an attempt by `body`, taking in what it says while it runs and what is
  /// left of that when it has ended.
  func hearing<End>(
    _ attempt: Attempt, _ patience: Patience, _ body: () async throws -> End
  ) async throws -> End {
    let isCommand = packet.work.runtime == RuntimeName.exec.text
    let channel = WorkerChannel(
      attempt: attempt.id, place: place, location: location, setting: setting,
      patience: patience, tell: { [spool] in spool.note($0) },
      steer: { [steering, isCommand] text in
        // What is typed at a shell is run: an answer is no command.
        guard !isCommand else { return false }
        return await withCheckedContinuation { told in
          steering.say(text) { told.resume(returning: $0 == .delivered) }
        }
      })
    place.clearChannel(keepingArtifacts: attempt.reason == .resume)
    let listening = channel.listen()
    let result: Result<End, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    listening.cancel()
    var session = await listening.value
    await channel.attend(&session, isLast: true)
    observe(session.notes)
    answers = session.answers
    // What it asked has the packet wait, and what people answered has it go on.
    packet = try governed.storyOfPacket(packet.id) ?? packet
    return try result.get()
  }
}

extension LaneRecovery {
  /// Takes in what the worker of a lane that died said before it ended.
  func hear(_ attempt: Attempt, of place: LanePlace) async -> [String] {
    let channel = WorkerChannel(
      attempt: attempt.id, place: place, location: governed.location, setting: setting,
      patience: Patience(), tell: { _ in }, steer: { _ in false })
    var session = WorkerChannel.Session()
    await channel.attend(&session, isLast: true)
    return session.notes
  }
}

extension LanePlace {
  /// Makes the folders of an attempt anew: what is left in them was refused, or is an earlier
  /// attempt's. Files for people stay for one that goes on where another was.
  fileprivate func clearChannel(keepingArtifacts: Bool) {
    for folder in [outbox, replies] + (keepingArtifacts ? [] : [artifacts]) {
      // What cannot be taken away is as if its worker had put it there.
      try? TreeRemoval.remove(folder)
    }
    for folder in [outbox, replies, artifacts] { try? Folder.make(folder) }
  }
}
