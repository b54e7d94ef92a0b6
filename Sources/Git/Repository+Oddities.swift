import CGit2
public import Model

/// What has git show another history than the one that is there.
public enum HistoryOddity: Hashable, Sendable {
  /// Objects that `git replace` shows as others.
  case replaced([ObjectID])
  /// `info/grafts` gives commits other parents.
  case grafted
  /// History ends where a shallow clone cut it.
  case shallow
}

extension Repository {
  /// libgit2 and `Program.git` see objects and parents as they are; a person's own git, and a
  /// shallow clone's lack of objects, do not.
  public func historyOddities() throws(GitError) -> [HistoryOddity] {
    var found: [HistoryOddity] = []
    let prefix = "refs/replace/"
    let replaced = try references(under: prefix).map {
      ObjectID($0.name.text.dropFirst(prefix.count))
    }
    if !replaced.isEmpty { found.append(.replaced(replaced.compactMap { $0 })) }
    if try names("info/grafts") { found.append(.grafted) }
    if try names("shallow") { found.append(.shallow) }
    return found
  }

  /// Whether a file of the repository's names any commit.
  private func names(_ file: String) throws(GitError) -> Bool {
    let path = "\(location.commonDirectory)/\(file)"
    guard let bytes = try Bytes.ofFile(path) else { return false }
    return bytes.split(separator: 10).contains {
      ObjectID(hex: $0.prefix(ObjectID.hexCount)) != nil
    }
  }

  /// The version of libgit2 that runs here.
  public static var libraryVersion: String {
    var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
    git_libgit2_version(&major, &minor, &patch)
    return "\(major).\(minor).\(patch)"
  }
}
