import Git
import Lanes
import Model
import Store
import Trust

extension LandingRun {
  /// Moves the remote's branch together with the claim and what proves it. The claim is written and
  /// no reference here leads to it yet: one that the remote refuses was never made.
  mutating func push() async throws {
    guard var meeting else { return }
    let entry: ObjectID
    if let known = report.entry { entry = known } else { entry = try await preparedClaim() }
    let ledger = report.entry == nil ? entry : try governed.repository.target(of: Layout.ledger)
    try await meeting.push(
      ReferenceMove(landed.branch, from: landed.prev, to: landed.commit),
      provedBy: ledger ?? entry, closing: packet.id,
      for: "land packet \(packet.id.short) on \(landed.branch.short)")
    report.entry = entry
  }

  private func preparedClaim() async throws -> ObjectID {
    let tip = try governed.repository.target(of: Layout.ledger)
    return try await governed.store.prepare(draft, .ledger, after: tip, signing: stamp.signing).id
  }

  /// Brings the branch here to where the remote's is. It has landed, whatever stays behind.
  mutating func follow() async {
    do throws(GitError) {
      guard let present = try governed.repository.target(of: landed.branch) else {
        isLeftBehind = true
        return
      }
      guard !Judge(governed).isEarlier(landed.commit, than: present) else { return }
      guard present == before else { return leaveBehind("it is at \(present.short) by now") }
      try await governed.location.update(
        [ReferenceMove(landed.branch, from: before, to: landed.commit)],
        reason: "o8: packet \(packet.id.short) landed")
    } catch { leaveBehind(error.detail) }
  }

  private mutating func leaveBehind(_ why: String) {
    isLeftBehind = true
    let branch = landed.branch
    let other = "\(intent.remote ?? "")/\(branch.short)"
    let way = Judge(governed).place(of: branch)
      .command(taking: branch, to: ShellWord.quoted(other))
    report.remarks.append(
      "\(branch.short) here did not follow: \(why); \(way) brings it along")
  }
}
