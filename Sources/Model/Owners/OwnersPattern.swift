/// What a line of `CODEOWNERS` covers: a pattern as in ignore files, without negation and without
/// brackets, folded.
struct OwnersPattern: Sendable {
  enum Shape: Sendable {
    /// The one path, from the root on; with a slash at its end only what lies below.
    case path(String)
    /// Whatever has that name, at any depth.
    case name(String)
    /// Wildcards, below a directory at the root where one is named.
    case glob(Glob, below: String?)
    /// `/`, which covers nothing.
    case nothing
  }

  let shape: Shape
  /// How many places of the pattern a match may stand at together.
  let weight: Int

  /// Reads a pattern as it stands in the file, escapes included.
  init(_ word: ArraySlice<UInt8>) throws(CodeOwners.Unreadable) {
    guard word.count <= Pattern.byteLimit else {
      throw CodeOwners.Unreadable("its pattern has more than \(Pattern.byteLimit) bytes")
    }
    let text = CaseFolding.fold(
      String(decoding: try Self.unescaped(word), as: UTF8.self))
    let wildcards = text.utf8.count { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
    weight = wildcards + 1
    var body = text[...]
    let isBelow = body.last == "/"
    if isBelow { body.removeLast() }
    guard !body.isEmpty else {
      shape = .nothing
      return
    }
    if wildcards > 0 {
      shape = Self.glob(try Self.withoutLongStars(text), body)
      return
    }
    let isAnchored = body.contains("/")
    if body.first == "/" { body.removeFirst() }
    let key = body + (isBelow ? "/" : "")
    shape = isAnchored ? .path(String(key)) : .name(String(key))
  }

  private static func glob(_ text: String, _ body: Substring) -> Shape {
    let parts = body.split(separator: "/", omittingEmptySubsequences: false)
    let first = parts.first == "" ? parts.dropFirst().first : parts.first
    let isTied = parts.count > 1 && first?.contains(where: { $0 == "*" || $0 == "?" }) == false
    return .glob(Glob(owned: text), below: isTied ? first.map { String($0) } : nil)
  }

  /// The bytes that are meant; wildcards stay what they are.
  private static func unescaped(
    _ word: ArraySlice<UInt8>
  ) throws(CodeOwners.Unreadable) -> [UInt8] {
    guard word.first != UInt8(ascii: "!") else {
      throw CodeOwners.Unreadable("a pattern cannot be negated with !")
    }
    var result: [UInt8] = []
    var isEscaped = false
    for byte in word {
      if isEscaped {
        guard byte != UInt8(ascii: "*"), byte != UInt8(ascii: "?") else {
          throw CodeOwners.Unreadable("a wildcard cannot be escaped")
        }
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
        continue
      } else if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]") {
        throw CodeOwners.Unreadable("brackets and sections are not understood")
      }
      isEscaped = false
      result.append(byte)
    }
    guard !isEscaped else { throw CodeOwners.Unreadable("it ends with a backslash") }
    return result
  }

  /// `**` crosses directories only where it is a whole component.
  private static func withoutLongStars(
    _ text: String
  ) throws(CodeOwners.Unreadable) -> String {
    guard !text.contains("***") else {
      throw CodeOwners.Unreadable("*** means nothing")
    }
    guard text.contains("**") else { return text }
    return text.split(separator: "/", omittingEmptySubsequences: false).map { part in
      part == "**"
        ? "**"
        : part.split(separator: "**", omittingEmptySubsequences: false)
          .joined(separator: "*")
    }.joined(separator: "/")
  }
}

/// Finds the last pattern that covers a path. Those without wildcards, which are most, are looked
/// up by the path's own directories and names; the others are tried one after the other.
struct OwnersIndex: Sendable {
  private var paths: [String: Int] = [:]
  private var names: [String: Int] = [:]
  /// The first component that a path must have, empty for any; each list in the order of lines.
  private var globs: [String: [Trial]] = [:]

  private struct Trial: Sendable {
    let place: Int
    let glob: Glob
    let weight: Int
  }

  init(_ patterns: [OwnersPattern]) {
    for (place, pattern) in patterns.enumerated() {
      switch pattern.shape {
      case .path(let key): paths[key] = place
      case .name(let key): names[key] = place
      case .glob(let glob, let first):
        globs[first ?? "", default: []].append(
          Trial(place: place, glob: glob, weight: pattern.weight))
      case .nothing: continue
      }
    }
  }

  /// The place of the pattern that decides, -1 where none does; nil where the work is used up.
  func place(of path: String, _ work: inout Int) -> Int? {
    let folded = CaseFolding.fold(path)
    let bytes = Array(folded.utf8)
    var best = -1
    var start = 0
    var first: String?
    for end in 0...bytes.count where end == bytes.count || bytes[end] == UInt8(ascii: "/") {
      work -= end / 16 + 1
      guard work > 0 else { return nil }
      let name = String(decoding: bytes[start..<end], as: UTF8.self)
      let whole = String(decoding: bytes[..<end], as: UTF8.self)
      best = max(best, paths[whole] ?? -1, names[name] ?? -1)
      if end < bytes.count { best = max(best, paths[whole + "/"] ?? -1, names[name + "/"] ?? -1) }
      first = first ?? name
      start = end + 1
    }
    // A path's first component is never empty, so these are two lists.
    for key in [first ?? "", ""] {
      for trial in (globs[key] ?? []).reversed() {
        guard trial.place > best else { break }
        work -= (bytes.count + 16) * trial.weight
        guard work > 0 else { return nil }
        if trial.glob.matches(folded) {
          best = trial.place
          break
        }
      }
    }
    return best
  }
}
