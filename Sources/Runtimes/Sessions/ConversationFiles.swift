internal import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Which files hold one conversation of a program's, by where it looks for them.
///
/// Of a folder that is called by the conversation all files are; else one whose name is.
public struct ConversationFiles: Hashable, Sendable {
  private let patterns: [TranscriptPattern]
  private let session: SessionID
  /// What of the id stands in the paths.
  private let name: SessionID
  /// Whether the name holds but a part of the id, the whole of which stands in the record.
  private var isNamedInPart: Bool { name != session }

  /// - `paths`: as in a manifest, with one `{session}` in each.
  public init(_ paths: [String], of session: SessionID) {
    self.init(paths.compactMap { TranscriptPattern($0) }, of: session, called: session)
  }

  init(_ patterns: [TranscriptPattern], of session: SessionID, called name: SessionID) {
    (self.patterns, self.session, self.name) = (patterns, session, name)
  }

  /// Whether `file` may lie at `path`, or lies there, as one of the conversation's.
  ///
  /// - `path`: without links, below the user's folder.
  public func hold(_ path: String, as file: String) -> Bool {
    guard patterns.contains(where: { $0.holds(path) { $0 == name.text } }) else { return false }
    guard isNamedInPart else { return true }
    return TranscriptFile(file, in: AT_FDCWD, path: file, name.text)
      .flatMap { TranscriptHead(of: $0) }?.session == session
  }

  /// Whether what lies at `path` is of a conversation that is called so in any spelling.
  public func mayHold(_ path: String) -> Bool {
    patterns.contains { $0.holds(path) { $0.lowercased() == name.folded } }
  }
}

extension TranscriptShelf {
  /// Where the program looks for a conversation's files; nowhere for an id that none can have.
  func files(of session: SessionID) -> ConversationFiles {
    let isPossible = !idsAreUUIDs || session.isCanonicalUUID
    return ConversationFiles(
      isPossible ? patterns : [], of: session, called: name(of: session) ?? session)
  }
}
