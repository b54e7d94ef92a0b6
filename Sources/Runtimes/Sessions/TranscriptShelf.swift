internal import Model

/// All places where one CLI keeps its transcripts.
struct TranscriptShelf: Sendable {
  var patterns: [TranscriptPattern]
  /// Of the id only so many characters stand in the file's name; nil for all of it.
  var idPrefix: Int?
  /// Whether each conversation of this program is called by a UUID.
  var idsAreUUIDs = false
  /// The directory of a conversation, where its file does not tell.
  var directory: @Sendable (TranscriptFile) -> String? = { _ in nil }

  /// What shows a conversation of which the file holds no more than what it is called; nil where the
  /// file is the transcript.
  var command: @Sendable (SessionID) -> String? = { _ in nil }

  /// The same together with others, of which each is told once.
  func sessions(limit: Int, besides others: [DiscoveredSession]) -> [DiscoveredSession] {
    let known = Set(others.map(\.id))
    let own = sessions(limit: limit).filter { !known.contains($0.id) }
    guard !others.isEmpty else { return own }
    let all = (others + own).sorted {
      ($0.lastActive?.seconds ?? 0, $0.id.text) > ($1.lastActive?.seconds ?? 0, $1.id.text)
    }
    return Array(all.prefix(limit))
  }

  /// The newest first, at most so many: only these are opened.
  func sessions(limit: Int) -> [DiscoveredSession] {
    var found: [DiscoveredSession] = []
    for file in files() {
      guard found.count < limit, !Task.isCancelled else { break }
      guard let head = TranscriptHead(of: file), !head.isPart else { continue }
      found.append(session(file, head))
    }
    return found
  }

  /// The newest of this id.
  func session(_ id: SessionID) -> DiscoveredSession? {
    let wanted = name(of: id)
    for file in files() where file.session == wanted {
      guard let head = TranscriptHead(of: file) else { continue }
      let session = session(file, head)
      if session.id == id { return session }
    }
    return nil
  }

  /// What of the id stands in the name of its file.
  func name(of id: SessionID) -> SessionID? {
    idPrefix.map { SessionID(id.text.prefix($0)) } ?? id
  }

  func files() -> [TranscriptFile] {
    patterns.flatMap { $0.files() }.sorted {
      ($0.changedNanoseconds, $0.path) > ($1.changedNanoseconds, $1.path)
    }
  }

  func session(_ file: TranscriptFile, _ head: TranscriptHead) -> DiscoveredSession {
    let id = idPrefix == nil ? file.session : head.session ?? file.session
    return DiscoveredSession(
      id: id, directory: head.directory ?? directory(file), title: head.title,
      lastActive: head.lastActive, path: file.path,
      records: command(id).map { .shown(by: $0) } ?? .file)
  }
}
