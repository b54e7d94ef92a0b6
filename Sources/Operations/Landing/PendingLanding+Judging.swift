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
    return PendingLanding(
      of: packet.id, as: commit, on: branch, upstream: try upstream?.short ?? nameThere(of: branch),
      isHere: isHere,
      command: isHere
        ? Upstream.command(bringing: branch, to: upstream)
        : try commandCompleting(packet))
  }
}

extension Judge {
  /// What a branch that follows none is called at a remote that has one of its name.
  private func nameThere(of branch: ReferenceName) throws -> String? {
    guard let value = try remoteValues(of: branch).first,
      let remote = try remotes(holding: value, on: branch).first
    else { return nil }
    return "\(remote)/\(branch.short)"
  }

  private func commandCompleting(_ packet: Packet) throws -> String {
    let all = "git o8 reconcile"
    let command = try pendingClaim(of: packet).flatMap(commandMaking) ?? all
    return command == all ? "\(all) \(packet.id.short)" : command
  }
}

extension Upstream {
  /// What makes a landing on `branch` final, by bringing it there.
  static func command(bringing branch: ReferenceName, to upstream: Upstream?) -> String {
    guard let upstream else { return "git o8 sync" }
    let remote = ShellWord.quoted(upstream.remote)
    // `sync` brings a branch only to one of its own name.
    guard branch != upstream.branch else { return "git o8 sync \(remote)" }
    return "git push \(remote) \(ShellWord.quoted("\(branch.short):\(upstream.branch.short)"))"
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
