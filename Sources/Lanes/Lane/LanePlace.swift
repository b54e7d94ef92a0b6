public import Model

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Where the process of one packet keeps what lives no longer than the packet: a directory below
/// `<git-common-dir>/o8/lanes/`. Deleting it while nothing runs loses nothing.
public struct LanePlace: Hashable, Sendable {
  public let packet: ObjectID
  public let directory: String

  public init(of packet: ObjectID, in commonDirectory: String) {
    self.packet = packet
    directory = "\(Self.all(in: commonDirectory))/\(packet.hex)"
  }

  /// What holds the places of all packets.
  public static func all(in commonDirectory: String) -> String { "\(commonDirectory)/o8/lanes" }

  /// Those that are there.
  public static func all(leftIn commonDirectory: String) -> [LanePlace] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: all(in: commonDirectory))
    return (names ?? []).sorted().compactMap { name in
      ObjectID(name).map { LanePlace(of: $0, in: commonDirectory) }
    }
  }

  /// Held while a process works on the packet or anything of its worker's is left.
  public var lock: String { "\(directory)/lock" }
  public var isHeld: Bool { FileLock.isHeld(lock) }
  /// The lane's own process, apart from what it runs.
  public var tenure: Tenure { Tenure(of: lock) }
  public var spool: SpoolDirectory { SpoolDirectory("\(directory)/spool") }
  public var control: LaneControl { LaneControl(directory: directory) }
  /// What the worker is told, as a file.
  public var promptFile: String { "\(directory)/prompt.md" }
  /// Where the worker leaves messages.
  public var outbox: String { "\(directory)/outbox" }
  /// Where the worker leaves files for people.
  public var artifacts: String { "\(directory)/artifacts" }
  /// The repository as the worker sees it, where it is not to see the real one.
  public var stage: String { "\(directory)/git" }
  /// What a detached lane says for itself when even its spool fails.
  public var log: String { "\(directory)/log" }

  /// The lines of that, none where all went well.
  public var complaint: [String] {
    let bytes = Folder.read(log, limit: Self.complaintBytes) ?? []
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  public func forgetComplaint() { Folder.removeFile(log) }

  /// An error and its hint; more is noise.
  private static let complaintBytes = 16 * 1024

  /// Removes it with all it holds: what is worth keeping of a closed packet is in git.
  public func remove() throws { try FileManager.default.removeItem(atPath: directory) }

  /// Makes the directories that are not there yet.
  public func make() throws(SystemFailure) {
    try Folder.make(directory)
    try Folder.make(outbox)
    try Folder.make(artifacts)
  }
}

/// Directories and small files of o8's own.
public enum Folder {
  /// Makes `path` and what is missing above it, for this user alone.
  public static func make(_ path: String) throws(SystemFailure) {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    let failed = errno
    let parent = parent(of: path)
    guard failed == ENOENT, parent != path else {
      throw SystemFailure("make directory", path, lastErrno: failed)
    }
    try make(parent)
    if mkdir(path, 0o700) != 0, errno != EEXIST {
      throw SystemFailure("make directory", path, lastErrno: errno)
    }
  }

  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
    return String(path[..<slash])
  }

  /// Whether a directory is there that this user may make files in.
  static func isUsable(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      && access(path, W_OK | X_OK) == 0
  }

  /// Links are not followed.
  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// The bytes of an ordinary file; nil for anything else, links included.
  static func size(ofFile path: String) -> Int? {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Replaces the file at `path` in one step.
  static func write(_ bytes: [UInt8], to path: String) throws(SystemFailure) {
    let fresh = "\(path).\(getpid())"
    unlink(fresh)
    let file = try Descriptor(opening: fresh, for: .appending)
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { bytes in
        Result { () throws(SystemFailure) in try file.write(bytes) }
      }
      rest = rest.dropFirst(try written.get() ?? 0)
    }
    guard rename(fresh, path) == 0 else {
      throw SystemFailure("write", path, lastErrno: errno)
    }
  }

  /// A small file's bytes; nil where it cannot be read.
  static func read(_ path: String, limit: Int) -> [UInt8]? {
    guard let file = try? Descriptor(opening: path, for: .reading) else { return nil }
    return [UInt8](unsafeUninitializedCapacity: limit) { buffer, filled in
      while filled < limit {
        let room = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
        guard let more = file.read(into: room), more > 0 else { return }
        filled += more
      }
    }
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

  /// Where a symbolic link leads; nil for anything else.
  static func link(at path: String) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      guard let start = buffer.baseAddress else { return nil }
      let count = readlink(path, start, buffer.count)
      return count < 0
        ? nil : String(decoding: UnsafeRawBufferPointer(buffer)[..<count], as: UTF8.self)
    }
  }

  /// What a directory holds, but for hidden names, sorted; nothing where none is there.
  static func names(in directory: String) -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// How long ago a file was written; nil where none is there.
  static func ageSeconds(of path: String) -> Double? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    #if canImport(Darwin)
      let written = status.st_mtimespec
    #else
      let written = status.st_mtim
    #endif
    let milliseconds = Int64(written.tv_sec) * 1000 + Int64(written.tv_nsec) / 1_000_000
    return max(0, Double(Platform.wallMilliseconds - milliseconds) / 1000)
  }

  static func removeFile(_ path: String) { unlink(path) }

  /// Moves what stands at `path` out of the way, and says where to.
  static func setAside(
    _ path: String, to stem: String? = nil
  ) throws(SystemFailure) -> String {
    for number in 1...1000 {
      let place = "\(stem ?? path).\(number)"
      guard !exists(place) else { continue }
      guard rename(path, place) == 0 else {
        throw SystemFailure("move aside", path, lastErrno: errno)
      }
      return place
    }
    throw SystemFailure("move aside", path, lastErrno: EEXIST)
  }
}
