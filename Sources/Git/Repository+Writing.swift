import CGit2
public import Model

extension Repository {
  public func writeBlob(_ bytes: [UInt8]) throws(GitError) -> ObjectID {
    try write(bytes, .blob)
  }

  /// Writes the tree that holds `entries`, in whatever order they come. That the objects they
  /// name exist is the caller's business.
  public func writeTree(_ entries: [TreeEntry]) throws(GitError) -> ObjectID {
    let impossible: Set<[UInt8]> = [[], Array(".".utf8), Array("..".utf8), Array(".git".utf8)]
    guard
      !entries.contains(where: { impossible.contains($0.nameBytes) || $0.nameBytes.contains(0) }
      ), let bytes = TreeEntry.bytes(entries)
    else {
      let names = entries.map(\.name).joined(separator: ", ")
      throw GitError(.invalidName, "write a tree of", on: names, "a name is impossible or twice")
    }
    return try write(bytes, .tree)
  }

  /// Writes a commit from its exact bytes.
  public func writeCommit(_ raw: [UInt8]) throws(GitError) -> ObjectID {
    let id = try Self.hash(raw, kind: .commit)
    guard Commit(id, raw) != nil else {
      throw GitError(.corrupt, "write commit", on: id.hex, "its header lines are malformed")
    }
    return try write(raw, .commit)
  }

  /// The id that an object of these bytes has, without writing it.
  public static func hash(_ bytes: [UInt8], kind: ObjectKind) throws(GitError) -> ObjectID {
    try Library.start()
    var raw = git_oid()
    let result = bytes.withUnsafeBytes { git_odb_hash(&raw, $0.baseAddress, $0.count, kind.raw) }
    try GitError.check(result, "hash a", kind.rawValue)
    return try named(raw, kind)
  }

  private func write(_ bytes: [UInt8], _ kind: ObjectKind) throws(GitError) -> ObjectID {
    var raw = git_oid()
    let target = try looseObjects()
    let result = bytes.withUnsafeBytes {
      git_odb_write(&raw, target, $0.baseAddress, $0.count, kind.raw)
    }
    try GitError.check(result, "write a \(kind.rawValue) in", location.gitDirectory)
    return try Self.named(raw, kind)
  }

  /// The database of loose objects alone: before it writes, the whole one would read the pack
  /// directory anew for each object, to learn that nobody has packed what has just been made.
  private func looseObjects() throws(GitError) -> OpaquePointer {
    if let known = loose?.pointer { return known }
    let path = location.objectDirectory
    let database = try Handle<DatabaseKind>("open object directory", on: path) { git_odb_new(&$0) }
    var backend: UnsafeMutablePointer<git_odb_backend>?
    // Compression and modes as git has them, no fsync, which is git's own default too.
    try GitError.check(
      git_odb_backend_loose(&backend, path, -1, 0, 0, 0), "open object directory", path)
    try GitError.check(
      git_odb_add_backend(database.pointer, backend, 1), "open object directory", path)
    let pointer = database.pointer
    loose = consume database
    return pointer
  }

  private static func named(_ raw: git_oid, _ kind: ObjectKind) throws(GitError) -> ObjectID {
    guard let id = ObjectID(raw) else {
      throw GitError(.other, "name a", on: kind.rawValue, "libgit2 gave no id")
    }
    return id
  }
}
