import CGit2
public import Model

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Repository {
  /// A commit with a longer message than this is not worth reading for anyone.
  public static let commitByteLimit = 16 << 20
  /// A tree of 100,000 entries with names of 100 bytes is 12 MB.
  public static let treeByteLimit = 64 << 20

  /// Kind and size in bytes of an object, read from its header; nil when it is absent.
  public func header(of id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int)? {
    var raw = id.raw
    var size = 0
    var type = GIT_OBJECT_INVALID
    let result = git_odb_read_header(&size, &type, database.pointer, &raw)
    if result == GIT_ENOTFOUND.rawValue { return nil }
    try GitError.check(result, "read the header of", id.hex)
    guard let kind = ObjectKind(type) else {
      throw GitError(.corrupt, "read the header of", on: id.hex, "its kind is unknown")
    }
    return (kind, size)
  }

  public func kind(of id: ObjectID) throws(GitError) -> ObjectKind? {
    try header(of: id)?.kind
  }

  public func contains(_ id: ObjectID) -> Bool {
    var raw = id.raw
    return git_odb_exists(database.pointer, &raw) == 1
  }

  /// An object as stored, refused before it is read when it exceeds `limit` bytes.
  ///
  /// libgit2 checks that the bytes hash to `id`.
  public func object(
    _ id: ObjectID, limit: Int
  ) throws(GitError) -> (kind: ObjectKind, bytes: [UInt8]) {
    if let found = looseObject(id, limit: limit) { return found }
    guard let header = try header(of: id) else {
      throw GitError(.notFound, "read object", on: id.hex, "no such object here")
    }
    guard header.size <= limit else {
      throw GitError(
        .tooLarge, "read \(header.kind)", on: id.hex,
        "it has \(header.size) bytes and the limit is \(limit)")
    }
    var raw = id.raw
    let object = try Handle<ObjectHandleKind>("read object", on: id.hex) {
      git_odb_read(&$0, database.pointer, &raw)
    }
    let bytes = UnsafeRawBufferPointer(
      start: git_odb_object_data(object.pointer), count: git_odb_object_size(object.pointer))
    return (header.kind, Array(bytes))
  }

  /// An object that has a file of its own here, read through one opening of it: asking for the size
  /// first would open it twice. Nil where it has none that is sound and within the limit.
  private func looseObject(
    _ id: ObjectID, limit: Int
  ) -> (kind: ObjectKind, bytes: [UInt8])? {
    guard looseLuck.isWorthTrying() else { return nil }
    var raw = id.raw
    var (size, type) = (0, GIT_OBJECT_INVALID)
    var bytes: UnsafeMutableRawPointer?
    let result = o8_loose_read(location.objectDirectory, &raw, limit, &bytes, &size, &type)
    looseLuck.note(result != GIT_ENOTFOUND.rawValue)
    guard result == 0 else { return nil }
    defer { free(bytes) }
    guard let bytes, let kind = ObjectKind(type) else { return nil }
    let copy = Array(UnsafeRawBufferPointer(start: bytes, count: size))
    return (try? Self.hash(copy, kind: kind)) == id ? (kind, copy) : nil
  }

  /// The content of a blob of at most `limit` bytes.
  public func blob(_ id: ObjectID, limit: Int) throws(GitError) -> [UInt8] {
    try object(id, .blob, limit: limit)
  }

  public func commit(
    _ id: ObjectID, limit: Int = Repository.commitByteLimit
  ) throws(GitError) -> Commit {
    guard let commit = Commit(id, try object(id, .commit, limit: limit)) else {
      throw GitError(.corrupt, "read commit", on: id.hex, "its header lines are malformed")
    }
    return commit
  }

  /// The entries of a tree in git's order, none twice.
  public func tree(
    _ id: ObjectID, limit: Int = Repository.treeByteLimit
  ) throws(GitError) -> [TreeEntry] {
    if id == .emptyTree { return [] }
    guard let entries = TreeEntry.list(try object(id, .tree, limit: limit)) else {
      throw GitError(.corrupt, "read tree", on: id.hex, "its entries are malformed or unsorted")
    }
    return entries
  }

  /// What `path` (components between slashes) names in a tree; nil when it is absent.
  public func entry(at path: String, in tree: ObjectID) throws(GitError) -> TreeEntry? {
    var current = tree
    let components = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: true)
    for (index, component) in components.enumerated() {
      let entries = try self.tree(current)
      guard let entry = entries.first(where: { $0.nameBytes.elementsEqual(component) }) else {
        return nil
      }
      if index == components.count - 1 { return entry }
      guard entry.mode == .tree else { return nil }
      current = entry.id
    }
    return nil
  }

  private func object(
    _ id: ObjectID, _ wanted: ObjectKind, limit: Int
  ) throws(GitError) -> [UInt8] {
    let (kind, bytes) = try object(id, limit: limit)
    guard kind == wanted else {
      throw GitError(.notFound, "read \(wanted)", on: id.hex, "it is a \(kind)")
    }
    return bytes
  }
}
