import Model
import Runtimes

extension LanePlace {
  /// Which conversations the packet's workers had on this machine, by the ids that their programs
  /// give them: those of another clone's cannot go on here.
  public var conversations: Set<String> {
    let bytes = Folder.read(conversationFile, limit: Self.conversationBytes) ?? []
    return Set(bytes.split(separator: 10).map { String(decoding: $0, as: UTF8.self) })
  }

  /// Remembers one more.
  func remember(conversation: String) throws(SystemFailure) {
    var all = conversations
    guard all.insert(conversation).inserted else { return }
    try Folder.write(Array(all.sorted().map { "\($0)\n" }.joined().utf8), to: conversationFile)
  }

  /// The conversation that a program at a terminal began: nothing is understood of what it writes
  /// there, but it keeps a file. Nil for one that told of it otherwise.
  func conversation(
    begunIn attempt: Attempt, of packet: Packet, with runtime: any Runtime, at directory: String,
    home: String?
  ) -> SessionID? {
    guard packet.work.surface == .terminal, attempt.session == nil else { return nil }
    let own = attempt.wasCaged ? runtime.ownPlaces : []
    return runtime.conversation(
      ConversationSearch(
        directory: directory, since: attempt.started,
        moved: OwnPlaces(own, of: self, home: home).moved))
  }

  private var conversationFile: String { "\(directory)/conversations" }
  /// As many as a packet can have attempts, several times over.
  private static let conversationBytes = 256 * 1024
}
