#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Deletes a directory with all in it: no link is followed, and directories that a worker closed
/// are opened where they are ours.
struct TreeRemoval {
  /// Each level holds a descriptor; what lies deeper is first moved up, for names of files may not
  /// be longer than the system allows either.
  private static let levels = 48

  private let path: String
  private let top: Int32
  private var raised = 0
  private var failure: SystemFailure?

  static func remove(_ path: String) throws(SystemFailure) {
    if Folder.isDirectory(path) {
      chmod(path, 0o700)
      let top = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard top >= 0 else { throw SystemFailure("delete", path, lastErrno: errno) }
      defer { close(top) }
      var removal = TreeRemoval(path: path, top: top)
      // What was moved up stands beside what was there.
      var before = 0
      repeat {
        before = removal.raised
        removal.empty(top, level: 0)
      } while removal.raised > before && removal.failure == nil
      if let failure = removal.failure { throw failure }
      guard rmdir(path) == 0 else { throw SystemFailure("delete", path, lastErrno: errno) }
    } else if unlink(path) != 0, errno != ENOENT {
      throw SystemFailure("delete", path, lastErrno: errno)
    }
  }

  private init(path: String, top: Int32) {
    self.path = path
    self.top = top
  }

  private mutating func empty(_ directory: Int32, level: Int) {
    for name in Self.names(in: directory) {
      var status = stat()
      guard fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
      guard status.st_mode & S_IFMT == S_IFDIR else {
        note(unlinkat(directory, name, 0), name)
        continue
      }
      if status.st_mode & 0o700 != 0o700 { fchmodat(directory, name, 0o700, 0) }
      if level == Self.levels {
        raised += 1
        note(renameat(directory, name, top, "o8-raised-\(getpid())-\(raised)"), name)
        continue
      }
      let child = openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard child >= 0 else {
        note(-1, name)
        continue
      }
      empty(child, level: level + 1)
      close(child)
      note(unlinkat(directory, name, AT_REMOVEDIR), name)
    }
  }

  private mutating func note(_ result: Int32, _ name: [CChar]) {
    guard result != 0, errno != ENOENT, failure == nil else { return }
    let number = errno
    let text = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    failure = SystemFailure("delete", "\(text) in \(path)", lastErrno: number)
  }

  private static func names(in directory: Int32) -> [[CChar]] {
    // A descriptor of its own: closing the stream closes it.
    let own = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard own >= 0, let stream = fdopendir(own) else { return [] }
    defer { closedir(stream) }
    var names: [[CChar]] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 1) {
          Array(UnsafeBufferPointer(start: $0, count: strlen($0) + 1))
        }
      }
      if name != [46, 0], name != [46, 46, 0] { names.append(name) }
    }
    return names
  }
}
