import Model

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What `packed-refs` held when it was read: lines of `ID NAME`, sorted by name, which are searched
/// and not parsed.
struct PackedNames {
  /// Tells whether the file is still the one that was read; whoever writes it puts another in
  /// its place.
  struct Stamp: Equatable {
    let device: UInt64
    let inode: UInt64
    let size: Int64
    let seconds: Int64
    let nanoseconds: Int64

    init(_ status: stat) {
      #if canImport(Darwin)
        let written = status.st_mtimespec
      #else
        let written = status.st_mtim
      #endif
      device = UInt64(truncatingIfNeeded: status.st_dev)
      (inode, size) = (UInt64(status.st_ino), Int64(status.st_size))
      (seconds, nanoseconds) = (Int64(written.tv_sec), Int64(written.tv_nsec))
    }
  }

  /// Nil where there is no such file.
  let stamp: Stamp?
  private let path: String
  private let bytes: [UInt8]
  /// Where the lines about references begin.
  private let start: Int

  static func stamp(of path: String) -> Stamp? {
    var status = stat()
    return stat(path, &status) == 0 ? Stamp(status) : nil
  }

  /// Throws `corrupt` where the file does not end with a whole line.
  init(readingFrom path: String) throws(GitError) {
    self.path = path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      guard errno == ENOENT || errno == ENOTDIR else {
        throw GitError(system: errno, "read the packed references of", on: path)
      }
      (stamp, bytes, start) = (nil, [], 0)
      return
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Self.damage(path, "it is no ordinary file")
    }
    stamp = Stamp(status)
    let all = try Bytes.of(descriptor, at: path)
    guard all.last ?? Self.newline == Self.newline else {
      throw Self.damage(path, "its last line is cut off")
    }
    let header = Self.header(of: all)
    if all.isEmpty || header.isSorted {
      (bytes, start) = (all, header.end)
    } else {
      (bytes, start) = (try Self.sorted(all, at: path), 0)
    }
    guard Self.isInOrder(bytes, from: start) else {
      throw Self.damage(path, "its lines are not what git writes, each name once and in order")
    }
  }

  /// Whether each line is about one reference, and each is after the one before: else who searches
  /// in another way than git finds another value.
  private static func isInOrder(_ bytes: [UInt8], from start: Int) -> Bool {
    bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return true }
      var (line, last) = (start, 0..<0)
      while line < bytes.count {
        guard let found = memchr(base + line, Int32(newline), bytes.count - line) else {
          return false
        }
        let end = UnsafeRawPointer(found) - base
        if bytes[line] != UInt8(ascii: "^") {
          guard end - line > nameOffset, bytes[line + ObjectID.hexCount] == UInt8(ascii: " ") else {
            return false
          }
          let name = (line + nameOffset)..<end
          let order = memcmp(
            base + last.lowerBound, base + name.lowerBound, min(last.count, name.count))
          guard order < 0 || order == 0 && last.count < name.count else { return false }
          last = name
        }
        line = end + 1
      }
      return true
    }
  }

  /// Throws `corrupt` where a line has no value, which who looks for names does not see.
  func checkValues() throws(GitError) {
    for line in bytes[start...].split(separator: Self.newline) {
      let isPeeled = line.first == UInt8(ascii: "^")
      guard ObjectID(hex: isPeeled ? line.dropFirst() : line.prefix(ObjectID.hexCount)) != nil
      else { throw Self.damage(path, "a line in it is no reference") }
    }
  }

  private static let newline = UInt8(ascii: "\n")

  /// Git writes one comment, with what holds of the lines after it.
  private static func header(of all: [UInt8]) -> (end: Int, isSorted: Bool) {
    guard all.first == UInt8(ascii: "#"), let end = all.firstIndex(of: newline) else {
      return (0, false)
    }
    let words = String(decoding: all[..<end], as: UTF8.self).split(separator: " ")
    return (end + 1, words.starts(with: ["#", "pack-refs", "with:"]) && words.contains("sorted"))
  }

  /// The lines about references in the order of their names, as older programs did not write them.
  private static func sorted(_ all: [UInt8], at path: String) throws(GitError) -> [UInt8] {
    var lines: [ArraySlice<UInt8>] = []
    for line in all.split(separator: newline, omittingEmptySubsequences: false).dropLast() {
      switch line.first {
      case UInt8(ascii: "#"), UInt8(ascii: "^"): continue
      default:
        guard line.count > ObjectID.hexCount + 1 else { throw damage(path, "a line is too short") }
        lines.append(line)
      }
    }
    lines.sort { $0.dropFirst(nameOffset).lexicographicallyPrecedes($1.dropFirst(nameOffset)) }
    return lines.flatMap { $0 + [newline] }
  }

  private static let nameOffset = ObjectID.hexCount + 1

  private static func damage(_ path: String, _ detail: String) -> GitError {
    GitError(
      .corrupt, "read the packed references of", on: path,
      detail + "; `git for-each-ref` fails on it too, and a clone or a remote has its values")
  }
}

extension PackedNames {
  private typealias Buffer = UnsafeBufferPointer<UInt8>

  /// The value of one reference; nil where there is no line about it.
  func value(of name: ReferenceName) throws(GitError) -> ObjectID? {
    var found: ObjectID?
    try scan(from: name.text) { line, value throws(GitError) in
      if line.elementsEqual(name.text.utf8) { found = try value() }
      return false
    }
    return found
  }

  /// The references whose names begin with `prefix`, in the order of their names.
  func all(under prefix: String) throws(GitError) -> [Reference] {
    var found: [Reference] = []
    try scan(from: prefix) { line, value throws(GitError) in
      guard line.starts(with: prefix.utf8) else { return false }
      // A name that nobody could type stands for nothing.
      if let text = String(validating: line, as: UTF8.self), let name = ReferenceName(text) {
        found.append(Reference(name: name, target: try value()))
      }
      return true
    }
    return found
  }

  /// Shows the lines from the first whose name is not before `text`, while `show` says so.
  private func scan(
    from text: String,
    _ show: (_ name: Slice<Buffer>, _ value: () throws(GitError) -> ObjectID) throws(GitError)
      -> Bool
  ) throws(GitError) {
    let wanted = Array(text.utf8)
    let (path, first) = (path, start)
    let result = bytes.withUnsafeBufferPointer { bytes -> Result<Void, GitError> in
      Result { () throws(GitError) in
        guard var line = Self.lowerBound(of: wanted, in: bytes, from: first) else {
          throw Self.damage(path, "a line in it is no reference")
        }
        while line < bytes.count {
          let end = Self.end(of: line, in: bytes)
          let isPeeled = bytes[line] == UInt8(ascii: "^")
          if !isPeeled {
            guard end > line + Self.nameOffset, bytes[line + ObjectID.hexCount] == UInt8(ascii: " ")
            else { throw Self.damage(path, "a line in it is no reference") }
            let name = bytes[(line + Self.nameOffset)..<end]
            let goesOn = try show(name) { () throws(GitError) in
              guard let id = ObjectID(hex: bytes[line..<(line + ObjectID.hexCount)]) else {
                throw Self.damage(path, "a line in it is no reference")
              }
              return id
            }
            guard goesOn else { return }
          }
          line = end + 1
        }
      }
    }
    try result.get()
  }

  /// Where the first line begins whose name is not before `wanted`; nil where a line that was
  /// looked at has no name.
  private static func lowerBound(of wanted: [UInt8], in bytes: Buffer, from start: Int) -> Int? {
    var (low, high) = (start, bytes.count)
    while low < high {
      var middle = beginning(of: low + (high - low) / 2, in: bytes, from: low)
      // A peeled value belongs to the line before it.
      while middle > low, bytes[middle] == UInt8(ascii: "^") {
        middle = beginning(of: middle - 1, in: bytes, from: low)
      }
      let end = end(of: middle, in: bytes)
      guard bytes[middle] != UInt8(ascii: "^") else {
        low = end + 1
        continue
      }
      guard end > middle + nameOffset else { return nil }
      if bytes[(middle + nameOffset)..<end].lexicographicallyPrecedes(wanted) {
        low = end + 1
      } else {
        high = middle
      }
    }
    return low
  }

  private static func beginning(of place: Int, in bytes: Buffer, from start: Int) -> Int {
    var place = place
    while place > start, bytes[place - 1] != newline { place -= 1 }
    return place
  }

  private static func end(of line: Int, in bytes: Buffer) -> Int {
    var end = line
    while end < bytes.count, bytes[end] != newline { end += 1 }
    return end
  }
}
