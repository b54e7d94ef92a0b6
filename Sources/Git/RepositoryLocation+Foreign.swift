#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension RepositoryLocation {
  /// Repositories that are checked out where the index has a submodule, and whose git directory
  /// is not this repository's: somebody made them in the work tree, settings and hooks included.
  /// `git status` and `git add` would run what these name.
  func foreignRepositories(in workTree: String) async throws(GitError) -> Set<String> {
    guard let index = try Bytes.ofFile(gitDirectory + "/index"),
      IndexEntries(index).mayHoldSubmodules
    else { return [] }
    let staged = try await git(["ls-files", "--stage", "-z"])
    let gitlink = Array("160000 ".utf8)
    var found: Set<String> = []
    for field in staged.output.split(separator: 0) where field.starts(with: gitlink) {
      guard let tab = field.firstIndex(of: UInt8(ascii: "\t")) else { continue }
      let path = String(decoding: field[(tab + 1)...], as: UTF8.self)
      let link = "\(workTree)/\(path)/.git"
      var status = stat()
      guard lstat(link, &status) == 0 else { continue }
      if !isOurs(link, in: "\(workTree)/\(path)", status) { found.insert(path) }
    }
    return found
  }

  /// Whether git itself made the link, to where it keeps submodules.
  private func isOurs(_ link: String, in directory: String, _ status: stat) -> Bool {
    guard status.st_mode & S_IFMT == S_IFREG, let bytes = try? Bytes.ofFile(link) else {
      return false
    }
    let text = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    guard text.hasPrefix("gitdir: ") else { return false }
    let named = String(text.dropFirst("gitdir: ".count))
    guard let target = RealPath.of(named.hasPrefix("/") ? named : "\(directory)/\(named)") else {
      return false
    }
    return [commonDirectory, gitDirectory].contains { place in
      RealPath.of("\(place)/modules").map { target.hasPrefix("\($0)/") } ?? false
    }
  }
}
