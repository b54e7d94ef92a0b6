import Git
import Model
import Trust

extension Judge {
  /// The landing of a packet that its branch, or the upstream's, has yet to show; nil where there
  /// is none.
  func pendingLanding(of packet: Packet) throws -> PendingLanding? {
    guard case .landed(let commit, .pending)? = packet.closing?.claim else { return nil }
    let branch = packet.branch
    let present = try repository.target(of: branch)
    let isHere = present.map { isEarlier(commit, than: $0) } ?? false
    let upstream = try upstream(of: branch)
    let push = upstream.map { "git push \(ShellWord.quoted($0.remote)) \($0.refspec(for: branch))" }
    return PendingLanding(
      of: packet.id, as: commit, on: branch, upstream: upstream?.short, isHere: isHere,
      command: isHere ? push ?? "git push" : "git o8 reconcile \(packet.id.short)")
  }
}

extension Upstream {
  /// What `git push` is told to bring `branch` there.
  func refspec(for branch: ReferenceName) -> String {
    let words = branch == self.branch ? branch.short : "\(branch.short):\(self.branch.short)"
    return ShellWord.quoted(words)
  }
}

extension PendingLanding {
  /// That nothing can be decided about the packet any more.
  func refusal(_ kind: Problem.Kind, to what: String) -> Problem {
    Problem(
      kind, "cannot \(what): packet \(packet.short) has \(sentence)",
      hint: "\(command) makes it final; what has landed is taken back by landing a revert")
  }
}
