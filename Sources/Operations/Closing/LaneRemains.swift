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
    let worktree = try await LaneWorktree.of(
      packet, on: lane, in: location, root: workspace.worktreeRoot(governed))
    let path = worktree.path
    // Somebody may have a worktree of their own on the lane's branch.
    guard worktree.isThereInPart, worktree.isOfALane else { return true }
    guard path != workspace.location.workTree else {
      report.kept.append("\(path): this command runs in it; git o8 reconcile removes it")
      return false
    }
    do {
      let snapshot = try await worktree.remove(
        caches: governed.policy.caches, because: "packet \(packet.state.rawValue)", at: instant)
      report.removedWorktree = path
      report.snapshot = snapshot?.commit
      return true
    } catch let error as LaneRemovalRefusal {
      report.kept.append(
        "\(path): no snapshot can hold \(error.losses.joined(separator: ", ")); without it: "
          + "git worktree remove -f -f \(ShellWord.quoted(path))")
      return false
    } catch {
      let why = "\(path): \(Problem(error).message)"
      let isKnown = try await location.worktrees().contains { $0.path == path }
      // It was renamed before its files were deleted.
      report.kept.append(
        isKnown
          ? "\(why); git o8 reconcile removes it"
          : "\(why); a snapshot holds its files, and git o8 reconcile deletes what is left")
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
}
