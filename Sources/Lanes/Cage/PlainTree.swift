#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The ordinary files below a directory that somebody else may have written: no link below it is
/// followed, whatever stands there.
struct PlainTree {
  let root: String

  struct File: Hashable {
    /// From the root on.
    let part: String
    let bytes: Int
    let id: FileID
  }

  /// What a file is, however it is called.
  struct FileID: Hashable {
    let device: UInt64
    let inode: UInt64

    init(device: UInt64, inode: UInt64) { (self.device, self.inode) = (device, inode) }

    init(_ status: stat) {
      device = UInt64(truncatingIfNeeded: status.st_dev)
      inode = UInt64(truncatingIfNeeded: status.st_ino)
    }

    /// Of an ordinary file; nil for anything else.
    init?(at path: String) {
      var status = stat()
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
      self.init(status)
    }
  }

  /// So many entries are looked at; a worker may make any number of them.
  private static let entriesMost = 100_000
  /// No program keeps a conversation deeper.
  private static let depthMost = 12

  /// Those that are wanted by their parts, sorted.
  func files(where isWanted: (String) -> Bool) -> [File] {
    let descriptor = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    var found: [File] = []
    var left = Self.entriesMost
    look(into: descriptor, [], &left) { file in if isWanted(file.part) { found.append(file) } }
    return found.sorted { $0.part < $1.part }
  }

  /// Looks into a directory, which it closes.
  private func look(
    into descriptor: Int32, _ above: [String], _ left: inout Int, _ take: (File) -> Void
  ) {
    guard let directory = fdopendir(descriptor) else {
      close(descriptor)
      return
    }
    defer { closedir(directory) }
    while left > 0, let entry = readdir(directory) {
      left -= 1
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
      }
      var status = stat()
      guard name != ".", name != "..", fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0
      else { continue }
      let path = above + [name]
      if status.st_mode & S_IFMT == S_IFREG {
        take(
          File(
            part: path.joined(separator: "/"), bytes: Int(status.st_size), id: FileID(status)))
      } else if status.st_mode & S_IFMT == S_IFDIR, path.count < Self.depthMost {
        let next = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        if next >= 0 { look(into: next, path, &left, take) }
      }
    }
  }
}
