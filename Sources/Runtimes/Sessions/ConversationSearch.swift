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
  /// A worker can have written the file. What it names is only taken where its name and its record
  /// agree, in the spelling of the program, and nothing else here is called so in any spelling: the
  /// next turn would else be one of a conversation of the user's own.
  func conversation(_ search: ConversationSearch) -> SessionID? {
    let directory = UserFile.real(search.directory)
    let shelf = moved(by: search.moved)
    for file in shelf.files().prefix(Self.candidatesMost) {
      guard let head = TranscriptHead(of: file), !head.isPart,
        let began = head.began, began.seconds >= search.since.seconds
      else { continue }
      let found = shelf.session(file, head)
      guard found.directory.map(UserFile.real) == directory, isNamed(found.id, file, head) else {
        continue
      }
      let all = search.moved.isEmpty ? shelf.files() : shelf.files() + files()
      return all.contains { $0.path != file.path && bears(found.id, $0) } ? nil : found.id
    }
    return nil
  }

  /// Whether a file's name and its record both call the conversation `id`, which could be one of
  /// this program's.
  private func isNamed(_ id: SessionID, _ file: TranscriptFile, _ head: TranscriptHead) -> Bool {
    guard !idsAreUUIDs || id.isCanonicalUUID && head.session != nil else { return false }
    return file.session == name(of: id) && (head.session ?? id) == id
  }

  /// Whether a file is of the conversation `id` in any spelling; one that cannot be read may be.
  private func bears(_ id: SessionID, _ file: TranscriptFile) -> Bool {
    guard file.session.folded == name(of: id)?.folded else { return false }
    guard idPrefix != nil, let told = TranscriptHead(of: file)?.session else { return true }
    return told.folded == id.folded
  }

  private func moved(by places: [String: String]) -> TranscriptShelf {
    var shelf = self
    shelf.patterns = patterns.map { $0.moved(by: places) }
    return shelf
  }
}
