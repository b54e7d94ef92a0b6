import Git
import Lanes
import Model
import Runtimes
import Trust

/// Which version of a runtime a replay may be run with.
public enum ReplayVersion: Hashable, Sendable {
  /// The one that ran what is replayed.
  case same
  case any
}

extension Workspace {
  /// Starts a packet that has failed over as its first attempt began: the same prompt, base and
  /// runtime in a new conversation. What stands on its branch is kept before that is set back.
  public func replay(
    _ name: String?, with version: ReplayVersion, takingOver: Bool = false,
    _ attendance: LaneAttendance = .detached
  ) async throws -> Dispatched {
    try await Program.gitVersion()
    let (governed, packet) = try await packet(named: name)
    try await refuseBadSettings(governed)
    guard packet.state == .failed, let first = packet.attempts.first else {
      throw Problem(
        .refused,
        "packet \(packet.id.short) is \(packet.state.rawValue): only one that has failed "
          + "can be replayed", hint: "git o8 show \(packet.id.short)")
    }
    guard packet.work.surface == .stream else {
      throw Problem(
        .refused,
        "packet \(packet.id.short) was worked on at a terminal: what people typed there "
          + "is not known, and cannot be done once more",
        hint: "git o8 retry \(packet.id.short) opens another one")
    }
    try refuseBarred(packet, with: first.runtime, governed)
    try refuseWhatWasEdited(packet, since: first, in: governed)
    let warnings = try await versionWarnings(of: first, in: packet, version)
    try claim(packet, takingOver: takingOver, in: governed)
    return try await send(
      try await carryOut(.replay, on: packet, in: governed), attendance, warnings: warnings)
  }

  private func refuseWhatWasEdited(
    _ packet: Packet, since first: Attempt, in governed: GovernedRepository
  ) throws {
    let story = LaneStory(of: packet, in: governed.repository)
    let isSamePrompt = try story.prompt() == story.prompt(before: first.id)
    guard packet.isAskedOtherwise(since: first) || !isSamePrompt else { return }
    throw Problem(
      .refused, "packet \(packet.id.short) asks for something else since its first attempt",
      hint: "git o8 retry \(packet.id.short) starts it over as it is now")
  }

  /// Refuses another version, or tells that it is not known.
  private func versionWarnings(
    of first: Attempt, in packet: Packet, _ wanted: ReplayVersion
  ) async throws -> [String] {
    guard let name = RuntimeName(first.runtime), name != .exec else { return [] }
    var present: String?
    if case .found(let found)? = try await runtimes.discover(.program, of: name).first?.answer,
      case .found(_, let version, _) = found.standing
    {
      present = version
    }
    guard let before = first.version else {
      return ["nobody wrote down which version of \(name) ran attempt 1"]
    }
    guard present != before else { return [] }
    let words =
      "attempt 1 ran with \(name) \(before), and here is \(present ?? "one that does not tell")"
    guard wanted == .any else {
      throw Problem(
        .refused, words, hint: "git o8 retry \(packet.id.short) --replay --any-version goes on")
    }
    return [words]
  }
}

extension Packet {
  /// Whether its worker is asked for anything else than that of `first` was, the prompt aside.
  fileprivate func isAskedOtherwise(since first: Attempt) -> Bool {
    var asked = work
    for line in log.prefix(while: { $0.id != first.id }) where line.ignored == nil {
      switch line.body {
      case .opened(let work), .edited(let work): asked = work
      default: continue
      }
    }
    // How often, how long and when it runs is nothing that its worker is told.
    asked.attempts = work.attempts
    asked.timeoutSeconds = work.timeoutSeconds
    asked.priority = work.priority
    asked.after = work.after
    // What an edit cannot change stands as it was opened.
    (asked.branch, asked.origin, asked.delivers) = (work.branch, work.origin, work.delivers)
    return asked != work
  }
}
