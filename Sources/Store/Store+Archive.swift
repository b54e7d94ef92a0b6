import Git
public import Model

extension Store {
  /// Keeps commits reachable in this clone that nothing else will: under the month's archive.
  ///
  /// One commit a packet, each on the one before, so that a month goes with one reference.
  public func archive(
    _ commits: [ObjectID], of packet: ObjectID, titled title: String, at closed: Instant
  ) async throws {
    guard !commits.isEmpty else { return }
    let name = Layout.archive(closed)
    _ = try repository.writeTree([])
    let line = Signature(name: "o8", email: "o8", seconds: closed.seconds).line
    let subject = SafeText.singleLine(title, limit: Limits.subjectBytes)
    for attempt in 0..<Limits.appendAttempts {
      let previous = try repository.target(of: name)
      var text = "tree \(ObjectID.emptyTree)\n"
      for parent in [previous].compactMap({ $0 }) + commits { text += "parent \(parent)\n" }
      text += "author \(line)\ncommitter \(line)\n\narchive: \(subject)\n\nO8-Packet: \(packet)\n"
      let commit = try repository.writeCommit(Array(text.utf8))
      if try step(name, from: previous, to: commit) { return }
      try await pause(after: attempt)
    }
    throw contention(name)
  }
}
