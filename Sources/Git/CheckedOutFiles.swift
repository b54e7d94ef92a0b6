public import Model

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One path at which files on disk are not what a tree holds.
public struct CheckoutDifference: Sendable, Hashable {
  public enum What: Sendable, Hashable {
    /// Gone, or of another sort: a link for a file, a file for a directory.
    case missing
    case content
    case executableBit
    /// No name of the tree's.
    case surplus
    case unreadable
  }

  public let path: String
  public let what: What
}

/// What may stand beside the files of a tree.
public enum OtherFiles: Sendable, Hashable {
  case allowed
  case refused
}

extension Repository {
  /// Whether bytes on disk are an honest form of a blob that is spelled otherwise.
  public typealias OtherForm = (_ file: [UInt8], _ blob: ObjectID) throws(GitError) -> Bool

  /// The first path at which the files in `directory` are not those of `tree`; nil when they are.
  ///
  /// Raw: every byte is read, and no index, attribute, filter or setting has a say. Submodules
  /// are passed over, and so is `.git` at the top.
  public func difference(
    of directory: String, from tree: ObjectID, others: OtherFiles,
    orAs form: OtherForm = { _, _ throws(GitError) in false }
  ) throws(GitError) -> CheckoutDifference? {
    let root = Array(directory.utf8) + [UInt8(ascii: "/")]
    var pending: [(path: [UInt8], tree: ObjectID)] = [([], try treeID(tree))]
    while let next = pending.popLast() {
      let entries = try self.tree(next.tree)
      for entry in entries {
        let path = next.path + entry.nameBytes
        if entry.mode == .tree { pending.append((path + [UInt8(ascii: "/")], entry.id)) }
        if let what = try Self.difference(of: root + path, from: entry, orAs: form) {
          return CheckoutDifference(path: String(decoding: path, as: UTF8.self), what: what)
        }
      }
      guard others == .refused else { continue }
      if let name = Self.surplus(in: root + next.path, beside: entries, isTop: next.path.isEmpty) {
        let path = String(decoding: next.path + name, as: UTF8.self)
        return CheckoutDifference(path: path, what: .surplus)
      }
    }
    return nil
  }

  /// Whether what stands at `path` on disk is `side`, byte for byte; nil is nothing at all.
  public static func isOnDisk(
    _ side: PathChange.Side?, at path: [UInt8], in directory: String
  ) throws(GitError) -> Bool {
    let place = Array(directory.utf8) + [UInt8(ascii: "/")] + path
    guard let side else {
      var status = stat()
      return lstat(terminated(place), &status) != 0 && (errno == ENOENT || errno == ENOTDIR)
    }
    let entry = TreeEntry(nameBytes: path, side.mode, side.id)
    return try difference(of: place, from: entry) { _, _ throws(GitError) in false } == nil
  }

  private static func difference(
    of place: [UInt8], from entry: TreeEntry, orAs form: OtherForm
  ) throws(GitError) -> CheckoutDifference.What? {
    if entry.mode == .gitlink { return nil }
    let path = terminated(place)
    var status = stat()
    guard lstat(path, &status) == 0 else { return .missing }
    let sort = status.st_mode & S_IFMT
    if entry.mode == .tree { return sort == S_IFDIR ? nil : .missing }
    if entry.mode == .link {
      guard sort == S_IFLNK, let target = target(ofLink: path) else { return .missing }
      return try hash(target, kind: .blob) == entry.id ? nil : .content
    }
    guard sort == S_IFREG else { return .missing }
    let isExecutable = entry.mode.rawValue & 0o100 != 0
    guard (status.st_mode & S_IXUSR != 0) == isExecutable else { return .executableBit }
    guard let bytes = try Bytes.ofFile(named: path) else { return .unreadable }
    if try hash(bytes, kind: .blob) == entry.id { return nil }
    return try form(bytes, entry.id) ? nil : .content
  }

  /// Links longer than this no system follows.
  private static let linkBytes = 4096

  private static func target(ofLink path: [CChar]) -> [UInt8]? {
    var length = -1
    let target = [UInt8](unsafeUninitializedCapacity: linkBytes) { buffer, count in
      length = buffer.withMemoryRebound(to: CChar.self) {
        readlink(path, $0.baseAddress!, linkBytes)
      }
      count = max(0, length)
    }
    return length >= 0 ? target : nil
  }

  private static func surplus(
    in directory: [UInt8], beside entries: [TreeEntry], isTop: Bool
  ) -> [UInt8]? {
    guard let stream = opendir(terminated(directory)) else { return nil }
    defer { closedir(stream) }
    var known = Set(entries.map(\.nameBytes))
    known.formUnion([Array(".".utf8), Array("..".utf8)])
    if isTop { known.insert(Array(".git".utf8)) }
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: UInt8.self, capacity: 1) { Array(cString: $0) }
      }
      if !known.contains(name) { return name }
    }
    return nil
  }

  private static func terminated(_ path: [UInt8]) -> [CChar] {
    path.map { CChar(bitPattern: $0) } + [0]
  }
}

extension Array where Element == UInt8 {
  fileprivate init(cString start: UnsafePointer<UInt8>) {
    var end = start
    while end.pointee != 0 { end += 1 }
    self.init(UnsafeBufferPointer(start: start, count: end - start))
  }
}
