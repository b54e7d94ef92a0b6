public import Git
public import Model

/// What a packet's story holds for the worker of the next attempt.
public struct LaneStory {
  let packet: Packet
  let repository: Repository

  public init(of packet: Packet, in repository: Repository) {
    self.packet = packet
    self.repository = repository
  }

  /// What was asked for, as it was edited last; empty where the title says it all.
  ///
  /// - Parameter event: the prompt as it was before this; nil for as it is now.
  public func prompt(before event: ObjectID? = nil) throws(GitError) -> String {
    for id in promptEvents(before: event) {
      if let text = try attachment(Self.promptFile, of: id) { return text }
    }
    return ""
  }

  /// The event that holds what was asked for.
  func promptEvent() throws(GitError) -> ObjectID {
    for id in promptEvents() where try entry(Self.promptFile, of: id) != nil { return id }
    return packet.id
  }

  private static let promptFile = "prompt.md"

  /// Those that may hold a prompt, the latest first.
  private func promptEvents(before event: ObjectID? = nil) -> [ObjectID] {
    packet.log.prefix { $0.id != event }.reversed()
      .filter { $0.ignored == nil && ($0.kind == .opened || $0.kind == .edited) }.map(\.id)
  }

  /// Why the last head was sent back, where that was after the last attempt began.
  func report() throws(GitError) -> String? {
    for line in sinceLastAttempt where line.kind == .returned {
      return try attachment("report.md", of: line.id)
    }
    return nil
  }

  /// What is kept of the gates and rules that said no to what was handed in last; nil where they
  /// did not, or all was green since.
  public static func reportOfRedHead(
    of packet: Packet, in repository: Repository
  ) throws(GitError) -> String? {
    for line in packet.log.reversed() where line.ignored == nil {
      switch line.kind {
      case .presented: return nil
      case .returned, .failed:
        let story = LaneStory(of: packet, in: repository)
        if let text = try story.attachment("report.md", of: line.id) { return text }
      default: continue
      }
    }
    return nil
  }

  /// The verdict that asked for changes after the last attempt began.
  func revision() -> JudgedVerdict? {
    let events = Set(sinceLastAttempt.map(\.id))
    return packet.verdicts.last { $0.verdict.decision == .revise && events.contains($0.id) }
  }

  /// The latest first.
  private var sinceLastAttempt: [LogLine] {
    packet.log.reversed().prefix { $0.kind != .started || $0.ignored != nil }
      .filter { $0.ignored == nil }
  }

  private func attachment(_ name: String, of event: ObjectID) throws(GitError) -> String? {
    guard let entry = try entry(name, of: event) else { return nil }
    return String(decoding: try repository.blob(entry.id, limit: Limits.blobBytes), as: UTF8.self)
  }

  private func entry(_ name: String, of event: ObjectID) throws(GitError) -> TreeEntry? {
    try repository.entry(
      at: name, in: repository.commit(event, limit: Limits.commitBytes).tree)
  }
}
