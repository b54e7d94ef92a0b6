import Git
public import Model
import Runtimes

/// A conversation of an agent's, one of ours or one of the user's own.
public struct ListedSession: Hashable, Sendable {
  /// What it is called where one is asked for: `claude:ID`.
  public var name: String
  public var runtime: String
  /// The packet that it works on; nil for one of the user's own, which can only be read.
  public var packet: ObjectID?
  /// The digits of the packet in whose worktree it was held, be that closed or of another repository:
  /// what stands in it is a worker's, not the user's.
  public var lane: String?
  public var directory: String?
  /// What the user asked first, or the packet's title; one line.
  public var title: String?
  public var lastActive: Instant?
  /// The file that holds it; nil where that is not found here.
  public var path: String?
}

/// Conversations, the newest first, and what could not be looked at.
public struct SessionList: Hashable, Sendable {
  public var sessions: [ListedSession] = []
  /// A sentence each.
  public var failures: [String] = []
}

extension Workspace {
  /// As many as anybody reads through.
  public static let sessionsMost = 10_000

  /// The conversations of this clone's packets, and those that the runtimes keep on this machine:
  /// all runtimes are looked at side by side, and none of them is started.
  public func sessions(of runtime: String?, limit: Int) async throws -> SessionList {
    guard (1...Self.sessionsMost).contains(limit) else {
      throw Problem(.usage, "a list has 1 to \(Self.sessionsMost) conversations, not \(limit)")
    }
    let registry = try runtimes
    let only = try runtime.map { text in
      guard let name = RuntimeName(text) else {
        throw Problem(.usage, "\(SafeText.escaped(text)) is no runtime's name")
      }
      return try registry.runtime(named: name).name
    }
    let findings = await registry.discover(.sessions(limit: limit), of: only)
    var list = SessionList()
    var owned = Dictionary(
      try ownedSessions().filter { runtime == nil || $0.runtime == runtime }.map { ($0.name, $0) },
      uniquingKeysWith: { $1 })
    var lanes = PastLanes(self)
    for finding in findings {
      switch finding.answer {
      case .unusable: continue
      case .failed(let why): list.failures.append("\(finding.name): \(why)")
      case .found(let found):
        if let trouble = found.trouble { list.failures.append("\(finding.name): \(trouble)") }
        for session in found.sessions {
          var listed = ListedSession(session, of: finding.name)
          if let ours = owned.removeValue(forKey: listed.name) {
            (listed.packet, listed.title) = (ours.packet, ours.title)
          }
          if listed.packet == nil { lanes.mark(&listed) }
          list.sessions.append(listed)
        }
      }
    }
    list.sessions += owned.values
    list.sessions.sort { left, right in
      let times = (left.lastActive?.seconds ?? 0, right.lastActive?.seconds ?? 0)
      return times.0 == times.1 ? left.name < right.name : times.0 > times.1
    }
    list.sessions = Array(list.sessions.prefix(limit))
    return list
  }

  /// Those that open packets of this clone work in; none where nothing governs.
  func ownedSessions() throws -> [ListedSession] {
    guard let governed = try? governed() else { return [] }
    let book = PacketBook(governed: governed)
    let listed = try PacketListing(governed: governed, book: book).packets(ListFilter())
    return try listed.packets.flatMap { entry -> [ListedSession] in
      guard let packet = try book.packet(entry.id) else { return [] }
      return packet.attempts.compactMap { attempt in
        guard let session = attempt.end?.session ?? attempt.session else { return nil }
        return ListedSession(
          name: "\(attempt.runtime):\(session)", runtime: attempt.runtime, packet: packet.id,
          title: packet.title, lastActive: attempt.finished ?? attempt.started)
      }
    }
  }
}

extension ListedSession {
  init(_ session: DiscoveredSession, of runtime: RuntimeName) {
    self.init(
      name: "\(runtime):\(session.id)", runtime: runtime.text,
      directory: session.directory.map { SafeText.singleLine($0, limit: 1000) },
      title: session.title, lastActive: session.lastActive, path: session.path)
  }
}
