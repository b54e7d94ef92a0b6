import Git
import Model

/// The lines that a change adds and removes, by the blobs before and after.
///
/// Attributes, text conversions, external drivers and the user's configuration have no say: a
/// worker could hide lines from the rules with any of them.
struct LineDiff: Sendable {
  struct Sides: Hashable, Sendable {
    let old: ObjectID?
    let new: ObjectID?
  }

  struct Lines: Hashable, Sendable {
    var added: [AddedLine] = []
    var removed = 0
  }

  private(set) var lines: [Sides: Lines] = [:]

  /// Bytes of patch text that are read; a change beyond it cannot be reviewed by anybody.
  static let byteLimit = 64 * 1024 * 1024

  static func between(
    _ old: ObjectID, _ new: ObjectID, in repository: RepositoryLocation
  ) async throws(GitError) -> LineDiff {
    let output = try await repository.git(
      [
        "diff-tree", "-r", "-p", "--full-index", "--unified=0", "--inter-hunk-context=0", "--text",
        "--no-renames", "--no-textconv", "--no-ext-diff", "--no-color", "--submodule=short",
        "--ignore-submodules=none", "--end-of-options", old.hex, new.hex,
      ], limit: byteLimit)
    return LineDiff(patch: output.output)
  }

  init(patch: [UInt8]) {
    var sides: Sides?
    var hunk = Hunk()
    for line in patch.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if hunk.isOpen {
        guard let sides, let first = line.first else { continue }
        hunk.take(line.dropFirst(), marked: first, into: &lines[sides, default: Lines()])
      } else if line.starts(with: "index ".utf8) {
        sides = Self.sides(line)
        if let sides { lines[sides] = lines[sides] ?? Lines() }
      } else if line.starts(with: "@@ ".utf8) {
        hunk = Hunk(header: line)
      } else if line.starts(with: "diff --git ".utf8) {
        sides = nil
      }
    }
  }

  /// `index <old>..<new>[ <mode>]`, zeros where there is no blob.
  private static func sides(_ line: ArraySlice<UInt8>) -> Sides? {
    let words = String(decoding: line, as: UTF8.self).split(separator: " ")
    guard words.count >= 2 else { return nil }
    let ids = words[1].split(separator: ".", omittingEmptySubsequences: true)
    guard ids.count == 2 else { return nil }
    let zero = String(repeating: "0", count: ObjectID.hexCount)
    func id(_ text: Substring) -> ObjectID? { text == zero ? nil : ObjectID(text) }
    return Sides(old: id(ids[0]), new: id(ids[1]))
  }
}

/// How much of a hunk is still to come. Counting keeps content that looks like a header content.
private struct Hunk {
  private var removed = 0
  private var added = 0
  private var next = 1

  init() {}

  /// `@@ -<line>[,<count>] +<line>[,<count>] @@ …`
  init(header: ArraySlice<UInt8>) {
    let words = String(decoding: header, as: UTF8.self).split(separator: " ", maxSplits: 3)
    guard words.count >= 3 else { return }
    removed = Self.range(words[1]).count
    (next, added) = Self.range(words[2])
  }

  var isOpen: Bool { removed > 0 || added > 0 }

  mutating func take(_ text: ArraySlice<UInt8>, marked: UInt8, into lines: inout LineDiff.Lines) {
    switch marked {
    case UInt8(ascii: "-"):
      removed -= 1
      lines.removed += 1
    case UInt8(ascii: "+"):
      added -= 1
      lines.added.append(AddedLine(next, String(decoding: text, as: UTF8.self)))
      next += 1
    default: break
    }
  }

  private static func range(_ word: Substring) -> (start: Int, count: Int) {
    let numbers = word.dropFirst().split(separator: ",").map { Int($0) ?? 0 }
    return (numbers.first ?? 0, numbers.count > 1 ? numbers[1] : 1)
  }
}
