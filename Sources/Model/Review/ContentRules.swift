/// Rules on what a change brings.
extension StaticReview {
  /// From here on a file slows every clone down for ever.
  public static let largeFileBytes = 5 << 20
  /// GitHub refuses a push that holds a larger one, and other hosts do alike.
  public static let refusedFileBytes = 100 << 20

  func budgetFindings(_ files: [ChangedFile]) -> [StaticFinding] {
    var findings: [StaticFinding] = []
    if files.count > rules.diffFilesMax {
      findings.append(
        StaticFinding(
          .diffBudget, .error,
          "\(files.count) files changed, more than the \(rules.diffFilesMax) of diffFilesMax; "
            + "split the work or ask for a larger budget"))
    }
    let lines = files.reduce(0) { $0 + $1.changedLineCount }
    if lines > rules.diffLinesMax {
      findings.append(
        StaticFinding(
          .diffBudget, .error,
          "\(lines) lines changed, more than the \(rules.diffLinesMax) of diffLinesMax; "
            + "split the work or ask for a larger budget"))
    }
    return findings
  }

  func sizeFindings(_ file: ChangedFile) -> [StaticFinding] {
    guard file.size >= Self.largeFileBytes else { return [] }
    let isRefused = file.size > Self.refusedFileBytes
    return [
      StaticFinding(
        .oversized, isRefused ? .error : .warning,
        "\(file.size >> 20) MiB; "
          + (isRefused
            ? "hosts refuse files of more than \(Self.refusedFileBytes >> 20) MiB"
            : "every clone will carry it for ever"),
        path: file.path)
    ]
  }

  func markerFindings(_ file: ChangedFile) -> [StaticFinding] {
    guard let severity = rules.conflictMarkers.severity, let added = file.added else { return [] }
    return ConflictMarkers.found(in: added).map { marker in
      StaticFinding(
        .conflictMarkers, marker.isWhole ? severity : .warning,
        marker.isWhole
          ? "a conflict that was not resolved" : "a line that looks like half a conflict",
        path: file.path, line: marker.line)
    }
  }

  func secretFindings(
    _ file: ChangedFile, _ scanner: inout SecretScanner
  ) -> [StaticFinding] {
    guard let severity = rules.secrets.severity, let added = file.added else { return [] }
    return scanner.sightings(in: added).map { sighting in
      StaticFinding(
        .secrets, sighting.isCertain ? severity : .warning,
        "looks like a secret (\(sighting.rule), \(sighting.length) characters); take it out, "
          + "and revoke it if it was real",
        path: file.path, line: sighting.line)
    }
  }
}

/// What git leaves in a file that it could not merge.
enum ConflictMarkers {
  struct Found: Hashable, Sendable {
    let line: Int
    /// Whether all three parts are there, in order.
    let isWhole: Bool
  }

  private enum Marker {
    case ours, base, middle, theirs
  }

  /// One for each conflict; a lone `=======` is a heading, and counts for nothing.
  static func found(in lines: [AddedLine]) -> [Found] {
    var found: [Found] = []
    var start: Int?
    var hasMiddle = false
    for line in lines {
      switch marker(line.text) {
      case .ours:
        if let start { found.append(Found(line: start, isWhole: false)) }
        (start, hasMiddle) = (line.number, false)
      case .middle: hasMiddle = start != nil
      case .theirs:
        found.append(Found(line: start ?? line.number, isWhole: start != nil && hasMiddle))
        (start, hasMiddle) = (nil, false)
      case .base:
        if start == nil { found.append(Found(line: line.number, isWhole: false)) }
      case nil: continue
      }
    }
    if let start { found.append(Found(line: start, isWhole: false)) }
    return found
  }

  /// Seven of a kind at the line's start and then, but for the middle, a space and a name.
  private static func marker(_ text: String) -> Marker? {
    let bytes = text.utf8.last == UInt8(ascii: "\r") ? text.utf8.dropLast() : text.utf8[...]
    guard let first = bytes.first, bytes.prefix(8).count >= 7,
      bytes.prefix(7).allSatisfy({ $0 == first })
    else { return nil }
    let rest = bytes.dropFirst(7)
    let isNamed = rest.first == UInt8(ascii: " ")
    switch first {
    case UInt8(ascii: "<"): return isNamed ? .ours : nil
    case UInt8(ascii: "|"): return isNamed ? .base : nil
    case UInt8(ascii: ">"): return isNamed ? .theirs : nil
    case UInt8(ascii: "="): return rest.isEmpty || isNamed ? .middle : nil
    default: return nil
    }
  }
}
