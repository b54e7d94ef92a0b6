import Model
import Runtimes

/// A conversation as people name it: `claude:0f0e…`, the runtime and its own id.
public struct SessionName: Hashable, Sendable {
  let runtime: RuntimeName
  let session: SessionID

  /// Nil for what is no such name; a packet's title has a blank behind its colon.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let runtime = RuntimeName(parts[0]), let session = SessionID(parts[1])
    else { return nil }
    self.runtime = runtime
    self.session = session
  }

  public var text: String { "\(runtime):\(session)" }
}

extension Workspace {
  /// Throws for the name of a conversation: nobody but the user speaks in those of the user's, and
  /// those of ours are spoken in through their packets.
  func refuseSession(named name: String?) throws {
    guard let name, let session = SessionName(name),
      try runtimes.names.contains(session.runtime)
    else { return }
    if let packet = try packet(of: session) {
      throw Problem(
        .refused, "conversation \(session.text) is the one of packet \(packet.short)",
        hint: "name the packet: \(packet.short)")
    }
    _ = try runtimes.runtime(named: session.runtime).interrupt(.discovered(session.session))
  }

  /// The open packet whose worker holds this conversation.
  private func packet(of name: SessionName) throws -> ObjectID? {
    let owned = try ownedSessions()
    return owned.first { $0.name == name.text }?.packet
  }
}
