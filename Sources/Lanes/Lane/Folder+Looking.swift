#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension Folder {
  /// The path without links in the directories above its last component, which stays as it is
  /// even where it is a link; the path itself where those are not there.
  static func canonical(_ path: String) -> String {
    guard let found = realpath(parent(of: path), nil) else { return path }
    defer { free(found) }
    let above = String(cString: found)
    let last = path.split(separator: "/").last ?? ""
    return above == "/" ? "/\(last)" : "\(above)/\(last)"
  }

  /// The path without `.` and `..`, by its words alone.
  static func plain(_ path: String) -> String {
    var words: [Substring] = []
    for word in path.split(separator: "/") where word != "." {
      if word == ".." { _ = words.popLast() } else { words.append(word) }
    }
    return "/" + words.joined(separator: "/")
  }

  /// What stands in a directory, sorted; nothing where it cannot be read.
  static func names(in directory: String) -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Whether nothing is in a directory that can be read.
  static func isEmpty(_ directory: String) -> Bool {
    guard let stream = opendir(directory) else { return false }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let isDot = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 1) {
          strcmp($0, ".") == 0 || strcmp($0, "..") == 0
        }
      }
      if !isDot { return false }
    }
    return true
  }

  /// Whether this user may read, change and enter a directory.
  static func isOpen(_ path: String) -> Bool { access(path, R_OK | W_OK | X_OK) == 0 }

  /// Gives this user back the right to read and change a file or directory of theirs; no link is
  /// followed. Whether there was anything to do.
  @discardableResult
  static func reopen(_ path: String) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_uid == geteuid() else { return false }
    let wanted: mode_t
    switch status.st_mode & S_IFMT {
    case S_IFDIR: wanted = 0o700
    case S_IFREG: wanted = 0o600
    default: return false
    }
    guard status.st_mode & wanted != wanted else { return false }
    return chmod(path, status.st_mode & 0o7777 | wanted) == 0
  }

  /// Where a symbolic link leads; nil for whatever is none.
  static func target(ofLink path: String) -> String? {
    var length = -1
    let bytes = [UInt8](unsafeUninitializedCapacity: pathBytes) { buffer, count in
      length = buffer.withMemoryRebound(to: CChar.self) {
        $0.baseAddress.map { readlink(path, $0, pathBytes) } ?? -1
      }
      count = max(0, length)
    }
    return length >= 0 ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// Gives a file the time at which another was written. Git tells by an index's time which of
  /// its entries may be out of date within the same second: a copy with a later one hides changes.
  static func takeTime(of source: String, for target: String) {
    var status = stat()
    guard lstat(source, &status) == 0 else { return }
    #if canImport(Darwin)
      let times = [status.st_mtimespec, status.st_mtimespec]
    #else
      let times = [status.st_mtim, status.st_mtim]
    #endif
    utimensat(AT_FDCWD, target, times, AT_SYMLINK_NOFOLLOW)
  }

  /// The bytes of an ordinary file; nil where there is none, and where it is longer than `limit`.
  public static func smallFile(at path: String, limit: Int) -> [UInt8]? {
    guard let size = size(ofFile: path), size <= limit else { return nil }
    return read(path, limit: limit)
  }

  /// The first line of a small file; nil where it cannot be read.
  static func text(_ path: String) -> String? {
    guard size(ofFile: path) != nil, let bytes = read(path, limit: pathBytes) else { return nil }
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }

  /// No system takes longer paths.
  private static let pathBytes = 4096
}
