import Lanes
public import Model
import Runtimes

/// The last that a worker at work was heard of.
public struct Latest: Hashable, Sendable {
  public let at: Instant?
  /// On one line.
  public let text: String
}

extension Workspace {
  /// So many lines back something is found that says more than that a program is there.
  private static let latestLines = 40
  fileprivate static let latestCharacters = 160

  /// Nil where its lane is not here, or it has said nothing yet.
  func latest(of packet: Packet) throws -> Latest? {
    guard let attempt = packet.liveAttempt else { return nil }
    let spool = place(of: packet.id).spool
    var reader = SpoolReader(spool, after: max(0, spool.lastSeq - Self.latestLines))
    var reading = LogReading(
      try runtimes, startingWith: attempt.runtime, on: packet.work.surface)
    var latest: Latest?
    while let entry = try reader.next() {
      for said in reading.entries(of: entry) { latest = Latest(said) ?? latest }
    }
    return latest
  }
}

extension Latest {
  /// Nil for what tells of no work.
  fileprivate init?(_ entry: LogEntry) {
    let words: String
    switch entry {
    case .line(let line):
      words = line.text
      at = line.at
    case .event(let event):
      guard !["usage", "start"].contains(event.kind), event.subject != "user" else { return nil }
      let kind = event.kind == "message" ? event.subject : event.kind
      words = [kind, event.text].compactMap { $0 }.joined(separator: ": ")
      at = event.at
    }
    text = SafeText.singleLine(words, limit: Workspace.latestCharacters)
    guard !text.isEmpty else { return nil }
  }
}
