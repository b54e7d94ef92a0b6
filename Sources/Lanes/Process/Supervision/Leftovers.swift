internal import CProcess

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Ends what got away from a run's keeper: started by a service on the worker's behalf, or
/// orphaned by a worker that killed its own keeper.
enum Leftovers {
  /// KILL takes effect in microseconds; what is still there after so long cannot be ended.
  private static let patienceMilliseconds: Int64 = 2000

  /// Makes this process the one that adopts what a killed keeper leaves, where the system can.
  static func adoptOrphans() { _ = adoption }

  private static let adoption = o8_become_subreaper()

  struct Outcome {
    var ended: [Leftover] = []
    var survivors = 0

    mutating func strike(_ found: [ProcessTable.Entry], _ signal: Int32) {
      for entry in found {
        if !ended.contains(where: { $0.process == entry.process }) {
          ended.append(Leftover(process: entry.process, name: entry.name))
        }
        kill(entry.process, signal)
      }
    }
  }

  /// Ends every process that bears `mark`, and those that run in `directory`, started since
  /// `startTicks` and belong to nobody: no terminal, and no parent but the system's first process
  /// or us. A person's shell or editor in the worktree is none of these.
  static func end(
    mark: String, under directory: String?, startedSince startTicks: UInt64
  ) -> Outcome {
    end(RunMark.variable, mark, under: directory, startedSince: startTicks)
  }

  /// The same with any variable that only those processes were started with as the mark.
  static func end(
    _ variable: String, _ value: String, under directory: String?,
    startedSince startTicks: UInt64
  ) -> Outcome {
    var outcome = Outcome()
    let limit = Platform.milliseconds + patienceMilliseconds
    while true {
      let found = all((variable, value), directory, startTicks)
      outcome.strike(found, SIGKILL)
      // Those whose parent is gone are ours to reap; for others this does nothing.
      for entry in outcome.ended { waitpid(entry.process, nil, WNOHANG) }
      guard !found.isEmpty else { return outcome }
      guard Platform.milliseconds < limit else {
        outcome.survivors = found.count
        return outcome
      }
      usleep(1000)
    }
  }

  /// The same, asking with INT and TERM first.
  static func endInOrder(
    _ variable: String, _ value: String, under directory: String?,
    startedSince startTicks: UInt64, _ graces: StopGraces
  ) async throws -> Outcome {
    var outcome = Outcome()
    let steps = [
      (SIGINT, graces.interruptMilliseconds), (SIGTERM, graces.terminateMilliseconds),
    ]
    for (signal, milliseconds) in steps {
      let limit = Platform.milliseconds + milliseconds
      var found = all((variable, value), directory, startTicks)
      outcome.strike(found, signal)
      while !found.isEmpty, Platform.milliseconds < limit {
        try await Task.sleep(for: .milliseconds(tickMilliseconds))
        for entry in outcome.ended { waitpid(entry.process, nil, WNOHANG) }
        found = all((variable, value), directory, startTicks)
      }
    }
    let rest = end(variable, value, under: directory, startedSince: startTicks)
    outcome.ended += rest.ended.filter { !outcome.ended.contains($0) }
    outcome.survivors = rest.survivors
    return outcome
  }

  private static let tickMilliseconds = 20

  private static func all(
    _ mark: (variable: String, value: String), _ directory: String?, _ startTicks: UInt64
  ) -> [ProcessTable.Entry] {
    ProcessTable.processes.compactMap { process in
      ProcessTable.entry(process).flatMap {
        isLeftover($0, mark, directory, startTicks) ? $0 : nil
      }
    }
  }

  private static func isLeftover(
    _ entry: ProcessTable.Entry, _ mark: (variable: String, value: String), _ directory: String?,
    _ startTicks: UInt64
  ) -> Bool {
    guard entry.startTicks >= startTicks, entry.process != getpid() else { return false }
    // An ended child of ours shows neither environment nor directory, and is only to be reaped.
    if entry.state == "Z" { return false }
    if ProcessTable.started(entry.process, with: mark.variable, mark.value) { return true }
    guard let directory, entry.terminal == 0, isNobodys(entry),
      let place = ProcessTable.directory(of: entry.process)
    else { return false }
    return place == directory || place.hasPrefix(directory + "/")
      || place == directory + " (deleted)"
  }

  private static func isNobodys(_ entry: ProcessTable.Entry) -> Bool {
    entry.parent == 1 || entry.parent == getpid()
      || ProcessTable.entry(entry.parent)?.name == "systemd"
  }
}
