extension RepositoryLocation {
  /// Where objects are written.
  var objectDirectory: String { objects?.primary ?? commonDirectory + "/objects" }

  /// Where objects may be, that one first: those that `objects/info/alternates` lends, too.
  var objectDirectories: [String] {
    var found = [objectDirectory] + (objects?.alternates ?? [])
    var next = 0
    while next < found.count, found.count < Self.alternateLimit {
      for lent in Self.lent(to: found[next]).prefix(Self.alternateLimit)
      where !found.contains(lent) { found.append(lent) }
      next += 1
    }
    return found
  }

  /// git follows five of them in a row, and nobody has more.
  private static let alternateLimit = 32

  private static func lent(to directory: String) -> [String] {
    guard let bytes = try? Bytes.ofFile(directory + "/info/alternates") else { return [] }
    return bytes.split(separator: UInt8(ascii: "\n")).compactMap { bytes in
      let line = String(decoding: bytes, as: UTF8.self)
      guard !line.hasPrefix("#") else { return nil }
      return plain(line.hasPrefix("/") ? line : "\(directory)/\(line)")
    }
  }
}
