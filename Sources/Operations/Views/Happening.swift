import Git
public import Model
import Store
import Trust

/// Something that was said of a packet, or decided.
public struct Happening: Hashable, Sendable {
  public enum Source: String, Hashable, Sendable {
    case packet, ledger
  }

  public let source: Source
  /// The event's commit, or the entry's.
  public let id: ObjectID
  public let packet: ObjectID?
  public let title: String?
  public let kind: EventKind
  public let by: PrincipalName
  public let at: Instant
  public let summary: String
  /// Why it counts for nothing; nil where it counts.
  public let ignored: String?
}

extension Workspace {
  /// The events of open packets and the entries of the ledger since an instant, the oldest first;
  /// of one packet where it is named.
  public func happenings(
    since instant: Instant, to name: String? = nil
  ) async throws -> [Happening] {
    let governed = try governed()
    var only: ObjectID?
    if let name { only = try await packet(named: name, in: governed, among: .everyPacket) }
    let found =
      try Happenings(governed: governed, since: instant).ofPackets(only)
      + Happenings(governed: governed, since: instant).ofLedger(only)
    return found.sorted { ($0.at, $0.clock, $0.event.id) < ($1.at, $1.clock, $1.event.id) }
      .map(\.event)
  }
}

/// Reads what happened. Times are what the writers say.
private struct Happenings {
  struct Found {
    let event: Happening
    let clock: Int64
    var at: Instant { event.at }
  }

  let governed: GovernedRepository
  let since: Instant

  /// Entries that are read first; where all of them are new, four times as many follow.
  private static let firstEntries = 64

  func ofPackets(_ only: ObjectID?) throws -> [Found] {
    let book = PacketBook(governed: governed)
    let repository = governed.repository
    return try repository.references(under: Layout.packets).flatMap { reference -> [Found] in
      guard let id = Layout.packet(of: reference.name), only == nil || only == id,
        // No commit of a chain is dated before an event that it follows.
        let tip = try? repository.commit(reference.target), tip.committer.seconds >= since.seconds,
        let packet = try book.packet(id)
      else { return [] }
      return packet.log.filter { $0.at >= since }.map { line in
        Found(
          event: Happening(
            source: .packet, id: line.id, packet: id, title: packet.title, kind: line.kind,
            by: line.principal, at: line.at, summary: line.summary, ignored: line.ignored),
          clock: line.clock)
      }
    }
  }

  func ofLedger(_ only: ObjectID?) throws -> [Found] {
    let titles = PacketTitles(repository: governed.repository)
    return try entries().filter { $0.envelope.at >= since }.compactMap { entry -> Found? in
      let envelope = entry.envelope
      guard only == nil || only == envelope.packet else { return nil }
      let title = try envelope.packet.flatMap { try titles.first(of: $0) }
      return Found(
        event: Happening(
          source: .ledger, id: entry.id, packet: envelope.packet, title: title,
          kind: envelope.kind, by: envelope.author, at: envelope.at, summary: envelope.subject,
          ignored: nil),
        clock: envelope.clock)
    }
  }

  private func entries() throws -> [StoredEvent] {
    var limit = Self.firstEntries
    while true {
      let entries = try governed.store.newestEntries(limit)
      guard entries.count == limit, let last = entries.last, last.envelope.at >= since else {
        return entries
      }
      limit *= 4
    }
  }
}
