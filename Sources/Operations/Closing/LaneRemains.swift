import Git
import Lanes
import Model
import Store
import Trust

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What is left of a closed packet's lane: its worktree and its branch.
struct LaneRemains {
  let workspace: Workspace
  let governed: GovernedRepository
  let packet: Packet
  let lane: ReferenceName

  /// Removes the worktree after a snapshot. False, with the reason in the report, where it stays.
  func removeWorktree(at instant: Instant, _ report: inout ClosingReport) async throws -> Bool {
    let location = governed.location
    guard !workspace.place(of: packet.id).isHeld else {
      report.kept.append("\(lane.short): its lane is still at work")
      return false
    }
    // git has a folder for each; where there is none, it need not be asked.
    guard access(location.commonDirectory + "/worktrees", F_OK) == 0 else { return true }
    let worktrees = try await location.worktrees()
    guard let found = worktrees.dropFirst().first(where: isLane) else { return true }
    guard found.path != workspace.location.workTree else {
      report.kept.append("\(found.path): this command runs in it; git o8 reconcile removes it")
      return false
    }
    let worktree = LaneWorktree(
      packet: packet.id, branch: lane, path: found.path, repository: location)
    do {
      let snapshot = try await worktree.remove(
        caches: governed.policy.caches, because: "packet \(packet.state.rawValue)", at: instant)
      report.removedWorktree = found.path
      report.snapshot = snapshot?.commit
      return true
    } catch let error as LaneRemovalRefusal {
      let lost = error.wouldLose.keys.sorted().map { SafeText.escaped($0) }
        .joined(separator: ", ")
      report.kept.append(
        "\(found.path): no snapshot can hold \(lost); without it: "
          + "git worktree remove -f -f \(ShellWord.quoted(found.path))")
      return false
    } catch {
      let why = "\(found.path): \(Problem(error).message)"
      let isKnown = try await location.worktrees().contains { $0.path == found.path }
      // Git forgets a worktree even where it could not delete all of its files.
      report.kept.append(
        isKnown
          ? "\(why); git o8 reconcile removes it"
          : "\(why); a snapshot holds its files, so delete by hand what is left")
      return !isKnown
    }
  }

  /// Deletes the lane's branch when everything on it is kept elsewhere.
  func removeBranch(
    landed commit: ObjectID?, at instant: Instant, _ report: inout ClosingReport
  ) async throws {
    let (repository, location) = (governed.repository, governed.location)
    guard let tip = try repository.target(of: lane) else { return }
    if let other = try await location.worktrees().first(where: { $0.branch == lane }) {
      report.kept.append("\(lane.short): it is checked out in \(other.path)")
      return
    }
    if let commit, try !repository.isAncestor(tip, of: commit),
      try !governed.store.heads(of: packet.id).contains(tip)
    {
      report.kept.append("\(lane.short): \(tip.short) on it has not landed")
      return
    }
    if commit == nil {
      try await governed.store.archive(
        [tip], of: packet.id, titled: packet.title, at: instant)
    }
    do throws(GitError) {
      try await location.update(
        [ReferenceMove(lane, from: tip, to: nil)],
        reason: "o8: packet \(packet.id.short) \(packet.state.rawValue)")
    } catch {
      // The packet is closed all the same; a branch too many harms nobody.
      report.kept.append("\(lane.short): \(error.detail)")
    }
  }

  private func isLane(_ worktree: Worktree) -> Bool {
    worktree.branch == lane || worktree.locked == LaneWorktree.lockReason(of: packet.id)
  }
}
