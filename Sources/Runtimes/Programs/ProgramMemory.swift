internal import Model

/// What the programs on this machine said of themselves, kept in a file: to ask one costs as much
/// as to start it.
///
/// It belongs to a program's path, size and time of change, so that an update is asked anew. The
/// file is disposable; without it whatever was not asked is not known.
public struct ProgramMemory: Sendable {
  private let file: String?

  /// - `file`: in the directory of what may be lost; nil to remember nothing.
  public init(file: String? = nil) { self.file = file }

  /// A runtime says a few hundred bytes of itself.
  private static let fileBytes = 256 << 10
  /// More programs than anybody has.
  private static let programs = 64

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

  func facts(of program: InstalledProgram) -> Facts? {
    guard let entry = entries()[program.path]?.members,
      entry["bytes"]?.number == program.bytes,
      entry["changed"]?.number == program.changedNanoseconds
    else { return nil }
    func words(_ key: String) -> Set<String> {
      Set((entry[key]?.elements ?? []).compactMap(\.text))
    }
    return Facts(
      version: entry["version"]?.text, accepted: words("accepted"), lookedFor: words("lookedFor"))
  }

  /// Two that write at once are each complete; one of them is asked again.
  func remember(_ facts: Facts, of program: InstalledProgram) {
    guard let file else { return }
    var entries = entries()
    if entries.count >= Self.programs { entries = [:] }
    entries[program.path] = [
      "bytes": .integer(program.bytes), "changed": .integer(program.changedNanoseconds),
      "version": JSONValue(facts.version), "accepted": JSONValue(facts.accepted.sorted()),
      "lookedFor": JSONValue(facts.lookedFor.sorted()),
    ]
    UserFile.replace(file, with: JSONValue.object(entries).canonical())
  }

  private func entries() -> [String: JSONValue] {
    guard let file, let bytes = UserFile.read(file, limit: Self.fileBytes),
      let value = try? JSONValue(parsing: bytes)
    else { return [:] }
    return value.members ?? [:]
  }
}
