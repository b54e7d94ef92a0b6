import Git
import Model
import Trust

extension Judge {
  /// What gives a packet another head, which builds on its branch as it is now and on nothing that
  /// the branch does not have, and has that judged; in this order.
  ///
  /// Where its own branch is in another clone only, its worker is to see to it.
  func commandsRebasing(_ packet: Packet) throws -> [String] {
    guard let head = packet.presented?.head ?? packet.head,
      let prev = try ground(of: packet.branch)
    else { return [] }
    let (id, branch) = (packet.id.short, packet.branch.short)
    let onto =
      try landRemote() == nil ? branch : upstream(of: packet.branch)?.short ?? branch
    let lost = try newestLost(behind: head, on: packet.branch, at: prev)
    let target = ShellWord.quoted(onto)
    let rebase = lost.map { "rebase --onto \(target) \($0.short)" } ?? "rebase \(target)"
    guard let lane = packet.lane else { return [] }
    var commands: [String] = []
    if try repository.target(of: lane) == nil {
      guard packet.isAdopted, try canRead(head) else {
        let text = ShellWord.quoted("build it on \(onto) as it is now")
        return ["git o8 verdict \(id) revise -m \(text)"]
      }
      commands.append("git branch \(ShellWord.quoted(lane.short)) \(head.short)")
    }
    return commands + place(of: lane).commands(rebasing: lane, by: rebase) + ["git o8 gate \(id)"]
  }
}

extension Reason {
  /// Whether only another head takes it away.
  var asksForRebase: Bool {
    switch self {
    case .formNotAccepted, .broughtRewound, .broughtLanded: true
    default: false
    }
  }
}
