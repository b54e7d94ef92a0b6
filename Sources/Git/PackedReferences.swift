import Model

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The file `packed-refs`, from which one line at a time is taken under git's own lock.
struct PackedReferences {
  private let path: String
  private var lockPath: String { path + ".lock" }

  /// How long to wait for another writer, as git does by default (`core.packedRefsTimeout`).
  static let lockTimeoutMilliseconds = 1000

  init(_ commonDirectory: String) {
    path = commonDirectory + "/packed-refs"
  }

  /// Takes `name` and the peeled value after it out of the file, if it is there.
  func remove(_ name: ReferenceName) throws(GitError) {
    guard try lines(without: name) != nil else { return }
    let descriptor = try lock(for: name)
    do throws(GitError) {
      // Read again: only now can nobody change it.
      if let rest = try lines(without: name) {
        try write(rest, to: descriptor, for: name)
        close(descriptor)
        guard rename(lockPath, path) == 0 else { throw failure(errno, name) }
      } else {
        close(descriptor)
        unlink(lockPath)
      }
    } catch {
      unlink(lockPath)
      throw error
    }
  }

  /// The file's bytes less the lines about `name`; nil when there are none.
  private func lines(without name: ReferenceName) throws(GitError) -> [UInt8]? {
    guard let all = try Bytes.ofFile(path, refusingLinks: true) else { return nil }
    return Self.removing(name, from: all)
  }

  static func removing(_ name: ReferenceName, from all: [UInt8]) -> [UInt8]? {
    let newline = UInt8(ascii: "\n")
    let wanted = Array((" " + name.text).utf8)
    var start = 0
    while start < all.count {
      let end = all[start...].firstIndex(of: newline) ?? all.count
      // `ID NAME`: a comment or a peeled value never has a name right after 40 digits.
      if end - start == ObjectID.hexCount + wanted.count,
        all[(start + ObjectID.hexCount)..<end].elementsEqual(wanted)
      {
        var next = min(end + 1, all.count)
        if next < all.count, all[next] == UInt8(ascii: "^") {
          next = (all[next...].firstIndex(of: newline) ?? all.count - 1) + 1
        }
        return Array(all[..<start]) + all[next...]
      }
      start = end + 1
    }
    return nil
  }

  private func lock(for name: ReferenceName) throws(GitError) -> Int32 {
    for _ in 0..<Self.lockTimeoutMilliseconds {
      let descriptor = open(lockPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return descriptor }
      guard errno == EEXIST else { throw failure(errno, name) }
      usleep(1000)
    }
    throw GitError(
      .locked, "delete reference", on: name.text,
      "\(lockPath) exists; another git is at work, or died and left it")
  }

  private func write(
    _ bytes: [UInt8], to descriptor: Int32, for name: ReferenceName
  ) throws(GitError) {
    var status = stat()
    if lstat(path, &status) == 0 { fchmod(descriptor, status.st_mode & 0o7777) }
    guard Bytes.write(bytes, to: descriptor), fsync(descriptor) == 0 else {
      throw failure(errno, name)
    }
  }

  private func failure(_ number: Int32, _ name: ReferenceName) -> GitError {
    GitError(system: number, "delete packed reference", on: name.text)
  }
}
