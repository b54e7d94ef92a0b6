/// What the root of a tree shows: enough to tell how the project is built, without running it.
public struct ProjectListing: Hashable, Sendable {
  /// The names of the entries at the root, folders included.
  public var entries: Set<String>
  /// The text of those of `wanted` that are there and not too long.
  public var contents: [String: String]
  /// Programs found on the search path.
  public var programs: Set<String>

  /// The files whose text is looked at.
  public static let wanted: Set<String> = [
    "package.json", "yarn.lock", "pyproject.toml", "setup.cfg", "tox.ini", "requirements.txt",
    "requirements-dev.txt", "Makefile", "makefile", "GNUmakefile", "Package.swift",
  ]
  /// The programs that it helps to know about.
  public static let wantedPrograms: Set<String> = [
    "swift", "npm", "pnpm", "yarn", "bun", "cargo", "go", "java", "mvn", "gradle", "python3",
    "uv", "poetry", "tox", "mypy", "pyright", "make",
  ]
  /// A hand-written build file is far shorter; a lock file tells what it is in its first lines.
  public static let byteLimit = 256 * 1024

  public init(
    entries: Set<String>, contents: [String: String] = [:], programs: Set<String>
  ) {
    self.entries = entries
    self.contents = contents
    self.programs = programs
  }

  func has(_ name: String) -> Bool { entries.contains(name) }

  func first(of names: String...) -> String? { names.first(where: has) }

  func text(_ name: String) -> String { contents[name] ?? "" }
}
