public import Model

/// The attachment `allowed_signers` of a policy: whose keys are whose, in a form that
/// `ssh-keygen -Y verify` reads too.
///
/// Each line is exactly `NAME namespaces="o8" TYPE KEY`. OpenSSH's wildcards, options,
/// certificate authorities and comments would give a reader of the file more to misjudge, so
/// none is accepted.
public struct AllowedSigners: Hashable, Sendable {
  /// In the order of the file.
  public let entries: [Entry]

  public struct Entry: Hashable, Sendable {
    public let name: PrincipalName
    public let key: SigningKey

    public init(_ name: PrincipalName, _ key: SigningKey) {
      self.name = name
      self.key = key
    }
  }

  /// The attachment is a blob of a shared chain, and those have this limit.
  public static let byteLimit = 1024 * 1024
  private static let options = "namespaces=\"\(SSHSignature.namespace)\""

  /// The entries, unless a key occurs twice.
  public init?(entries: [Entry]) {
    guard Set(entries.map(\.key)).count == entries.count else { return nil }
    self.entries = entries
  }

  public init(_ text: [UInt8]) throws(PolicyTextError) {
    guard text.count <= Self.byteLimit else {
      throw Self.error(1, 1, "it has \(text.count) bytes; the limit is \(Self.byteLimit)")
    }
    var entries: [Entry] = []
    var holders: [SigningKey: (name: PrincipalName, line: Int)] = [:]
    var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard let rest = lines.popLast(), rest.isEmpty else {
      throw Self.error(lines.count + 1, 1, "the last line does not end with a newline")
    }
    for (index, bytes) in lines.enumerated() {
      let line = index + 1
      let (entry, column) = try Self.entry(bytes, line: line)
      if let holder = holders[entry.key] {
        throw Self.error(
          line, column, "this key stands on line \(holder.line) already, for \(holder.name)")
      }
      holders[entry.key] = (entry.name, line)
      entries.append(entry)
    }
    self.entries = entries
  }

  public var text: [UInt8] { entries.flatMap { Self.line($0.name, $0.key) } }

  static func line(_ name: PrincipalName, _ key: SigningKey) -> [UInt8] {
    Array("\(name) \(options) \(key.line)\n".utf8)
  }

  /// The entry of a line, and the column at which its key starts.
  private static func entry(
    _ bytes: ArraySlice<UInt8>, line: Int
  ) throws(PolicyTextError) -> (Entry, Int) {
    if let bad = bytes.firstIndex(where: { !(0x20...0x7e).contains($0) }) {
      throw error(line, bad - bytes.startIndex + 1, "only printable ASCII is accepted here")
    }
    let words = bytes.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    let texts = words.map { String(decoding: $0, as: UTF8.self) }
    func column(_ index: Int) -> Int {
      (index < words.count ? words[index].startIndex : bytes.endIndex) - bytes.startIndex + 1
    }
    guard let name = texts.first.flatMap({ PrincipalName($0) }) else {
      throw error(line, 1, "a line starts with the name of a principal; \(form)")
    }
    guard texts.count > 1, texts[1] == options else {
      throw error(line, column(1), "\(options) must follow the name; \(form)")
    }
    guard texts.count >= 4 else {
      throw error(line, column(texts.count), "the key is missing; \(form)")
    }
    guard texts.count == 4 else {
      throw error(line, column(4), "nothing may follow the key; \(form)")
    }
    do throws(SignatureError) {
      return (Entry(name, try SigningKey(checking: texts[2], texts[3])), column(2))
    } catch {
      throw self.error(line, column(2), "\(error)")
    }
  }

  private static let form = "the line must read: NAME \(options) TYPE KEY"

  private static func error(_ line: Int, _ column: Int, _ message: String) -> PolicyTextError {
    PolicyTextError(.signers, line: line, column: column, message)
  }
}
