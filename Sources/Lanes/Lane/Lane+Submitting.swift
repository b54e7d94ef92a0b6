import Git
import Model
import Store
import Trust

extension Lane {
  /// What the packet's branch holds; nil where it is gone.
  func handedIn() throws -> ObjectID? {
    try packet.lane.flatMap { try governed.repository.target(of: $0) }
  }

  /// Where the branch is in another clone, what was handed in last is judged once more: it may
  /// have been the policy that was wrong.
  func submitOnceMore() async throws {
    guard try handedIn() == nil, let head = packet.head,
      try governed.repository.kind(of: head) == .commit
    else { return try await submit() }
    let name = packet.lane?.short ?? "its branch"
    spool.note("\(name) is not in this clone: what was handed in last is judged")
    try await submit(head)
  }

  func submit() async throws {
    guard let head = try handedIn() else {
      let name = packet.lane?.short ?? "the lane's branch"
      throw GitError(
        .notFound, "hand in", on: name,
        "the branch is not in this clone, and nothing was handed in from another")
    }
    try await submit(head)
  }

  private func submit(_ head: ObjectID) async throws {
    // Before the event that names it: what was handed in stays reachable.
    try await governed.store.addHead(head, for: packet.id)
    try await carryOut(.submit(head: head))
    spool.note("handed in \(head.short)")
  }
}
