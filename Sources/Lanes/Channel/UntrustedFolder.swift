internal import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A directory that a worker writes to: no link in it is followed, nothing is waited for, and no
/// more is read than a limit says.
struct UntrustedFolder {
  /// More entries than these are not looked at: a worker can make them faster than they are read.
  static let entryLimit = 100_000

  private let handle: Descriptor

  /// Nil where no directory stands there, or a link.
  init?(_ path: String) {
    let raw = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard raw >= 0 else { return nil }
    handle = Descriptor(raw)
  }

  /// The directory of that name in `folder`.
  init?(_ name: UntrustedName, in folder: UntrustedFolder) {
    let raw = openat(
      folder.handle.raw, name.bytes, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard raw >= 0 else { return nil }
    handle = Descriptor(raw)
  }

  /// At most `limit` of the names in it that `isWanted`, and whether there are more.
  func names(
    limit: Int, where isWanted: (UntrustedName) -> Bool = { _ in true }
  ) -> (names: [UntrustedName], areAll: Bool) {
    // A descriptor of its own: closing the stream closes it.
    let own = openat(handle.raw, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard own >= 0, let stream = fdopendir(own) else { return ([], true) }
    defer { closedir(stream) }
    var names: [UntrustedName] = []
    var count = 0
    while let entry = readdir(stream) {
      let bytes = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 1) {
          Array(UnsafeBufferPointer(start: $0, count: strlen($0) + 1))
        }
      }
      let name = UntrustedName(bytes: bytes)
      guard !name.isDot else { continue }
      count += 1
      guard count <= Self.entryLimit else { return (names.sorted(), false) }
      guard isWanted(name) else { continue }
      guard names.count < limit else { return (names.sorted(), false) }
      names.append(name)
    }
    return (names.sorted(), true)
  }

  func isDirectory(_ name: UntrustedName) -> Bool {
    var status = stat()
    return fstatat(handle.raw, name.bytes, &status, AT_SYMLINK_NOFOLLOW) == 0
      && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The bytes of an ordinary file of at most `limit` bytes.
  func read(_ name: UntrustedName, limit: Int) throws(UntrustedFile.Refusal) -> UntrustedFile {
    var status = stat()
    guard fstatat(handle.raw, name.bytes, &status, AT_SYMLINK_NOFOLLOW) == 0 else { throw .gone }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .kind }
    // Between the two looks it may have become a link or a pipe.
    let raw = openat(
      handle.raw, name.bytes, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard raw >= 0 else { throw errno == ENOENT ? .gone : .closed }
    let file = Descriptor(raw)
    guard fstat(raw, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw .kind }
    guard status.st_size <= limit else { throw .size(limit: limit) }
    let bytes = Self.bytes(of: file, limit: limit + 1)
    guard bytes.count <= limit else { throw .size(limit: limit) }
    return UntrustedFile(bytes: bytes, names: Int(status.st_nlink), age: Self.age(status))
  }

  /// Takes away a file; a directory is moved to a name that nobody looks at.
  func remove(_ name: UntrustedName) {
    if unlinkat(handle.raw, name.bytes, 0) == 0 || errno == ENOENT { return }
    let aside = ".refused-\(Platform.milliseconds)-\(name.bytes.hashValue)"
    _ = renameat(handle.raw, name.bytes, handle.raw, aside)
  }

  private static func bytes(of file: Descriptor, limit: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    withUnsafeTemporaryAllocation(byteCount: min(limit, 64 * 1024), alignment: 8) { buffer in
      while bytes.count < limit, let count = file.read(into: buffer), count > 0 {
        bytes += buffer[..<min(count, limit - bytes.count)]
      }
    }
    return bytes
  }

  /// Milliseconds since it was written; negative where its time lies ahead.
  private static func age(_ status: stat) -> Int64 {
    #if canImport(Darwin)
      let written = status.st_mtimespec
    #else
      let written = status.st_mtim
    #endif
    return Platform.wallMilliseconds - Int64(written.tv_sec) * 1000
      - Int64(written.tv_nsec) / 1_000_000
  }
}

/// A file that a worker wrote.
struct UntrustedFile {
  let bytes: [UInt8]
  /// How many names it has; more than one may be a file of somebody else's.
  let names: Int
  let age: Int64

  enum Refusal: Error, Hashable {
    case gone, kind, closed
    case size(limit: Int)

    var words: String {
      switch self {
      case .gone: "it is gone"
      case .kind: "it is no ordinary file"
      case .closed: "it cannot be read"
      case .size(let limit): "it has more than \(limit) bytes"
      }
    }
  }
}

/// A name in a directory, whatever bytes a worker made it of.
struct UntrustedName: Hashable {
  /// As the system takes it, the final NUL included.
  let bytes: [CChar]

  /// One line that can be shown.
  var shown: String { SafeText.singleLine(text, limit: 100) }
  /// What is not UTF-8 is replaced.
  var text: String { String(decoding: units, as: UTF8.self) }
  var units: [UInt8] { bytes.dropLast().map { UInt8(bitPattern: $0) } }

  fileprivate var isDot: Bool { units == [46] || units == [46, 46] }
}

extension UntrustedName: Comparable {
  static func < (left: UntrustedName, right: UntrustedName) -> Bool {
    left.units.lexicographicallyPrecedes(right.units)
  }
}
