/// A path as a file system that ignores case and the spelling of accents sees it.
public struct FoldedPath: Hashable, Sendable {
  /// The folded path in UTF-8, without slashes at its end.
  fileprivate let bytes: [UInt8]

  public init(_ path: String) {
    var bytes = Array(CaseFolding.fold(path).utf8)
    while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    self.bytes = bytes
  }

  /// Whether one equals, contains or lies under the other.
  public func touches(_ other: FoldedPath) -> Bool {
    self == other || contains(other) || other.contains(self)
  }

  /// Whether `other` lies under this path.
  public func contains(_ other: FoldedPath) -> Bool {
    other.bytes.count > bytes.count && other.bytes[bytes.count] == UInt8(ascii: "/")
      && other.bytes.starts(with: bytes)
  }

  /// The paths of the directories this one lies in, longest first.
  fileprivate var directories: [FoldedPath] {
    bytes.indices.reversed().filter { bytes[$0] == UInt8(ascii: "/") && $0 > 0 }
      .map { FoldedPath(bytes: Array(bytes[..<$0])) }
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }
}

/// Paths, with the question which others would collide with them on disk.
public struct FoldedPathSet: Sendable {
  private var paths: Set<FoldedPath> = []
  private var directories: Set<FoldedPath> = []

  public init(_ paths: some Sequence<String> = []) {
    for path in paths { insert(path) }
  }

  public var isEmpty: Bool { paths.isEmpty }

  public mutating func insert(_ path: String) {
    let folded = FoldedPath(path)
    guard paths.insert(folded).inserted else { return }
    for directory in folded.directories {
      guard directories.insert(directory).inserted else { return }
    }
  }

  /// Whether a path of the set equals `path`, contains it or lies under it.
  public func collides(with path: String) -> Bool {
    let folded = FoldedPath(path)
    return paths.contains(folded) || directories.contains(folded)
      || folded.directories.contains(where: paths.contains)
  }
}

/// What two sides changed, compared.
public enum PathRelation {
  /// Whether any path of one side equals, contains or lies under one of the other.
  public static func touches(_ one: [String], _ other: [String]) -> Bool {
    firstTouched(one, other) != nil
  }

  /// The first path of `one` that touches the other side, to name in a refusal.
  public static func firstTouched(_ one: [String], _ other: [String]) -> String? {
    let set = FoldedPathSet(other)
    return one.first(where: set.collides)
  }

  /// Groups of paths, or of directories that they lie in, that are different, yet one and the same
  /// where case is ignored. Each group is sorted, and so are the groups.
  public static func twins(among paths: [String]) -> [[String]] {
    var spellings: [FoldedPath: Set<[UInt8]>] = [:]
    for path in paths {
      let bytes = Array(path.utf8)
      for end in bytes.indices.dropFirst() where bytes[end] == UInt8(ascii: "/") {
        let directory = Array(bytes[..<end])
        spellings[FoldedPath(String(decoding: directory, as: UTF8.self)), default: []]
          .insert(directory)
      }
      spellings[FoldedPath(path), default: []].insert(bytes)
    }
    let groups = spellings.values.filter { $0.count > 1 }
      .map { $0.sorted { $0.lexicographicallyPrecedes($1) } }
      .sorted { $0[0].lexicographicallyPrecedes($1[0]) }
    return groups.map { $0.map { String(decoding: $0, as: UTF8.self) } }
  }
}
