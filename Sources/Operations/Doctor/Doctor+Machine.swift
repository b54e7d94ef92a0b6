import Git
import Lanes
import Model
import Store
import Trust

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Doctor {
  mutating func lookAtLocks() async throws {
    let all = StaleLocks.all(in: location)
    guard !all.isEmpty else { return add(.locks, .fine, "no git has left a lock") }
    let places =
      try location.linkedWorktrees().map(\.path)
      + [location.workTree, location.commonDirectory].compactMap { $0 }
    let left = try await StaleLocks.abandoned(all, unlessBusyIn: places).map(\.path)
    for path in left {
      let isOurs = StaleLocks.isOurs(path, in: location)
      add(
        .locks, .lacking, "a process that is gone left the lock \(path)",
        isOurs
          ? .run("git o8 reconcile")
          : .run("rm \(ShellWord.quoted(path))", "when no git is at work"))
    }
    let held = all.filter { !left.contains($0) && LockFile($0) != nil }
    if !held.isEmpty {
      add(.locks, .advice, "a git is at work just now: \(held.joined(separator: ", "))")
    } else if left.isEmpty {
      add(.locks, .fine, "no git has left a lock")
    }
  }

  /// What lanes left: packets that say that somebody works on them, and worktrees.
  mutating func lookAtLanes() throws {
    guard let governed else { return }
    let before = examination.findings.count
    let book = PacketBook(governed: governed)
    for place in LanePlace.all(leftIn: location.commonDirectory) where !place.isHeld {
      // One whose reference is damaged is named there.
      guard (try? repository.target(of: Layout.packet(place.packet))) != nil,
        let packet = try? book.packet(place.packet), place.isAbandoned(by: packet)
      else { continue }
      let actor = try governed.actor(environment: workspace.environment)
      if packet.state == .gating, let helper = GateHelp(actor, packet, governed.policy) {
        add(.lanes, .advice, "packet \(packet.id.short): \(helper.reason)", .words(helper.hint))
      } else {
        add(
          .lanes, .advice, "the lane of packet \(packet.id.short) died",
          .run("git o8 reconcile \(packet.id.short)"))
      }
    }
    let worktrees = try location.linkedWorktrees()
    for worktree in worktrees where !worktree.isThere {
      guard let reason = worktree.locked, reason.hasPrefix(LaneWorktree.lockReason) else {
        continue
      }
      add(.lanes, .advice, "the worktree \(worktree.path) has vanished", .run("git o8 reconcile"))
    }
    let root = try workspace.worktreeRoot(governed)
    let known = Set(worktrees.map(\.path))
    for path in root.leftovers where !known.contains(path) {
      add(.lanes, .advice, "\(path) is left of a worktree", .run("git o8 reconcile"))
    }
    if examination.findings.count == before {
      let count = worktrees.count { $0.locked?.hasPrefix(LaneWorktree.lockReason) ?? false }
      add(.lanes, .fine, "\(counted(count, "worktree")), in \(root.path)")
    }
  }

  /// Less leaves no room for a checkout and its build.
  private static let scarceBytes: UInt64 = 1 << 30
  /// Less leaves no room for a few commits.
  private static let fullBytes: UInt64 = 64 << 20

  mutating func lookAtDisk() {
    var places = [(location.commonDirectory, "the repository")]
    if let governed, let root = try? workspace.worktreeRoot(governed).path {
      places.append((root, "worktrees"))
    }
    for (path, purpose) in places {
      guard let free = Self.freeBytes(at: path) else { continue }
      let text = "\(free >> 20) MiB free for \(purpose) in \(path)"
      let weight: Examination.Weight =
        free < Self.fullBytes ? .lacking : free < Self.scarceBytes ? .advice : .fine
      add(
        .disk, weight, text,
        weight == .fine
          ? nil : .words("make room, or put worktrees elsewhere: git config o8.worktreeRoot DIR"))
    }
  }

  /// What a user may still write where `path` is, or the nearest directory above it that is there.
  private static func freeBytes(at path: String) -> UInt64? {
    var place = path
    var status = statvfs()
    while statvfs(place, &status) != 0 {
      guard errno == ENOENT, let slash = place.lastIndex(of: "/"), slash > place.startIndex else {
        return nil
      }
      place = String(place[..<slash])
    }
    return UInt64(status.f_bavail) * UInt64(status.f_frsize)
  }
}
