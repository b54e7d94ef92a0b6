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

  private var conversationFile: String { "\(directory)/conversations" }
  /// As many as a packet can have attempts, several times over.
  private static let conversationBytes = 256 * 1024
}
