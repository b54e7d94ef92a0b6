public import Model

/// Where a line comes from.
public struct LineOrigin: Sendable, Hashable {
  public let commit: ObjectID
  /// The file's path in that commit.
  public let path: String
  /// The line's number in that commit's file, from 1.
  public let line: Int
  public let text: String
}

extension RepositoryLocation {
  /// The commit that `line` (from 1) of `path`, as it is in `revision`, comes from.
  ///
  /// Throws `notFound` when there is no such file or line.
  public func origin(
    of line: Int, in path: String, at revision: ObjectID
  ) async throws(GitError) -> LineOrigin {
    let arguments = [
      "blame", "--porcelain", "-L", "\(line),\(line)", revision.hex, "--", path,
    ]
    let result = try await run(arguments)
    guard result.exit == 0 else {
      throw GitError(
        .notFound, "blame line \(line) of", on: path,
        Program.git.failed(arguments, result).detail)
    }
    guard let origin = LineOrigin(porcelain: result.text) else {
      throw GitError(.other, "blame line \(line) of", on: path, "git wrote an unknown form")
    }
    return origin
  }
}

extension LineOrigin {
  /// Reads `ID ORIGINAL FINAL COUNT`, header lines, and the line itself after a tab.
  init?(porcelain text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let words = lines.first?.split(separator: " "), words.count >= 3,
      let commit = ObjectID(words[0]), let line = Int(words[1]),
      let name = lines.first(where: { $0.hasPrefix("filename ") }),
      let content = lines.first(where: { $0.hasPrefix("\t") })
    else { return nil }
    self.init(
      commit: commit, path: String(name.dropFirst("filename ".count)), line: line,
      text: String(content.dropFirst()))
  }
}
