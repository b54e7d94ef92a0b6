public import Model

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A reference whose file holds no value of its own: a crash, a full disk or a hand left it so.
///
/// Git only says that it is broken, lists it nowhere, and neither moves nor deletes it.
public struct DamagedReference: Hashable, Sendable {
  public enum Fault: Hashable, Sendable {
    case empty
    case garbage
    /// It is another name of this one, which moves in its place.
    case symbolic(String)
    /// A link stands there, and this is where it leads.
    case link(String)
    case unreadable
  }

  public let name: ReferenceName
  /// The file that is to go before anything else can stand there.
  public let path: String
  public let fault: Fault

  /// More is no reference, whatever it is.
  private static let readBytes = 4096

  /// Nil where the file holds a value.
  init?(_ name: ReferenceName, at path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    let fault: Fault
    switch status.st_mode & S_IFMT {
    case S_IFLNK: fault = .link(Self.target(ofLink: path))
    case S_IFREG where status.st_size == 0: fault = .empty
    case S_IFREG:
      guard let bytes = Self.beginning(of: path) else {
        fault = .unreadable
        break
      }
      guard let found = Self.fault(in: bytes) else { return nil }
      fault = found
    default: return nil
    }
    self.name = name
    self.path = path
    self.fault = fault
  }

  /// What is wrong with a loose file that holds `bytes`, as git reads it.
  static func fault(in bytes: [UInt8]) -> Fault? {
    let start = Array("ref:".utf8)
    if bytes.starts(with: start) {
      let rest = bytes.dropFirst(start.count).prefix { $0 != 10 }
      let target = String(decoding: rest.drop { $0 == 32 || $0 == 9 }, as: UTF8.self)
      return .symbolic(target)
    }
    let digits = bytes.prefix(ObjectID.hexCount)
    let isEnded = bytes.count == digits.count || [9, 10, 13, 32].contains(bytes[digits.count])
    guard digits.count == ObjectID.hexCount, isEnded, ObjectID(hex: digits) != nil else {
      return .garbage
    }
    return nil
  }

  fileprivate static func isValue(atPath path: String) -> Bool {
    guard let bytes = beginning(of: path) else { return false }
    switch fault(in: bytes) {
    case nil, .symbolic: return true
    case .empty, .garbage, .link, .unreadable: return false
    }
  }

  private static func beginning(of path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: readBytes)
    let count = read(file, &bytes, bytes.count)
    return count < 0 ? nil : Array(bytes.prefix(count))
  }

  private static func target(ofLink path: String) -> String {
    var bytes = [CChar](repeating: 0, count: readBytes)
    let count = readlink(path, &bytes, bytes.count)
    return String(
      decoding: bytes.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension Repository {
  /// Whether git would take the file at `path` for a reference.
  public func isReference(atPath path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size > 0
      && DamagedReference.isValue(atPath: path)
  }

  /// How the reference's own file is damaged; nil where it is not, or has none.
  public func damage(of name: ReferenceName) -> DamagedReference? {
    DamagedReference(name, at: "\(location.commonDirectory)/\(name)")
  }

  /// Those whose names begin with `prefix` and that are not among `found`: so nothing is opened
  /// that was read already.
  public func damagedReferences(
    under prefix: String, besides found: [Reference]
  ) -> [DamagedReference] {
    let loose = looseReferences(under: prefix)
    // Most clones have nearly all of them packed.
    guard !loose.isEmpty else { return [] }
    let sound = Set(found.lazy.filter { !$0.isSymbolic }.map(\.name.text))
    return loose.filter { $0.hasPrefix(prefix) && !sound.contains($0) }.compactMap { text in
      ReferenceName(text).flatMap(damage)
    }.sorted { $0.name < $1.name }
  }

  /// The names of the files that stand for references below the folder that `prefix` ends in,
  /// whatever they hold.
  private func looseReferences(under prefix: String) -> [String] {
    var names: [String] = []
    var folders = [String(prefix[..<(prefix.lastIndex(of: "/") ?? prefix.startIndex)])]
    while let folder = folders.popLast() {
      for (entry, isFolder) in Self.entries(of: "\(location.commonDirectory)/\(folder)") {
        if isFolder {
          folders.append("\(folder)/\(entry)")
        } else if !entry.hasSuffix(".lock") {
          names.append("\(folder)/\(entry)")
        }
      }
    }
    return names
  }

  public func damagedReferences(
    under prefix: String
  ) throws(GitError) -> [DamagedReference] {
    damagedReferences(under: prefix, besides: try references(under: prefix))
  }

  private static func entries(of path: String) -> [(name: String, isFolder: Bool)] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var found: [(String, Bool)] = []
    while let entry = readdir(folder) {
      let kind = entry.pointee.d_type
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name != ".", name != ".." else { continue }
      let isUnknown = kind == UInt8(DT_UNKNOWN)
      found.append((name, kind == UInt8(DT_DIR) || isUnknown && isDirectory("\(path)/\(name)")))
    }
    return found
  }

  private static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
