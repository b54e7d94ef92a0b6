import Git
import Lanes
public import Model
import Trust

/// Where a packet's files are, and what a person has them opened with.
public struct OpenPlace: Sendable {
  public let packet: Packet
  public let worktree: String
  /// A line of `sh`, which is given the worktree's path as its last word; nil for a shell in it.
  public let command: String?
}

extension Workspace {
  /// The packet's worktree, for a person to work in.
  public func place(toOpen name: String?) async throws -> OpenPlace {
    try refuseSession(named: name)
    let (governed, packet) = try await packet(named: name)
    let command = try governed.repository.config("o8.open")
    if packet.isAdopted {
      guard let lane = packet.lane,
        let own = try await location.worktrees().first(where: { $0.branch == lane })
      else {
        throw Problem(
          .noSuchThing, "packet \(packet.id.short) is adopted work, which is checked out nowhere",
          hint: packet.lane.map { "git switch \($0.short)" })
      }
      return OpenPlace(packet: packet, worktree: own.path, command: command)
    }
    guard let path = LaneSurroundings.worktree(of: packet, among: try location.linkedWorktrees())
    else { throw absence(of: packet) }
    return OpenPlace(packet: packet, worktree: path, command: command)
  }

  private func absence(of packet: Packet) -> Problem {
    let name = "packet \(packet.id.short)"
    if let elsewhere = runsElsewhere(packet) {
      return Problem(.noSuchThing, "\(elsewhere), and its worktree is there", hint: nil)
    }
    let hint: String
    switch packet.state {
    case .queued: hint = "its lane makes one when it starts: git o8 wait \(packet.id.short)"
    case .landed, .rejected, .cancelled, .reported:
      hint = "git o8 diff \(packet.id.short) shows its change"
    default:
      let branch = packet.lane.map { "; git worktree add DIR \($0.short) makes one by hand" } ?? ""
      hint = "\(command("resume", packet)) has its lane make one\(branch)"
    }
    return Problem(
      .noSuchThing, "\(name) is \(packet.state.rawValue) and has no worktree", hint: hint)
  }

  /// Opens what `open` found, on the terminal of this process; the exit status of that.
  public func visit(_ place: OpenPlace) async throws -> Int32 {
    let shell = environment["SHELL"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/bin/sh"
    let words =
      place.command.map { ["/bin/sh", "-c", "\($0) \"$@\"", $0, place.worktree] } ?? [shell]
    return try await Program(words[0], environment: .exactly(environment)).runOnTerminal(
      Array(words.dropFirst()), in: place.worktree, environment: Self.misleadingVariables)
  }

  /// What would lead git in a worktree elsewhere.
  static let misleadingVariables: [String: String?] = [
    "GIT_DIR": nil, "GIT_WORK_TREE": nil, "GIT_INDEX_FILE": nil, "GIT_PREFIX": nil,
    "GIT_COMMON_DIR": nil, "GIT_OBJECT_DIRECTORY": nil, "GIT_NAMESPACE": nil,
  ]
}
