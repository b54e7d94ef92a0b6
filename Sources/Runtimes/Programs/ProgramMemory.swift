internal import Model

/// What the programs on this machine said of themselves, a file each: to ask one costs as much as
/// to start it.
///
/// It belongs to a program's path, size and time of change, so that an update is asked anew. The
/// files are disposable; without them whatever was not asked is not known.
public struct ProgramMemory: Sendable {
  private let folder: String?

  /// - `folder`: in the directory of what may be lost; nil to remember nothing.
  public init(folder: String? = nil) { self.folder = folder }

  /// A runtime says a few hundred bytes of itself.
  private static let fileBytes = 64 << 10

  /// What a program said of itself.
  struct Facts: Hashable, Sendable {
    var version: String?
    /// Of the words that were looked for in its help, those that are there.
    var accepted: Set<String> = []
    var lookedFor: Set<String> = []
  }

  /// Whether this program, as it is now, is known to take a word.
  func accepts(_ word: String, of program: String, in environment: [String: String]) -> Bool {
    guard let installed = InstalledProgram(program, in: environment) else { return false }
    return facts(of: installed)?.accepted.contains(word) ?? false
  }

  /// The version of this program, as it is now, where it has told it.
  func version(of program: String, in environment: [String: String]) -> String? {
    InstalledProgram(program, in: environment).flatMap { facts(of: $0)?.version }
  }

  func facts(of program: InstalledProgram) -> Facts? {
    guard let file = file(of: program),
      let bytes = UserFile.read(file, limit: Self.fileBytes),
      let entry = (try? JSONValue(parsing: bytes))?.members,
      entry["path"]?.text == program.path, entry["bytes"]?.number == program.bytes,
      entry["changed"]?.number == program.changedNanoseconds
    else { return nil }
    func words(_ key: String) -> Set<String> {
      Set((entry[key]?.elements ?? []).compactMap(\.text))
    }
    return Facts(
      version: entry["version"]?.text, accepted: words("accepted"), lookedFor: words("lookedFor"))
  }

  func remember(_ facts: Facts, of program: InstalledProgram) {
    guard let folder, let file = file(of: program) else { return }
    let entry: JSONValue = [
      "path": .string(program.path), "bytes": .integer(program.bytes),
      "changed": .integer(program.changedNanoseconds), "version": JSONValue(facts.version),
      "accepted": JSONValue(facts.accepted.sorted()),
      "lookedFor": JSONValue(facts.lookedFor.sorted()),
    ]
    UserFile.makeFolder(folder)
    UserFile.replace(file, with: entry.canonical())
  }

  private func file(of program: InstalledProgram) -> String? {
    // FNV-1a: the path stands in the file, so that two of one sum only forget each other.
    let sum = program.path.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return folder.map { "\($0)/\(String(sum, radix: 16)).json" }
  }
}
