public import Git
public import Model
import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

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
    let references = [branch, Layout.ledger].map { "\(common)/\($0).lock" }
    return references + heads + checkouts.map(\.lock)
  }

  /// Removes `locks`, unless a git is at work in one of `places`. The process that named them is
  /// dead, but a git that it started, or one of the user's, may not be. What another process holds
  /// for a moment stays too.
  @discardableResult
  public static func remove(
    _ locks: [String], unlessBusyIn places: [String]
  ) async throws -> [String] {
    let left = try await standing(among: locks)
    guard !left.isEmpty, !isBusy(in: places) else { return [] }
    return left.filter { LockFile($0.path) == $0 && unlink($0.path) == 0 }.map(\.path)
  }

  /// Removes what a killed process left of `locks`: those that stay the same for seconds, that no
  /// process has open, while no git is at work in `places`.
  public static func removeAbandoned(
    _ locks: [String], unlessBusyIn places: [String]
  ) async throws -> [String] {
    try await abandoned(locks, unlessBusyIn: places).filter { lock in
      LockFile(lock.path) == lock && unlink(lock.path) == 0
    }.map(\.path)
  }

  /// Those of `locks` that it would remove.
  public static func abandoned(
    _ locks: [String], unlessBusyIn places: [String]
  ) async throws -> [LockFile] {
    var left = try await standing(among: locks)
    for _ in 0..<abandonedLooks where !left.isEmpty {
      left = try await standing(among: left.map(\.path)).filter(left.contains)
    }
    guard !left.isEmpty, !isBusy(in: places) else { return [] }
    return left.filter { !isOpen($0.path) }
  }

  /// Every lock of git's that stands in a repository: on references, its own files, and those of
  /// its worktrees.
  public static func all(in repository: RepositoryLocation) -> [String] {
    let common = repository.commonDirectory
    let directories =
      [common, repository.gitDirectory]
      + Folder.names(in: "\(common)/worktrees").map { "\(common)/worktrees/\($0)" }
    let names = ["index", "HEAD", "config", "config.worktree", "packed-refs", "shallow"]
    let fixed = Set(directories).flatMap { directory in
      names.map { "\(directory)/\($0).lock" }
    }.filter { LockFile($0) != nil }
    let below = (try? FileManager.default.subpathsOfDirectory(atPath: "\(common)/refs")) ?? []
    return fixed.sorted()
      + below.filter { $0.hasSuffix(".lock") }.sorted().map { "\(common)/refs/\($0)" }
  }

  /// Whether it stands on what this program writes itself, so that `reconcile` may remove it.
  public static func isOurs(_ lock: String, in repository: RepositoryLocation) -> Bool {
    [
      "refs/o8/", "refs/o8-local/", "refs/o8-data/", "refs/heads/o8/", "refs/notes/o8",
      "packed-refs",
    ].contains { lock.hasPrefix("\(repository.commonDirectory)/\($0)") }
  }

  /// With the looks of `standing`, a good second: a thousand times as long as such a lock is held.
  private static let abandonedLooks = 4

  private static func isOpen(_ path: String) -> Bool {
    ProcessTable.processes.contains { process in
      let folder = "/proc/\(process)/fd"
      let open = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return open.contains {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")) == path
      }
    }
  }

  private static func isBusy(in places: [String]) -> Bool {
    ProcessTable.processes.contains { process in
      guard ProcessTable.entry(process)?.name == "git", !isCaller(process),
        let directory = ProcessTable.directory(of: process)
      else { return false }
      return places.contains { directory == $0 || directory.hasPrefix($0 + "/") }
    }
  }

  /// Those that are the same for longer than anybody holds one to move a reference.
  public static func standing(among locks: [String]) async throws -> [LockFile] {
    var left = Set(locks.compactMap { LockFile($0) })
    for _ in 0..<looks where !left.isEmpty {
      try await Task.sleep(nanoseconds: pause)
      left = left.filter { LockFile($0.path) == $0 }
    }
    return left.sorted { $0.path < $1.path }
  }

  /// Writers hold a lock for less than a millisecond; a busy disk may take a hundred times that.
  private static let looks = 4
  private static let pause: UInt64 = 60_000_000

  /// All locks that could keep this program from moving references: on what it keeps itself, on
  /// `branches`, and on all packed ones.
  public static func blocking(
    _ branches: [ReferenceName], in repository: RepositoryLocation
  ) -> [String] {
    let common = repository.commonDirectory
    let single =
      branches.map { "\(common)/\($0).lock" }
      + ["\(common)/\(Layout.notes).lock", "\(common)/packed-refs.lock"]
    let folders = ["refs/o8", "refs/o8-local", "refs/o8-data", "refs/heads/o8"]
    return folders.reduce(into: single) { paths, folder in
      let found = try? FileManager.default.subpathsOfDirectory(atPath: "\(common)/\(folder)")
      paths += (found ?? []).filter { $0.hasSuffix(".lock") }.map { "\(common)/\(folder)/\($0)" }
    }
  }

  /// Removes the locks of a dead lane's worktree, once a git that the lane started has ended too.
  static func remove(of worktree: LaneWorktree) async throws {
    guard let location = try worktree.location() else { return }
    let locks = ["index.lock", "HEAD.lock"].map { "\(location.gitDirectory)/\($0)" }
    for _ in 0..<patienceTicks where locks.contains(where: Checkout.exists) {
      if try await !remove(locks, unlessBusyIn: [worktree.path]).isEmpty { return }
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
