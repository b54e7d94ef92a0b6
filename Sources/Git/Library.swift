import CGit2
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The one start of libgit2 in a process. It is never shut down: a handle may outlive any scope
/// that could do it, and the process's end frees all the same.
enum Library {
  /// Extensions of the repository format under which libgit2 still reads and writes soundly,
  /// although it refuses them by itself. `objectformat` and `refstorage` are let through only so
  /// that `Repository` can judge their values and refuse by name. A partial clone reads as one
  /// with objects missing.
  private static let extensions = [
    "worktreeconfig", "partialclone", "preciousobjects", "relativeworktrees",
    Format.objectFormat, Format.referenceStorage,
  ]

  /// Events and signatures are smaller, and a command reads some of them several times.
  private static let cachedBlobBytes = 8 << 10
  /// What a long proof may hold of objects it has read.
  private static let cachedBytes = 16 << 20

  /// Zero, or libgit2's own code for why it could not start.
  private static let outcome: Int32 = {
    let started = git_libgit2_init()
    guard started >= 0 else { return started }
    let refusing = o8_git2_refuse_remotes()
    guard refusing >= 0 else { return refusing }
    let caching = o8_git2_set_cache(cachedBlobBytes, cachedBytes)
    guard caching >= 0 else { return caching }
    let names = extensions.map { $0.withCString { strdup($0) } }
    defer { names.forEach { free($0) } }
    return names.map { UnsafePointer($0) }.withUnsafeBufferPointer { list in
      o8_git2_set_extensions(UnsafeMutablePointer(mutating: list.baseAddress), list.count)
    }
  }()

  static func start() throws(GitError) {
    try GitError.check(outcome, "start libgit2", "")
  }

  /// Whose repositories an open accepts. The switch is the process's, so an open holds the lock.
  enum Ownership { case mine, anyone }

  private static let ownership = Mutex(Ownership.mine)

  static func opening<Result>(
    from owner: Ownership, _ open: () -> Result
  ) -> Result {
    ownership.withLock { current in
      if current != owner {
        _ = o8_git2_set_owner_validation(owner == .mine ? 1 : 0)
        current = owner
      }
      return open()
    }
  }
}
