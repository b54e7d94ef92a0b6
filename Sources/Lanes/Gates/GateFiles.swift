import Git
import Model
import Store

/// Holds the files that gates see against the tree that they sign for.
struct GateFiles {
  let directory: String
  /// What would land.
  let tree: ObjectID
  private let repository: Repository
  /// Forms that the base's own attributes ask for; those of the head are the worker's.
  private let forms: Forms

  private struct Forms {
    var carriageReturns = false
    var largeFiles = false
  }

  /// More attributes than this nobody writes.
  private static let attributeBytes = 1 << 20
  /// The pointer that stands for a large file is shorter than this by its own rules.
  private static let pointerBytes = 1024

  init(
    in directory: String, tree: ObjectID, base: ObjectID, of location: RepositoryLocation
  ) throws(GitError) {
    self.directory = directory
    self.tree = tree
    repository = try Repository(location)
    forms = try Self.forms(of: try repository.treeID(base), in: repository)
  }

  /// Says how the files, with nothing beside them, are not the tree; nil when they are.
  func flawBefore() throws(GitError) -> String? {
    guard let found = try difference(others: .refused) else { return nil }
    return "the gates' files are not the tree: \(Self.named(found)). Hooks, filters, attributes or "
      + "settings of this clone changed what was checked out; no gate ran"
  }

  /// Says what changed in the tree's files since; nil when nothing did.
  func flawAfter(setup: Bool) throws(GitError) -> String? {
    guard Folder.isDirectory(directory) else {
      return "the gates removed or replaced the directory that they ran in"
    }
    guard let found = try difference(others: .allowed) else { return nil }
    return "\(setup ? "set-up or the gates" : "the gates") changed \(Self.named(found)): "
      + "what they checked is not what would land"
  }

  private func difference(others: OtherFiles) throws(GitError) -> CheckoutDifference? {
    try repository.difference(of: directory, from: tree, others: others) {
      bytes, blob throws(GitError) in
      if forms.carriageReturns, try isWithCarriageReturns(bytes, blob) { return true }
      return forms.largeFiles ? try isLargeFile(bytes, blob) : false
    }
  }

  private func isWithCarriageReturns(
    _ bytes: [UInt8], _ blob: ObjectID
  ) throws(GitError) -> Bool {
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      if byte == UInt8(ascii: "\r"), next == UInt8(ascii: "\n") { continue }
      plain.append(byte)
    }
    return try Repository.hash(plain, kind: .blob) == blob
  }

  /// Whether the blob is Git LFS's pointer to these very bytes.
  private func isLargeFile(_ bytes: [UInt8], _ blob: ObjectID) throws(GitError) -> Bool {
    guard let size = try repository.header(of: blob)?.size, size < Self.pointerBytes else {
      return false
    }
    let pointer = String(decoding: try repository.blob(blob, limit: size), as: UTF8.self)
    let lines = pointer.split(separator: "\n")
    return lines.first == "version https://git-lfs.github.com/spec/v1"
      && lines.contains("oid sha256:\(Digest(of: bytes).hex)")
  }

  private static func forms(
    of base: ObjectID, in repository: Repository
  ) throws(GitError) -> Forms {
    guard let entry = try repository.entry(at: ".gitattributes", in: base),
      entry.mode == .file, let size = try repository.header(of: entry.id)?.size,
      size <= attributeBytes
    else { return Forms() }
    let text = String(decoding: try repository.blob(entry.id, limit: size), as: UTF8.self)
    let words = Set(
      text.split(separator: "\n").filter { !$0.hasPrefix("#") }.flatMap {
        $0.split(whereSeparator: \.isWhitespace).dropFirst()
      })
    return Forms(
      carriageReturns: words.contains("eol=crlf"), largeFiles: words.contains("filter=lfs"))
  }

  private static func named(_ found: CheckoutDifference) -> String {
    let path = SafeText.escaped(found.path)
    return switch found.what {
    case .missing: "\(path) (gone or of another sort)"
    case .content: path
    case .executableBit: "\(path) (its executable bit)"
    case .surplus: "\(path) (not in the tree)"
    case .unreadable: "\(path) (not readable)"
    }
  }
}

extension CommandGateResult {
  /// The name under which the files themselves are reported. No gate's name has a blank.
  static let filesName = "gates' files"

  /// Stands for all gates, which did not run on files that are not the tree.
  static func refused(because flaw: String) -> CommandGateResult {
    CommandGateResult(
      name: filesName, outcome: .notStarted(flaw), exit: nil, milliseconds: 0,
      log: Array("\(flaw)\n".utf8), logBytes: 0, leftovers: [])
  }

  /// The same run, which counts no more where it passed.
  func spoiled(by flaw: String) -> CommandGateResult {
    guard passed else { return self }
    let added = Array("\n\(flaw)\n".utf8)
    return CommandGateResult(
      name: name, outcome: .spoiled(flaw), exit: exit, milliseconds: milliseconds,
      log: log + added, logBytes: logBytes + added.count, leftovers: leftovers)
  }
}
