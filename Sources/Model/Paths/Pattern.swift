/// A path or branch pattern: `*` and `?` within a component, `**` across components, a pattern
/// without a slash at any depth.
///
/// As in `.gitignore` and `CODEOWNERS`:
/// - a slash at the front or in the middle ties the pattern to the root, one at the end does not;
/// - `src/` covers what lies under a directory `src`, not a file of that name;
/// - a last component without wildcards, as in `src` or `Sources/Model`, names a file or a
///   directory and covers what lies under it too; `docs/*` covers only what lies in `docs` itself;
/// - `**/` at the start or in the middle also stands for no component at all, `src/**` for
///   everything under `src`. There are no brackets, escapes or negation.
///
/// A branch pattern is matched against the whole name and covers nothing else: `main` is one
/// branch, `release/*` those with one component more.
public struct Pattern: Sendable {
  public let text: String
  private let path: Glob
  private let foldedPath: Glob
  private let branch: Glob
  private let foldedBranch: Glob

  public static let byteLimit = 4096

  /// Refuses the empty pattern, control characters, and what is longer than the limit.
  public init?(_ text: some StringProtocol) {
    guard !text.isEmpty, text.utf8.count <= Self.byteLimit,
      text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f })
    else { return nil }
    self.text = String(text)
    let folded = CaseFolding.fold(self.text)
    path = Glob(path: self.text)
    foldedPath = Glob(path: folded)
    branch = Glob(branch: self.text)
    foldedBranch = Glob(branch: folded)
  }

  /// Whether the pattern covers a path inside a repository, given without a leading slash.
  public func matches(path: String) -> Bool { self.path.matches(path) }

  /// Whether the pattern covers whatever may lie below a directory, at any depth.
  public func matchesAll(below directory: String) -> Bool {
    // No pattern can spell this name, so only what stands for any name fits it.
    let any = "\u{1}"
    return matches(path: "\(directory)/\(any)")
      && matches(path: "\(directory)/\(any)/\(any)/\(any)")
  }

  /// The same with case and the spelling of accents ignored, for what must not be evaded by
  /// either: sensitive paths, and requirements by path.
  public func matchesFolded(path: String) -> Bool { foldedPath.matches(CaseFolding.fold(path)) }

  /// Whether the pattern is the name after `refs/heads/`.
  public func matches(branch: String) -> Bool { self.branch.matches(branch) }

  /// The same with case and the spelling of accents ignored, for protected branches.
  public func matchesFolded(branch: String) -> Bool {
    foldedBranch.matches(CaseFolding.fold(branch))
  }
}

extension Pattern: Hashable {
  /// Compares bytes: two spellings of an accent are two patterns, since unfolded they match
  /// different paths.
  public static func == (left: Pattern, right: Pattern) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension Pattern: CustomStringConvertible {
  public var description: String { text }
}
