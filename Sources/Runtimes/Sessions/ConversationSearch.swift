public import Model

/// What is known of a conversation that a program began and told nobody of.
public struct ConversationSearch: Hashable, Sendable {
  /// The program worked there.
  public var directory: String
  /// It was not there before.
  public var since: Instant
  /// The directories that it had in the place of the user's, by the paths of those without links.
  public var moved: [String: String]

  public init(directory: String, since: Instant, moved: [String: String] = [:]) {
    self.directory = directory
    self.since = since
    self.moved = moved
  }
}

extension TranscriptShelf {
  /// Nobody begins more in one sitting; a worker may make any number of files.
  private static let candidatesMost = 100

  /// The conversation that was begun so, the one last spoken in where there are several; nil where
  /// none says of itself that it is one.
  ///
  /// A worker can have written the file. What it names is only taken where nothing else here bears
  /// that name: the next turn would else be one of a conversation of the user's own.
  func conversation(_ search: ConversationSearch) -> SessionID? {
    let directory = UserFile.real(search.directory)
    let shelf = moved(by: search.moved)
    for file in shelf.files().prefix(Self.candidatesMost) {
      guard let head = TranscriptHead(of: file), !head.isPart,
        let began = head.began, began.seconds >= search.since.seconds
      else { continue }
      let found = shelf.session(file, head)
      guard found.directory.map(UserFile.real) == directory else { continue }
      let all = search.moved.isEmpty ? shelf.files() : shelf.files() + files()
      let holders = Set(all.filter { $0.session == file.session }.map(\.path))
      return holders == [file.path] ? found.id : nil
    }
    return nil
  }

  private func moved(by places: [String: String]) -> TranscriptShelf {
    var shelf = self
    shelf.patterns = patterns.map { $0.moved(by: places) }
    return shelf
  }
}
