public import Model

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Repository {
  /// The value that the reference's log says it was given last; nil where it has no log.
  public func lastLogged(_ name: ReferenceName) -> ObjectID? {
    ReferenceLog.end(of: "\(location.commonDirectory)/logs/\(name)")
      .split(separator: UInt8(ascii: "\n")).reversed().lazy.compactMap { line -> ObjectID? in
        let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
        guard fields.count == 3, ObjectID(hex: fields[0]) != nil else { return nil }
        return ObjectID(hex: fields[1])
      }.first
  }
}

/// The file in which git notes a reference's values.
private enum ReferenceLog {
  /// A line holds a name and a message; so many bytes hold at least one that is whole.
  private static let bytes = 64 << 10

  static func end(of path: String) -> ArraySlice<UInt8> {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var content = [UInt8](repeating: 0, count: bytes)
    lseek(file, max(0, lseek(file, 0, SEEK_END) - off_t(bytes)), SEEK_SET)
    let count = read(file, &content, bytes)
    return content.prefix(max(0, count))
  }
}
