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

extension Repository {
  /// When the loose file of a reference was written, in nanoseconds; nil where it has none.
  public func looseTime(of name: ReferenceName) -> Int64? {
    var status = stat()
    guard lstat("\(location.commonDirectory)/\(name)", &status) == 0 else { return nil }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
