import Git

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Brings what git does not hold into a new worktree: untracked files of the main one that
/// `.worktreeinclude` names, such as `.env`.
enum WorktreeInclude {
  /// More is a build directory that somebody named by mistake.
  static let fileLimit = 1000
  static let byteLimit = 256 << 20

  static let name = ".worktreeinclude"

  /// Returns how many files were copied.
  static func copy(
    from location: RepositoryLocation, to worktree: String
  ) async throws -> Int {
    guard let origin = location.workTree, Folder.exists("\(origin)/\(name)") else { return 0 }
    let list = try await location.git([
      "ls-files", "-z", "--others", "--ignored", "--exclude-from=\(origin)/\(name)",
    ]).output
    var copied = 0
    var bytes = 0
    for field in list.split(separator: 0) {
      let path = String(decoding: field, as: UTF8.self)
      guard let size = Folder.size(ofFile: "\(origin)/\(path)"),
        !Folder.exists("\(worktree)/\(path)")
      else { continue }
      bytes += size
      guard copied < fileLimit, bytes <= byteLimit else {
        throw LaneTrouble(
          text: "\(name) names more than \(fileLimit) files or \(byteLimit >> 20) MiB")
      }
      try Folder.make(Folder.parent(of: "\(worktree)/\(path)"))
      try FileManager.default.copyItem(
        atPath: "\(origin)/\(path)", toPath: "\(worktree)/\(path)")
      copied += 1
    }
    return copied
  }

  /// Whether the file is still as it is in `origin`, so that nothing is lost with it.
  static func isCopy(_ path: String, in worktree: String, of origin: String) -> Bool {
    guard let size = Folder.size(ofFile: "\(worktree)/\(path)"), size <= byteLimit,
      size == Folder.size(ofFile: "\(origin)/\(path)")
    else { return false }
    return FileManager.default.contentsEqual(
      atPath: "\(worktree)/\(path)", andPath: "\(origin)/\(path)")
  }
}
