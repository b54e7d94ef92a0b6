#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension PlainTree {
  /// A file to be read.
  func reader(of part: String) throws(SystemFailure) -> Descriptor {
    let folder = try self.folder(above: part)
    let file = openat(
      folder.raw, Self.name(of: part), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { throw SystemFailure("open", "\(root)/\(part)", lastErrno: errno) }
    return Descriptor(file)
  }

  /// A new file for this user alone, which cannot be run; nil where anything stands there.
  ///
  /// - `made`: gets the directories that had to be made for it, the outermost first.
  func create(
    _ part: String, making made: inout [String]
  ) throws(SystemFailure) -> (file: Descriptor, id: FileID)? {
    let folder = try self.folder(above: part, making: &made)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
    let file = openat(folder.raw, Self.name(of: part), flags, 0o600)
    guard file >= 0 else {
      if errno == EEXIST { return nil }
      throw SystemFailure("write", "\(root)/\(part)", lastErrno: errno)
    }
    let descriptor = Descriptor(file)
    var status = stat()
    guard fstat(file, &status) == 0 else {
      throw SystemFailure("write", "\(root)/\(part)", lastErrno: errno)
    }
    return (descriptor, FileID(status))
  }

  /// Puts what `source` holds in the place of a file, complete or not at all.
  func replace(_ part: String, with source: borrowing Descriptor) throws(SystemFailure) {
    var made: [String] = []
    let folder = try self.folder(above: part, making: &made)
    let half = "\(Self.halfPrefix)\(getpid())"
    unlinkat(folder.raw, half, 0)
    let above = part.split(separator: "/").dropLast().joined(separator: "/")
    let path = above.isEmpty ? half : "\(above)/\(half)"
    guard let (file, _) = try create(path, making: &made) else {
      throw SystemFailure("write", "\(root)/\(path)", lastErrno: EEXIST)
    }
    try Self.copy(source, to: file)
    guard renameat(folder.raw, half, folder.raw, Self.name(of: part)) == 0 else {
      let failed = errno
      unlinkat(folder.raw, half, 0)
      throw SystemFailure("write", "\(root)/\(part)", lastErrno: failed)
    }
  }

  private static let halfPrefix = ".o8-half-"
  private static let chunkBytes = 256 << 10

  /// - Parameter most: no more than that, as a file can have grown since it was measured.
  static func copy(
    _ source: Descriptor, to target: Descriptor, most: Int = .max
  ) throws(SystemFailure) {
    var left = most
    var chunk = [UInt8](repeating: 0, count: chunkBytes)
    while left > 0 {
      let count = chunk.withUnsafeMutableBytes { source.read(into: $0) } ?? 0
      guard count > 0 else { return }
      var rest = chunk.prefix(min(count, left))
      left -= rest.count
      while !rest.isEmpty {
        let written = rest.withUnsafeBytes { bytes in
          Result { () throws(SystemFailure) in try target.write(bytes) }
        }
        rest = rest.dropFirst(try written.get() ?? 0)
      }
    }
  }

  private static func name(of part: String) -> String {
    String(part.split(separator: "/").last ?? "")
  }

  private func folder(above part: String) throws(SystemFailure) -> Descriptor {
    try folder(above: part) { _, _ in false }
  }

  private func folder(
    above part: String, making made: inout [String]
  ) throws(SystemFailure) -> Descriptor {
    try folder(above: part) { folder, path in
      let name = Self.name(of: path)
      guard mkdirat(folder.raw, name, 0o700) == 0 else { return errno == EEXIST }
      made.append("\(root)/\(path)")
      return true
    }
  }

  private func folder(
    above part: String, orMake make: (Descriptor, String) -> Bool
  ) throws(SystemFailure) -> Descriptor {
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
    let top = open(root, flags)
    guard top >= 0 else { throw SystemFailure("open", root, lastErrno: errno) }
    var folder = Descriptor(top)
    var path: [Substring] = []
    for name in part.split(separator: "/").dropLast() {
      path.append(name)
      var next = openat(folder.raw, String(name), flags | O_NOFOLLOW)
      if next < 0, errno == ENOENT, make(folder, path.joined(separator: "/")) {
        next = openat(folder.raw, String(name), flags | O_NOFOLLOW)
      }
      guard next >= 0 else {
        throw SystemFailure("open", "\(root)/\(path.joined(separator: "/"))", lastErrno: errno)
      }
      folder = Descriptor(next)
    }
    return folder
  }
}
