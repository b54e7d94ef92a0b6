import Git
import Lanes
public import Model
import Store

/// What `uninstall` did and left.
public struct RemovalReport: Hashable, Sendable {
  /// References that were deleted.
  public var dropped: [ReferenceName]
  /// How many of o8's references are still there.
  public var remaining: Int
  /// Lanes' branches, which are left to their owner.
  public var branches: [ReferenceName]
  /// What could not be put back, or what to know.
  public var notes: [String]
}

extension Workspace {
  /// What `uninstall` does with o8's references.
  public enum References: Hashable, Sendable { case keep, drop }

  /// Takes hooks and configuration back, and with `.drop` all of o8's state in this clone.
  public func takeOut(_ references: References) async throws -> RemovalReport {
    try refuseInLane("uninstall")
    let repository = try Repository(location)
    if references == .drop { try await refuseWhileLanesStand() }
    try await removeSetupLocks()
    let holders = EphemeralFiles(location).holders
    var notes = try uninstallHooks()
    notes += holders.packets.map { "the lane of packet \($0) goes on: git o8 cancel \($0)" }
    notes += holders.others.map { "something of o8's is still at work: it holds \($0)" }
    try SetupConfiguration(location).uninstall()
    let present = try Self.prefixes.flatMap { prefix throws(GitError) in
      try repository.references(under: prefix)
    }
    let notesReference = try repository.target(of: Layout.notes)
      .map { Reference(name: Layout.notes, target: $0) }
    let all = present + [notesReference].compactMap(\.self)
    let branches = try repository.references(under: "refs/heads/o8/").map(\.name)
    guard references == .drop else {
      return RemovalReport(dropped: [], remaining: all.count, branches: branches, notes: notes)
    }
    try await location.update(
      all.map { ReferenceMove($0.name, from: $0.target, to: nil) }, reason: "o8 uninstall")
    try EphemeralFiles(location).remove()
    return RemovalReport(
      dropped: all.map(\.name), remaining: 0, branches: branches, notes: notes)
  }

  /// Removes what `init` or `uninstall` left locked when it was killed.
  func removeSetupLocks() async throws {
    let common = location.commonDirectory
    let locks = ["config", Layout.pins.text, Layout.notes.text, Layout.policy.text]
    _ = try await StaleLocks.removeAbandoned(
      locks.map { "\(common)/\($0).lock" }, unlessBusyIn: [common])
  }

  /// Everything that o8 keeps in references, but for the notes.
  static let prefixes = [
    Layout.shared, Layout.data, Layout.remotes, "refs/o8-local/",
  ]

  private func more(_ all: [some Any]) -> String {
    all.count > 1 ? ", and \(all.count - 1) more" : ""
  }

  /// How a lane's worktree goes: with its packet, where one is open; git keeps what is locked.
  private func hint(forLaneAt lane: Worktree) throws -> String {
    let packets = try Repository(location).references(under: Layout.packets)
      .compactMap { Layout.packet(of: $0.name) }
    if let digits = LaneSurroundings.packetDigits(lockedBecause: lane.locked, on: lane.branch),
      packets.contains(where: { $0.hex.hasPrefix(digits) })
    {
      return "git o8 cancel \(digits) ends its packet and keeps its work in a commit"
    }
    let force = lane.locked == nil ? "" : " -f -f"
    return "save what you want of it, then: git worktree remove\(force) \(lane.path)"
  }

  private func refuseWhileLanesStand() async throws {
    let holders = EphemeralFiles(location).holders
    if let packet = holders.packets.first {
      throw Problem(
        .refused,
        "cannot drop o8's references: the lane of packet \(packet) runs\(more(holders.packets))",
        hint: "let it end, or end it with git o8 cancel \(packet); then repeat this")
    }
    if let lock = holders.others.first {
      throw Problem(
        .refused,
        "cannot drop o8's references: something is at work and holds \(lock)"
          + more(holders.others),
        hint: "let it end, then repeat this")
    }
    let lanes = try await location.worktrees().filter {
      $0.branch?.short.hasPrefix("o8/") == true && $0.prunable == nil
    }
    guard let lane = lanes.first else { return }
    throw Problem(
      .refused,
      "cannot drop o8's references: the worktree of a lane stands at \(lane.path)\(more(lanes))",
      hint: try hint(forLaneAt: lane))
  }
}
