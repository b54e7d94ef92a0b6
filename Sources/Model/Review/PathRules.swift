/// Rules on where a change reaches.
extension StaticReview {
  func scopeFindings(_ file: ChangedFile) -> [StaticFinding] {
    guard let severity = rules.scope.severity, !scope.isEmpty,
      !scope.contains(where: { $0.matches(path: file.path) })
    else { return [] }
    return [
      StaticFinding(
        .scope, severity,
        "outside the packet's scope (\(scope.map(\.text).joined(separator: ", ")))",
        path: file.path)
    ]
  }

  func pathFindings(_ file: ChangedFile) -> [StaticFinding] {
    PathName.oddities(of: file.path).map {
      StaticFinding(.pathName, $0.isDangerous ? .error : .warning, $0.text, path: file.path)
    }
  }

  func linkFindings(_ file: ChangedFile) -> [StaticFinding] {
    guard file.new?.isLink == true else { return [] }
    guard let target = file.linkTarget else {
      return [
        StaticFinding(.link, .error, "a symbolic link that could not be read", path: file.path)
      ]
    }
    guard let reason = LinkTarget.escape(of: target, at: file.path) else { return [] }
    let shown = SafeText.singleLine(target, limit: 200)
    return [
      StaticFinding(.link, .error, "a symbolic link \(reason): \(shown)", path: file.path)
    ]
  }

  func collisionFindings(_ files: [ChangedFile]) -> [StaticFinding] {
    let twins = PathRelation.twins(among: files.filter { $0.new != nil }.map(\.path))
    return twins.map { group in
      StaticFinding(
        .collision, .error,
        "one and the same where case or accents are ignored: "
          + group.map { SafeText.singleLine($0, limit: 200) }.joined(separator: ", "),
        path: group.first)
    }
  }
}

/// Where a symbolic link leads.
enum LinkTarget {
  /// Why `target`, stored at `path`, leaves the tree or enters git's own directory; nil if not.
  static func escape(of target: String, at path: String) -> String? {
    let bytes = Array(target.utf8)
    let slash = UInt8(ascii: "/")
    let backslash = UInt8(ascii: "\\")
    guard let first = bytes.first else { return "to nowhere" }
    if first == slash || first == backslash { return "to an absolute path" }
    if bytes.count > 1, bytes[1] == UInt8(ascii: ":"), PathName.isLetter(first) {
      return "to a drive"
    }
    var depth = path.utf8.count { $0 == slash }
    for component in bytes.split(whereSeparator: { $0 == slash || $0 == backslash }) {
      switch String(decoding: component, as: UTF8.self) {
      case ".": continue
      case "..": depth -= 1
      case let name where PathName.isGitDirectory(name): return "into git's own directory"
      default: depth += 1
      }
      if depth < 0 { return "out of the tree" }
    }
    return nil
  }
}
