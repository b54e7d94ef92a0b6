/// Who owns which paths, as a file `CODEOWNERS` says it: the last line whose pattern covers a path
/// names its owners, and a line without owners takes them away.
///
/// Patterns are GitHub's. They are matched folded, as requirements by path are: a twin in other
/// letters has the owners of the real one.
public struct CodeOwners: Sendable {
  public struct Line: Hashable, Sendable {
    /// Counted from one.
    public let number: Int
    public let pattern: String
    /// `@name`, `@organisation/team` or a mail address, as it is written.
    public let owners: [String]
  }

  /// A line that cannot be understood, so that nobody knows which paths it is about.
  public struct Fault: Hashable, Sendable {
    public let number: Int
    public let reason: String
  }

  /// Where the file stands.
  public let path: String
  public let lines: [Line]
  public let faults: [Fault]
  private let index: OwnersIndex

  /// GitHub reads no larger file.
  public static let byteLimit = 3 << 20
  /// A file of that size whose lines say something has fewer.
  public static let lineLimit = 100_000
  /// What may be compared for one change, in bytes times wildcards: a second or two.
  static let workLimit = 1 << 27

  /// The places where hosts look, in this order; the first that holds anything counts.
  public static let places = [
    ".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS",
  ]

  /// Whether a change of a path may change what is found there.
  public static func isPlace(_ path: String) -> Bool {
    places.contains { path == $0 || path.hasPrefix($0 + "/") }
  }

  /// Whether a text is written as an owner is: `@name`, `@team/name` or a mail address.
  public static func isOwner(_ text: String) -> Bool {
    OwnersReading.isOwner(Array(text.utf8)[...])
  }

  /// Why a file as a whole says nothing.
  public struct Unreadable: Error, Hashable, Sendable {
    public let reason: String

    public init(_ reason: String) { self.reason = reason }
  }

  /// Reads a file that stands at `path`; throws where it is no text, or too much of it.
  public init(_ bytes: [UInt8], at path: String) throws(Unreadable) {
    let reading = try OwnersReading(bytes)
    self.path = path
    lines = reading.lines
    faults = reading.faults
    index = OwnersIndex(reading.patterns)
  }
}

extension CodeOwners: Hashable {
  /// The index follows from the lines.
  public static func == (left: CodeOwners, right: CodeOwners) -> Bool {
    left.path == right.path && left.lines == right.lines && left.faults == right.faults
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(path)
    hasher.combine(lines)
    hasher.combine(faults)
  }
}

extension CodeOwners {
  /// Paths that one line decides about.
  struct Decided {
    var line: Line?
    /// A line behind it that cannot be understood, and may be about the path.
    var fault: Fault?
    var path: String
    var count: Int
  }

  /// What decides about each of the paths that have owners or may have, in the order of the
  /// lines; nil where that would take longer than anybody waits.
  func decided(_ paths: [String]) -> [Decided]? {
    var work = Self.workLimit
    var found: [Int: Decided] = [:]
    for path in paths {
      guard let place = index.place(of: path, &work) else { return nil }
      let line = place < 0 ? nil : lines[place]
      if found[place] != nil {
        found[place]?.count += 1
        continue
      }
      let fault = faults.last.flatMap { $0.number > line?.number ?? 0 ? $0 : nil }
      found[place] = Decided(line: line, fault: fault, path: path, count: 1)
    }
    return found.sorted { $0.key < $1.key }.map(\.value).filter {
      $0.fault != nil || !($0.line?.owners.isEmpty ?? true)
    }
  }

  /// The line that decides about a path; nil where none does.
  public func line(covering path: String) -> Line? {
    var work = Int.max
    guard let place = index.place(of: path, &work), place >= 0 else { return nil }
    return lines[place]
  }
}
