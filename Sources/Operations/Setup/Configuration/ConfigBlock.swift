public import Model

/// The lines that o8 adds to a repository's configuration: one marked block at its end.
///
/// Taking the block out of an otherwise unchanged file gives back the bytes that were there
/// before; where somebody wrote into the block, their lines stay.
public struct ConfigBlock: Hashable, Sendable {
  /// Whether git is led to o8's own hooks directory.
  public var hooks: Bool
  /// The remotes from which a plain fetch brings the shared refs.
  public var remotes: [String]
  /// Whether `git log` shows o8's notes.
  public var notes: Bool
  /// What `init --key` was given, as `o8.signingKey`.
  public var signingKey: String?
  /// The repository that a server is for; nil for what is no server.
  public var server: ObjectID?

  public init(
    hooks: Bool = false, remotes: [String] = [], notes: Bool = false, signingKey: String? = nil,
    server: ObjectID? = nil
  ) {
    self.hooks = hooks
    self.remotes = remotes
    self.notes = notes
    self.signingKey = signingKey
    self.server = server
  }

  /// Whether a key's name fits on a line, with nothing in it that only an escape could say.
  static func canHold(_ key: String) -> Bool {
    key.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
  }

  public static let hooksFile = "o8-hooks/config"
  /// A pattern, since git warns at every log about a plain name that does not exist yet.
  public static let notesPattern = "refs/notes/o8*"

  /// Tells the line of `init --key` from one that a person has put in its place.
  static let keyMark = "  # of git o8 init --key"
  static let keyStart = "signingKey = \""

  static let repoStart = "repo = "
  /// What a server takes in is well-formed: no tree can hide a `.git` in another spelling.
  static let objectCheck = "fsckObjects = true"

  public static func refspec(for remote: String) -> String {
    "+refs/o8/*:refs/o8-remotes/\(remote)/*"
  }

  public var isEmpty: Bool {
    !hooks && remotes.isEmpty && !notes && signingKey == nil && server == nil
  }

  var lines: [String] {
    var result: [String] = []
    for remote in remotes {
      result += [
        "[remote \"\(Self.escaped(remote))\"]", "\tfetch = \(Self.refspec(for: remote))",
      ]
    }
    if notes { result += ["[notes]", "\tdisplayRef = \(Self.notesPattern)"] }
    if let signingKey {
      result += ["[o8]", "\t\(Self.keyStart)\(Self.escaped(signingKey))\"\(Self.keyMark)"]
    }
    if let server {
      result += ["[o8]", "\t\(Self.repoStart)\(server)", "[receive]", "\t\(Self.objectCheck)"]
    }
    // Last, so that nothing that stands before it in the file can win over it.
    if hooks { result += ["[include]", "\tpath = \(Self.hooksFile)"] }
    return result
  }

  private static func escaped(_ name: String) -> String {
    name.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : "\($0)" }.joined()
  }

  static func unescaped(_ text: some StringProtocol) -> String {
    var result = ""
    var escapes = false
    for character in text {
      if !escapes, character == "\\" {
        escapes = true
      } else {
        result.append(character)
        escapes = false
      }
    }
    return result
  }
}

extension ConfigBlock {
  /// The block that stands in `file`; empty where there is none.
  public init(in file: [UInt8]) {
    self.init()
    var section = ConfigText.Line([])
    for line in ConfigText(file).block?.lines ?? [] {
      if line.isHeader {
        section = line
      } else if line.content == "path = \(Self.hooksFile)" {
        hooks = true
      } else if line.content == "displayRef = \(Self.notesPattern)" {
        notes = true
      } else if let key = line.signingKey {
        signingKey = key
      } else if let id = line.repository {
        server = id
      } else if line.isRefspec, let remote = section.remote {
        remotes.append(remote)
      }
    }
  }

  /// `file` with exactly this block. A block that is there already stays where it is, unless
  /// `last` asks for it at the end, where it wins.
  public func written(into file: [UInt8], last: Bool = false) -> [UInt8] {
    let text = ConfigText(file)
    if let block = text.block, block.lines.map(\.content) == lines.map(\.trimmed),
      !last || block.isLast
    {
      return file
    }
    let stripped = ConfigText(file).stripped
    return isEmpty ? stripped : ConfigText.appending(lines, to: stripped)
  }
}
