#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension LanePlace {
  /// What every worker and gate of this packet in this clone is started with, and nobody else.
  static let markVariable = "O8_LANE"

  /// Ends what runs on after its lane and its keeper were killed: whatever bears the lane's mark,
  /// and what runs in the worktree since the last attempt began and belongs to nobody. The caller
  /// holds the packet's lock. Says what was ended, a sentence each.
  ///
  /// - Parameter graces: how long INT and TERM are given before the next signal.
  public func endLeftovers(
    in worktree: String?, _ graces: StopGraces = .ofOrphans
  ) async throws -> [String] {
    let origin = lastLaunchTicks
    let outcome = try await Leftovers.endInOrder(
      Self.markVariable, directory, under: origin == nil ? nil : worktree,
      startedSince: origin ?? 0, graces)
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

extension StopGraces {
  /// For what outlived its lane: it was to end with that, and somebody waits.
  public static var ofOrphans: StopGraces {
    var graces = StopGraces()
    graces.interruptMilliseconds = 2000
    graces.terminateMilliseconds = 1000
    return graces
  }
}
