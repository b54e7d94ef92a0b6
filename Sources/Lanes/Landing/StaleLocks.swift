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
    let isBusy = ProcessTable.processes.contains { process in
      guard ProcessTable.entry(process)?.name == "git", !isCaller(process),
        let directory = ProcessTable.directory(of: process)
      else { return false }
      return places.contains { directory == $0 || directory.hasPrefix($0 + "/") }
    }
    guard !isBusy else { return [] }
    return locks.filter { Checkout.exists($0) && unlink($0) == 0 }
  }

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
