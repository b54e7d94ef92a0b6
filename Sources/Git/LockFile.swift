public import Model

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A lock file that was found, told apart from a later one of the same name.
public struct LockFile: Hashable, Sendable {
  public let path: String
  private let inode: UInt64
  private let seconds: Int
  private let nanoseconds: Int

  /// Nil where there is none.
  public init?(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    self.path = path
    inode = UInt64(status.st_ino)
    #if canImport(Darwin)
      (seconds, nanoseconds) = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
    #else
      (seconds, nanoseconds) = (Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec))
    #endif
  }

  /// The lock on a loose reference; nil where nobody holds it.
  public init?(on name: ReferenceName, in repository: RepositoryLocation) {
    self.init("\(repository.commonDirectory)/\(name).lock")
  }
}
