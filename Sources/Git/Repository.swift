import CGit2
internal import Model

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One opened repository. It is moved, never shared; to use it elsewhere, open its `location`.
public final class Repository {
  public let location: RepositoryLocation
  let handle: Handle<RepositoryKind>
  let database: Handle<DatabaseKind>
  /// Where new objects go, made by the first that is written.
  var loose: Handle<DatabaseKind>?
  /// Whether objects are worth looking for outside of packs first.
  var looseLuck = LooseLuck()
  /// What was packed when it was last asked for.
  var packed: PackedNames?
  /// What of that was listed, by what the names begin with.
  var packedLists: [String: [Reference]] = [:]
  /// Where references will be if a push is let in; nil for one that goes.
  var proposal: [ReferenceName: ObjectID?] = [:]

  /// Finds the repository that `path` is in, as git does: upwards, through worktrees' `.git`
  /// files, up to `GIT_CEILING_DIRECTORIES` or the file system's edge.
  public static func discover(from path: String) throws(GitError) -> Repository {
    try Library.start()
    let ceiling = getenv("GIT_CEILING_DIRECTORIES").map { String(cString: $0) }
    return try Repository(path, flags: 0, ceiling: ceiling, owner: .mine, objects: nil)
  }

  /// Opens exactly `location`, without searching.
  public convenience init(_ location: RepositoryLocation) throws(GitError) {
    try Library.start()
    let exactly = GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue | GIT_REPOSITORY_OPEN_NO_DOTGIT.rawValue
    try self.init(
      location.gitDirectory, flags: exactly, ceiling: nil,
      owner: location.objects == nil ? .mine : .anyone, objects: location.objects)
  }

  init(
    _ path: String, flags: UInt32, ceiling: String?, owner: Library.Ownership,
    objects: RepositoryLocation.ObjectDirectories?
  ) throws(GitError) {
    var opened: OpaquePointer?
    let result = Library.opening(from: owner) {
      git_repository_open_ext(&opened, path, flags, ceiling)
    }
    guard result == 0, let opened else { throw Self.refusal(result, path) }
    handle = Handle(owning: opened)
    if let objects {
      database = try Self.database(of: objects)
      let set = git_repository_set_odb(opened, database.pointer)
      try GitError.check(set, "open object directory", objects.primary)
    } else {
      database = try Handle("open the objects of", on: path) { git_repository_odb(&$0, opened) }
    }
    location = RepositoryLocation(opened, objects: objects)
    for directory in location.objectDirectories {
      try GitError.check(
        o8_odb_guard_loose(database.pointer, directory), "open object directory", directory)
    }
    try Format.check(opened, location)
  }

  /// Copies libgit2's reason for not opening, and then looks at whose the repository is: 1.5
  /// answers a stranger's with "not found".
  private static func refusal(_ result: Int32, _ path: String) -> GitError {
    let error = GitError(libgit2: result, "open the repository at", on: path)
    switch error.code {
    case .notFound:
      guard let found = discovered(from: path) else {
        return GitError(
          .notARepository, "open the repository at", on: path,
          "there is none here or above; `git init` starts one")
      }
      guard isForeign(found) else { break }
      return GitError(
        .notOwned, "open the repository at", on: path,
        "it belongs to another user; if you trust it: git config --global --add "
          + "safe.directory '\(found)'")
    case .notOwned, .readOnly, .diskFull:
      return error
    default: break
    }
    return GitError(.unsupported, error.attempted, on: path, error.detail)
  }

  /// The repository that a search from `path` finds, whoever owns it: the directory that git's
  /// `safe.directory` would name.
  private static func discovered(from path: String) -> String? {
    var found = git_buf()
    defer { git_buf_dispose(&found) }
    guard git_repository_discover(&found, path, 0, nil) == 0, let text = found.ptr else {
      return nil
    }
    var name = RepositoryLocation.plain(String(cString: text))
    if name.hasSuffix("/.git") { name.removeLast(5) }
    return name
  }

  private static func isForeign(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_uid != geteuid()
  }

  private static func database(
    of objects: RepositoryLocation.ObjectDirectories
  ) throws(GitError) -> Handle<DatabaseKind> {
    let database = try Handle<DatabaseKind>("open object directory", on: objects.primary) {
      git_odb_open(&$0, objects.primary)
    }
    for alternate in objects.alternates {
      let added = git_odb_add_disk_alternate(database.pointer, alternate)
      try GitError.check(added, "open object directory", alternate)
    }
    return database
  }
}

extension RepositoryLocation {
  fileprivate init(_ repository: OpaquePointer, objects: ObjectDirectories?) {
    gitDirectory = Self.plain(String(cString: git_repository_path(repository)))
    commonDirectory = Self.plain(String(cString: git_repository_commondir(repository)))
    workTree = git_repository_workdir(repository).map { Self.plain(String(cString: $0)) }
    isBare = git_repository_is_bare(repository) == 1
    self.objects = objects
  }

  /// `path` without the final slash that libgit2 likes.
  static func plain(_ path: String) -> String {
    path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }
}
