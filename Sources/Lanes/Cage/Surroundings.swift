import Git
import Model
import Store

/// What code of a worker's could change and must not, where no cage keeps it from there: the
/// repository's settings, hooks and the like, and references that only certain hands move.
struct Surroundings {
  /// Bytes by path from the common directory on; nil stands for what could not be read.
  var files: [String: [UInt8]?]
  var references: [ReferenceName: ObjectID]

  /// How a note begins that tells of tampering.
  static let mark = "tamper: "

  /// A larger hook is a program, and is known by its beginning and its length.
  private static let fileBytes = 1 << 20
  /// More hooks nobody has.
  private static let fileCount = 1000

  /// One sentence for a packet that is refused.
  static func refusal(of notes: [String]) -> String {
    let found = notes.filter { $0.hasPrefix(mark) }.map { $0.dropFirst(mark.count) }
    let first = found.first.map(String.init) ?? "what is not the worker's was changed"
    let more = found.count > 1 ? " (and \(found.count - 1) more)" : ""
    return "\(first)\(more). If it was not you: put it back; then retry the packet or cancel it"
  }

  /// How they are now.
  static func present(in location: RepositoryLocation) throws -> Surroundings {
    let common = location.commonDirectory
    var paths = [
      "config", "config.worktree", "commondir", "objects/info/alternates", "shallow",
    ]
    for folder in ["hooks", "o8-hooks", "info"] {
      paths += Folder.names(in: "\(common)/\(folder)").filter { !$0.hasSuffix(".sample") }
        .prefix(fileCount).map { "\(folder)/\($0)" }
    }
    var files: [String: [UInt8]?] = [:]
    for path in paths where Folder.exists("\(common)/\(path)") {
      files[path] = .some(content(of: "\(common)/\(path)"))
    }
    let repository = try Repository(location)
    var references: [ReferenceName: ObjectID] = [:]
    for prefix in ["refs/heads/", "refs/o8/", "refs/replace/"] {
      for reference in try repository.references(under: prefix) {
        references[reference.name] = reference.target
      }
    }
    return Surroundings(files: files, references: references)
  }

  /// The file's mode, where a link leads, and its bytes.
  private static func content(of path: String) -> [UInt8]? {
    guard let size = Folder.size(ofFile: path) else {
      return Folder.target(ofLink: path).map { Array("-> \($0)".utf8) }
    }
    guard let bytes = Folder.read(path, limit: min(size, fileBytes)) else { return nil }
    return Array("\(Platform.isRunnableFile(path) ? "x" : "-") \(size) ".utf8) + bytes
  }

  /// The files that are not as they were, by path; `config` is told apart key by key.
  func changedFiles(from before: Surroundings) -> [String] {
    Set(files.keys).union(before.files.keys)
      .filter { files[$0] != before.files[$0] && !$0.hasPrefix("config") }.sorted()
  }

  func isConfigurationChanged(from before: Surroundings) -> Bool {
    ["config", "config.worktree"].contains { files[$0] != before.files[$0] }
  }
}
