/// What differs between HEAD, the index and the files of one work tree.
public struct WorkTreeStatus: Sendable, Hashable {
  public struct Change: Sendable, Hashable {
    public let path: String
    /// How the index differs from HEAD: `M A D T U`, or `.` for not at all.
    public let index: Character
    /// How the file differs from the index.
    public let file: Character
    /// Whether the path is a submodule.
    public let isSubmodule: Bool
    /// Whether it is a submodule with changes or files that no commit of its own holds.
    public let isChangedInside: Bool
    /// Whether a merge left it unresolved.
    public let isUnmerged: Bool
  }

  public internal(set) var changes: [Change] = []
  /// Files that git does not know, one by one.
  public internal(set) var untracked: [String] = []
  /// Ignored files and directories, a directory with its final slash; empty unless asked for.
  public internal(set) var ignored: [String] = []
  /// Untracked directories that are repositories of their own, without a final slash.
  public internal(set) var nestedRepositories: [String] = []

  /// Whether anything is there that a checkout of HEAD would not have put there.
  public var isDirty: Bool {
    !(changes.isEmpty && untracked.isEmpty && nestedRepositories.isEmpty)
  }

  public var isUnmerged: Bool { changes.contains(where: \.isUnmerged) }
}

extension WorkTreeStatus {
  /// Reads `git status --porcelain=v2 -z --untracked-files=all --no-renames`; nil when a line
  /// is none that git documents.
  init?(_ output: ProgramOutput) {
    for field in output.fields {
      let text = String(decoding: field, as: UTF8.self)
      switch text.first {
      case "#":
        continue
      case "?":
        let path = String(text.dropFirst(2))
        // With all untracked files listed, only a repository is still shown as a directory.
        if path.hasSuffix("/") {
          nestedRepositories.append(String(path.dropLast()))
        } else {
          untracked.append(path)
        }
      case "!":
        ignored.append(String(text.dropFirst(2)))
      case "1":
        guard let change = Change(text, wordsBeforePath: 8) else { return nil }
        changes.append(change)
      case "u":
        guard let change = Change(text, wordsBeforePath: 10) else { return nil }
        changes.append(change)
      default:
        return nil
      }
    }
  }
}

extension WorkTreeStatus.Change {
  fileprivate init?(_ line: String, wordsBeforePath: Int) {
    let words = line.split(
      separator: " ", maxSplits: wordsBeforePath, omittingEmptySubsequences: false)
    guard words.count == wordsBeforePath + 1, words[1].count == 2,
      let index = words[1].first, let file = words[1].last
    else { return nil }
    self.init(
      path: String(words[wordsBeforePath]), index: index, file: file,
      isSubmodule: words[2].hasPrefix("S"),
      isChangedInside: words[2].hasPrefix("S") && words[2].dropFirst(2) != "..",
      isUnmerged: words[0] == "u")
  }
}
