public import Git
public import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The locks that git takes on the way of a landing, and leaves behind where it is killed.
public enum StaleLocks {
  /// Those of a move of `branch` with the work trees that follow.
  public static func named(
    by branch: ReferenceName, _ checkouts: [Checkout], in repository: RepositoryLocation
  ) -> [String] {
    let common = repository.commonDirectory
    let heads = Set([common, repository.gitDirectory]).map { "\($0)/HEAD.lock" }.sorted()
    return ["\(common)/\(branch).lock"] + heads + checkouts.map(\.lock)
  }

  /// Removes `locks`, unless a git is at work in one of `places`. The process that named them is
  /// dead, but a git that it started, or one of the user's, may not be.
  @discardableResult
  public static func remove(_ locks: [String], unlessBusyIn places: [String]) -> [String] {
    guard !isBusy(in: places) else { return [] }
    return locks.filter { Checkout.exists($0) && unlink($0) == 0 }
  }

  private static func isBusy(in places: [String]) -> Bool {
    ProcessTable.processes.contains { process in
      guard ProcessTable.entry(process)?.name == "git", !isCaller(process),
        let directory = ProcessTable.directory(of: process)
      else { return false }
      return places.contains { directory == $0 || directory.hasPrefix($0 + "/") }
    }
  }

  /// Removes the locks of a dead lane's worktree, once a git that the lane started has ended too.
  static func remove(of worktree: LaneWorktree) async throws {
    guard let location = try worktree.location() else { return }
    let locks = ["index.lock", "HEAD.lock"].map { "\(location.gitDirectory)/\($0)" }
    for _ in 0..<patienceTicks where locks.contains(where: Checkout.exists) {
      if !remove(locks, unlessBusyIn: [worktree.path]).isEmpty { return }
      try await Task.sleep(for: .milliseconds(patienceTickMilliseconds))
    }
  }

  /// Five seconds: a git that checks out a large tree; one that takes longer is told of.
  private static let patienceTicks = 250
  private static let patienceTickMilliseconds = 20

  /// Whether it is the `git` of a `git o8 …`, which only waits for it and locks nothing.
  private static func isCaller(_ process: Int32) -> Bool {
    var words = ProcessTable.arguments(of: process).dropFirst()
    while let word = words.popFirst() {
      if word == "-C" || word == "-c" {
        words = words.dropFirst()
      } else if !word.hasPrefix("-") {
        return word == "o8"
      }
    }
    return false
  }
}
