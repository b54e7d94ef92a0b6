import Git
import Model
import Store

extension Reception {
  /// What is shared in chains: it only grows, and all that is new is what it must be.
  func chains() -> [Problem] {
    each(references) { reference in
      guard let shared = reference.shared, let new = reference.new else { return nil }
      let old = try repository.presentTarget(of: reference.name)
      guard old != new else { return nil }
      guard try repository.kind(of: new) == .commit else {
        return refusal(of: reference, "it is no commit")
      }
      let grows =
        switch shared {
        case .policy: try policyGrows(from: old, to: new)
        case .ledger: try ledgerGrows(from: old, to: new)
        case .brain: try grows(.brain, from: old, to: new) { _ in nil }
        case .packet(let packet):
          try takeIn(packet, new) && (try old.map { try store.reaches($0, from: new) } ?? true)
        case .heads: try store.holdsHeads(of: old, at: new)
        case .hints: try plainGrows(from: old, to: new)
        case .data: true
        }
      guard !grows else { return nil }
      return refusal(
        of: reference, "\(old?.short ?? "what is here"), which is here, is not behind it",
        hint: Self.remedy(for: shared))
    }
  }

  private static func remedy(for shared: SharedName) -> String {
    switch shared {
    case .policy: signAgain
    default: "git o8 sync joins it with what is here"
    }
  }

  private func grows(
    _ kind: ChainKind, from old: ObjectID?, to new: ObjectID, judge: (StoredEvent) -> String?
  ) throws -> Bool {
    let growth = try store.growth(
      kind, to: new,
      knownClock: { id in id == old ? try self.store.clock(kind, ofKnown: id) : nil },
      judge: judge)
    return old.map(growth.met.contains) ?? true
  }

  private func policyGrows(from old: ObjectID?, to new: ObjectID) throws -> Bool {
    try grows(.policy, from: old, to: new) { event in
      guard event.parents.count <= 1 else { return "policy is linear" }
      guard event.envelope.kind == .policy, event.envelope.packet == nil else {
        return "it is no policy event"
      }
      if case .unknown(let reason) = LedgerBody(event.envelope) { return reason }
      return nil
    }
  }

  private func ledgerGrows(from old: ObjectID?, to new: ObjectID) throws -> Bool {
    var archived: [(packet: ObjectID, tip: ObjectID, entry: ObjectID)] = []
    let growth = try store.growth(
      .ledger, to: new, knownClock: { self.held.record(of: $0)?.clock },
      judge: { event in
        if case .unknown(let reason) = LedgerBody(event.envelope) { return reason }
        guard let tip = event.tip else { return nil }
        guard let packet = event.envelope.packet else { return "it rests on no packet" }
        archived.append((packet, tip, event.id))
        return nil
      })
    for (packet, tip, entry) in archived {
      do { _ = try takeIn(packet, tip) } catch let flaw as ChainFlaw {
        throw ChainFlaw(entry, "of the packet that it closes, \(flaw)")
      }
    }
    return old.map(growth.met.contains) ?? true
  }

  /// Checks what a tip adds to a packet's chain. What is archived of it, or was checked before, is
  /// not read again.
  private func takeIn(_ packet: ObjectID, _ tip: ObjectID) throws -> Bool {
    var known = Set(held.records(ofPacket: packet).compactMap(\.tip))
    if let present = try repository.presentTarget(of: Layout.packet(packet)) {
      known.insert(present)
    }
    let taken = self.taken[packet] ?? [:]
    let growth = try store.growth(
      .packet, to: tip,
      knownClock: { id in
        if let clock = taken[id] { return clock }
        return known.contains(id) ? try self.store.clock(.packet, ofKnown: id) : nil
      },
      judge: { Self.flaw(of: $0, in: packet) })
    self.taken[packet, default: [:]].merge(growth.clocks) { _, new in new }
    return true
  }

  private static func flaw(of event: StoredEvent, in packet: ObjectID) -> String? {
    let envelope = event.envelope
    if case .unknown(let reason) = EventBody(envelope) { return reason }
    if envelope.parents.isEmpty {
      return event.id == packet && envelope.kind == .opened && envelope.packet == nil
        ? nil : "the chain does not begin with the packet"
    }
    return envelope.packet == packet ? nil : "it belongs to another packet"
  }

  /// What is no chain of events: only ever more of it, in pieces that everybody can read.
  private func plainGrows(from old: ObjectID?, to new: ObjectID) throws -> Bool {
    if let old, try !repository.isAncestor(old, of: new) { return false }
    let commits = try repository.commits(
      from: [new], excluding: [old].compactMap { $0 }, limit: Self.plainLimit)
    for id in commits { try checkSizes(of: id) }
    return true
  }

  /// Commits that one push may add to hints: one a minute for a month.
  private static let plainLimit = 50_000

  private func checkSizes(of id: ObjectID) throws {
    let commit = try repository.commit(id, limit: Limits.commitBytes)
    let entries = try repository.tree(commit.tree, limit: Limits.treeEntries * 128)
    guard entries.count <= Limits.treeEntries else { throw ChainFlaw(id, "the tree is too large") }
    for entry in entries {
      guard entry.mode == .file, let header = try repository.header(of: entry.id),
        header.kind == .blob
      else { throw ChainFlaw(id, "`\(entry.name)` is no plain file") }
      guard header.size <= Limits.blobBytes else {
        throw ChainFlaw(id, "`\(entry.name)` is too large")
      }
    }
  }
}
