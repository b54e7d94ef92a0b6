internal import Model

/// What a caged worker sees of `.claude.json`, in which Claude Code keeps all that it knows: settings
/// of servers with their tokens, and the places and prompts of every project, besides its login.
enum ClaudeState {
  /// Prompts of many projects make some megabytes.
  static let bytesMost = 64 << 20

  /// Texts and objects that it needs; yes, no and numbers tell nothing of anybody.
  private static let needed: Set<String> = [
    "customApiKeyResponses", "editorMode", "installMethod", "lastOnboardingVersion", "oauthAccount",
    "primaryApiKey", "theme", "userID",
  ]

  /// The state without what is none of a worker's affair. Of projects it knows only whether their
  /// user trusts those of `places` and what they lie in; one that cannot be read is empty.
  static func shown(_ state: [UInt8], trusting places: [String]) -> [UInt8] {
    var members: [(key: String, value: [UInt8])] = []
    for (key, value) in JSONRecord(state[...])?.members ?? [] {
      if key == "projects" {
        members.append((key, projects(value, trusting: Set(places.flatMap(above)))))
      } else if value.isPlain || needed.contains(key), let text = text(of: value) {
        members.append((key, text))
      }
    }
    return object(members) + [UInt8(ascii: "\n")]
  }

  private static func projects(_ projects: JSONRecord, trusting places: Set<String>) -> [UInt8] {
    object(
      projects.members.filter { places.contains($0.key) }.map { place, project in
        let flags = project.members.filter { $0.value.bool != nil }
        return (
          place, object(flags.compactMap { flag in text(of: flag.value).map { (flag.key, $0) } })
        )
      })
  }

  /// A directory and all that it lies in.
  private static func above(_ directory: String) -> [String] {
    var found = [directory]
    while let last = found.last, let slash = last.lastIndex(of: "/"), slash > last.startIndex {
      found.append(String(last[..<slash]))
    }
    return found
  }

  private static func object(_ members: [(key: String, value: [UInt8])]) -> [UInt8] {
    let texts = members.map { JSONText.string($0.key) + [UInt8(ascii: ":")] + $0.value }
    return [UInt8(ascii: "{")] + texts.joined(separator: [UInt8(ascii: ",")])
      + [UInt8(ascii: "}")]
  }

  /// As it stands there; nil for what is too long for anything that it needs.
  private static func text(of value: JSONRecord) -> [UInt8]? {
    if let text = value.string { return JSONText.string(text) }
    let text = value.source.utf8
    return text.count < TranscriptText.bytes ? Array(text) : nil
  }
}

extension JSONRecord {
  /// Whether it is a number, yes or no.
  fileprivate var isPlain: Bool { bool != nil || number != nil }
}
