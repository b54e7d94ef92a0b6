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
    let known = try await governed.location.worktrees().dropFirst()
    for worktree in known {
      guard let reason = worktree.locked, reason.hasPrefix(start) else { continue }
      let digits = String(reason.dropFirst(start.count))
      guard only.map({ $0.hex.hasPrefix(digits) }) ?? true else { continue }
      await trying("the worktree \(worktree.path)") { reconciling in
        if access(worktree.path, F_OK) != 0, errno == ENOENT {
          try await reconciling.forget(worktree, of: digits)
        } else {
          try await reconciling.removeIfClosed(digits)
        }
      }
    }
    try await removeLeftovers(besides: Set(known.map(\.path)))
  }

  /// Does something whose failure is no reason to leave the rest as it is.
  private mutating func trying(
    _ what: String, _ body: (inout Reconciling) async throws -> Void
  ) async {
    do {
      try await body(&self)
    } catch {
      done.problems.append("\(what): \(Problem(error).message)")
    }
  }

  /// Directories that git knows nothing of: what a removal did not come to the end of, and
  /// worktrees of closed packets that git was made to forget.
  private mutating func removeLeftovers(besides known: Set<String>) async throws {
    let root = try workspace.worktreeRoot(governed)
    let removals = LaneWorktree.finishRemovals(below: root.path)
    for path in removals.done {
      done.add(.cleared, nil, "deleted what was left of a worktree: \(path)")
    }
    done.problems += removals.failed
    for (path, digits) in root.directories where !known.contains(path) {
      guard only.map({ $0.hex.hasPrefix(digits) }) ?? true else { continue }
      await trying("the directory \(path)") { try await $0.removeIfClosed(digits) }
    }
  }

  private mutating func forget(_ worktree: Worktree, of digits: String) async throws {
    // Commits that only the worktree knew of would go with it.
    if let packet = try packet(startingWith: digits), let lane = packet.lane {
      _ = try await LaneWorktree(
        packet: packet.id, branch: lane, path: worktree.path, repository: governed.location
      ).takeSnapshot(because: "its files are gone", at: workspace.now())
    }
    try await governed.location.removeWorktree(at: worktree.path, .always)
    done.add(
      .worktreeForgotten, nil,
      "the worktree of packet \(digits) at \(worktree.path) is gone; its branch and snapshots are "
        + "there, and its next attempt makes it again")
  }

  private func packet(startingWith digits: String) throws -> Packet? {
    for reference in try repository.references(under: Layout.packets + digits) {
      if let id = Layout.packet(of: reference.name) { return try judge.packet(id) }
    }
    return nil
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
      done.problems.append("the notes were not written: \(Problem(error).message)")
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
        // What cannot be read for want of objects gets no note.
        (try? judge.status(of: landed, packet: id, tip: tip)) == .confirmed,
        let packet = try judge.packet(id)
      else { continue }
      missing[landed.commit] = LandingNote(packet: packet, landed: landed, entry: entry.id)
    }
    return missing.isEmpty ? nil : missing
  }
}
