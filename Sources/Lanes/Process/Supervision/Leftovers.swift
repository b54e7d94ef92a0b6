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
    let mark = (variable: variable, value: value)
    var outcome = Outcome()
    let limit = Platform.milliseconds + patienceMilliseconds
    while true {
      let found = ProcessTable.processes.compactMap { process in
        ProcessTable.entry(process).flatMap {
          isLeftover($0, mark, directory, startTicks) ? $0 : nil
        }
      }
      for entry in found {
        if !outcome.ended.contains(where: { $0.process == entry.process }) {
          outcome.ended.append(Leftover(process: entry.process, name: entry.name))
        }
        kill(entry.process, SIGKILL)
      }
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
