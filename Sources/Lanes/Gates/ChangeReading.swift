public import Git
public import Model

/// Reads what a change does to each path, for the static rules.
public enum ChangeReading {
  /// Paths that a change may touch before it is refused unread.
  static let pathLimit = 100_000

  /// A blob with a zero byte this early has no lines; git looks as far.
  private static let binaryProbeBytes = 8000

  /// Bytes of a link's target; no system follows a longer one.
  private static let linkBytes = 4096

  public static func files(
    from old: ObjectID, to new: ObjectID, in location: RepositoryLocation
  ) async throws(GitError) -> [ChangedFile] {
    let repository = try Repository(location)
    let changes = try repository.changes(from: old, to: new, limit: pathLimit)
    guard !changes.isEmpty else { return [] }
    let diff = try await LineDiff.between(old, new, in: location)
    var files: [ChangedFile] = []
    for change in changes { files.append(try file(change, diff, in: repository)) }
    return files
  }

  private static func file(
    _ change: PathChange, _ diff: LineDiff, in repository: Repository
  ) throws(GitError) -> ChangedFile {
    var file = ChangedFile(
      path: change.path, old: change.old.map(Self.side), new: change.new.map(Self.side))
    let sides = LineDiff.Sides(old: change.old?.id, new: change.new?.id)
    let created = LineDiff.Sides(old: nil, new: change.new?.id)
    let lines = diff.lines[sides] ?? diff.lines[created] ?? LineDiff.Lines()
    file.removedLineCount = lines.removed
    guard let new = change.new, new.mode != .gitlink else {
      file.added = []
      return file
    }
    file.size = try repository.header(of: new.id)?.size ?? 0
    if new.mode == .link {
      let target = try repository.blob(new.id, limit: linkBytes)
      file.linkTarget = String(decoding: target, as: UTF8.self)
    }
    if try !isBinary(new.id, size: file.size, in: repository) { file.added = lines.added }
    return file
  }

  private static func side(_ side: PathChange.Side) -> ChangedFile.Side {
    ChangedFile.Side(mode: side.mode.rawValue, id: side.id)
  }

  private static func isBinary(
    _ id: ObjectID, size: Int, in repository: Repository
  ) throws(GitError) -> Bool {
    guard size <= StaticReview.largeFileBytes else { return true }
    return try repository.blob(id, limit: size).prefix(binaryProbeBytes).contains(0)
  }
}
