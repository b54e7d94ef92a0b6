#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension LanePlace {
  /// What every worker of this packet in this clone is started with, and nobody else.
  static let markVariable = "O8_LANE"

  /// Ends what runs on after its lane and its keeper were killed: whatever bears the lane's mark,
  /// and what runs in the worktree since the last attempt began and belongs to nobody. The caller
  /// holds the packet's lock. Says what was ended, a sentence each.
  public func endLeftovers(in worktree: String) -> [String] {
    guard let origin = lastLaunchTicks else { return [] }
    let outcome = Leftovers.end(
      Self.markVariable, directory, under: worktree, startedSince: origin)
    var notes: [String] = []
    if !outcome.ended.isEmpty {
      let names = Set(outcome.ended.map(\.name)).sorted().joined(separator: ", ")
      notes.append("ended what the dead lane left running: \(names)")
    }
    if outcome.survivors > 0 {
      notes.append("\(outcome.survivors) of its processes could not be ended")
    }
    return notes
  }

  /// When the last worker was about to start, in ticks since the system started: its prompt was
  /// written then. Nil where none ever was.
  private var lastLaunchTicks: UInt64? {
    guard let age = Folder.ageSeconds(of: promptFile), let uptime = ProcessTable.uptimeSeconds
    else { return nil }
    // A second earlier: files tell their time a moment late.
    let seconds = max(0, uptime - age - 1)
    return UInt64(seconds * Double(sysconf(Int32(_SC_CLK_TCK))))
  }
}
