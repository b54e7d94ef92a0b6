import Git
import Model
import Store
import Trust

extension Reception {
  /// What is shared goes only when nothing is lost by it.
  func deletions() throws -> [Problem] {
    let gone = references.filter { $0.new == nil && $0.shared != nil }
    guard !gone.isEmpty else { return [] }
    let judge = try judging.get()
    return each(gone) { reference in
      guard let shared = reference.shared,
        let old = try repository.presentTarget(of: reference.name)
      else { return nil }
      switch shared {
      case .policy, .ledger, .brain, .hints:
        return refusal(of: reference, Self.onlyGrows)
      case .packet(let packet):
        guard try isArchived(packet, old) else {
          return refusal(
            of: reference, "the ledger does not hold \(old.short)",
            hint: "git o8 sync archives what it lacks, then deletes")
        }
        return try problem(with: reference, packet, judge)
      case .heads(let packet):
        guard try repository.target(of: Layout.packet(packet)) == nil else {
          return refusal(of: reference, "packet \(packet.short) is still there")
        }
        return try problem(with: reference, packet, judge)
      case .data: return nil
      }
    }
  }

  private func problem(
    with reference: PushedReference, _ packet: ObjectID, _ judge: Judge
  ) throws -> Problem? {
    guard try judge.closing(of: packet)?.isFinal != true else { return nil }
    return refusal(
      of: reference, "the ledger does not say that packet \(packet.short) is closed for good",
      hint: "push the ledger, and the branch that it landed on, along")
  }

  /// Whether the ledger, as it would be, has all of a packet's chain up to `tip`.
  private func isArchived(_ packet: ObjectID, _ tip: ObjectID) throws -> Bool {
    let archived = try store.ledgerIndex().records(ofPacket: packet).compactMap(\.tip)
    if archived.contains(tip) { return true }
    return try archived.contains { try store.reaches(tip, from: $0) }
  }
}
