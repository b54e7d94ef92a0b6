import Git
public import Model
import Store

/// A step of a branch by which an open packet landed, and which the ledger does not name yet.
public struct UnclaimedLanding: Hashable, Sendable {
  public let packet: ObjectID
  public let title: String
  /// The packet's tip, behind which the evidence is.
  public let tip: ObjectID
  public let prev: ObjectID
  public let commit: ObjectID
  public let admitted: Admitted
}

extension Judge {
  /// The landings of open packets between two values of a branch that nobody has claimed: what
  /// was merged by hand.
  public func landings(
    on branch: ReferenceName, from old: ObjectID, to new: ObjectID
  ) throws -> [UnclaimedLanding] {
    let ruling = try ruling(on: branch, from: old, to: new, present: old, now: nil)
    guard case .admitted(let steps) = ruling else { return [] }
    return try steps.compactMap { step in
      guard case .admitted(let admitted) = step.ruling,
        try !ledger().claims(on: step.stretch.commit).contains(where: isSatisfied),
        let tip = try repository.target(of: Layout.packet(admitted.packet)),
        let packet = try packet(admitted.packet), packet.closing?.isFinal != true
      else { return nil }
      return UnclaimedLanding(
        packet: packet.id, title: packet.title, tip: tip, prev: step.stretch.prev,
        commit: step.stretch.commit, admitted: admitted)
    }
  }
}
