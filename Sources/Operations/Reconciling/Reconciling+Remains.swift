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

extension Reconciling {
  /// Puts back packets that workers took away whose lanes died before they could do so. What else
  /// is missing, the packet's recovery puts back and records.
  mutating func restoreReferences(_ places: [LanePlace]) throws {
    for place in places {
      guard let references = KeptReferences(leftIn: place, in: governed),
        (try? governed.storyOfPacket(place.packet)) == nil
      else { continue }
      guard let lock = try FileLock.take(place.lock) else { continue }
      defer { lock.release() }
      done.remarks += try references.restore()
      references.forget()
    }
  }

  /// Worktrees that vanished, and those of packets whose references are gone already.
  mutating func reconcileWorktrees() async throws {
    for path in try await GateBench.sweep(
      governed.location, below: try workspace.worktreeRoot(governed).path)
    {
      done.remarks.append("removed \(path), where gates ran whose lane had died")
    }
    let start = LaneWorktree.lockReason
    for worktree in try await governed.location.worktrees().dropFirst() {
      guard let reason = worktree.locked, reason.hasPrefix(start) else { continue }
      let digits = String(reason.dropFirst(start.count))
      guard only.map({ $0.hex.hasPrefix(digits) }) ?? true else { continue }
      if access(worktree.path, F_OK) != 0, errno == ENOENT {
        try await forget(worktree, of: digits)
      } else {
        try await removeIfClosed(digits)
      }
    }
  }

  private mutating func forget(_ worktree: Worktree, of digits: String) async throws {
    try await governed.location.removeWorktree(at: worktree.path, .always)
    done.add(
      .worktreeForgotten, nil,
      "the worktree of packet \(digits) at \(worktree.path) is gone; its branch and snapshots are "
        + "there, and its next attempt makes it again")
  }

  private mutating func removeIfClosed(_ digits: String) async throws {
    // More than one would be a coincidence that a person may sort out.
    let known = try governed.store.ledgerIndex().packets(startingWith: digits, limit: 2)
    guard known.count == 1, let id = known.first,
      try repository.target(of: Layout.packet(id)) == nil,
      let packet = try judge.packet(id), packet.closing?.isFinal ?? false
    else { return }
    var report = ClosingReport(packet: id, state: packet.state)
    try await PacketClosing(workspace: workspace, governed: governed)
      .clear(packet, landed: packet.landedCommit, stamp: stamp, &report)
    done.keep(report.kept)
    guard let path = report.removedWorktree else { return }
    done.add(.cleared, id, "packet \(id.short) is \(packet.state.rawValue): removed \(path)")
  }

  /// Notes are for people and may be thrown away: what lacks one gets it from the ledger.
  mutating func rebuildNotes() async throws {
    guard let notes = try missingNotes() else { return }
    do {
      let aside = try await governed.store.annotate(
        notes.mapValues(\.text), at: workspace.now())
      if let aside { done.remarks.append(LandingNote.remark(keptIn: aside)) }
    } catch {
      done.fail("the notes were not written: \(Problem(error).message)")
      return
    }
    for (commit, note) in notes.sorted(by: { $0.key < $1.key }) {
      done.add(
        .noteWritten, note.packet.id,
        "\(commit.short) got its note of packet "
          + "\(note.packet.id.short)")
    }
  }

  /// How many of the newest entries are looked at: notes further back were either there or are
  /// missed by nobody.
  private static let noteLimit = 1000

  private func missingNotes() throws -> [ObjectID: LandingNote]? {
    var missing: [ObjectID: LandingNote] = [:]
    for entry in try governed.store.newestEntries(Self.noteLimit) {
      guard case .landed(let landed) = LedgerBody(entry.envelope),
        let id = entry.envelope.packet, only.map({ $0 == id }) ?? true, let tip = entry.tip,
        try governed.store.note(on: landed.commit) == nil,
        try judge.status(of: landed, packet: id, tip: tip) == .confirmed,
        let packet = try judge.packet(id)
      else { continue }
      missing[landed.commit] = LandingNote(packet: packet, landed: landed, entry: entry.id)
    }
    return missing.isEmpty ? nil : missing
  }
}
