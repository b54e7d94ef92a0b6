internal import Model

/// The directories that gemini knows, by the short names under which it keeps their conversations.
struct GeminiProjects: Sendable {
  private let directories: [String: String]

  /// A line for each directory that it was ever used in.
  private static let fileBytes = 1 << 20

  init(_ folder: String) {
    var found: [String: String] = [:]
    if let bytes = UserFile.read("\(folder)/projects.json", limit: Self.fileBytes),
      let projects = JSONRecord(bytes[...])?["projects"]
    {
      for (directory, name) in projects.members {
        if let name = name.string { found[name] = directory }
      }
    }
    directories = found
  }

  /// The directory of the conversation in `…/tmp/NAME/chats/FILE`: as it keeps it for all of them,
  /// else as it marked the one there.
  func directory(of path: String) -> String? {
    let parts = path.split(separator: "/")
    guard parts.count >= 3 else { return nil }
    let folder = "/" + parts.dropLast(2).joined(separator: "/")
    return directories[String(parts[parts.count - 3])]
      ?? UserFile.read("\(folder)/.project_root", limit: Self.pathBytes).map {
        String(decoding: $0, as: UTF8.self).trimmed
      }
  }

  private static let pathBytes = 4096

  /// What a worker in a directory is shown in the place of them all: the name of its own, which is
  /// the one that the user's program gives it, too.
  func shown(for directory: String) -> [UInt8] {
    let known = directories.filter { $0.value == directory }.keys.min()
    let name = known ?? Self.name(of: directory)
    return JSONText.line(.object(["projects": .object([directory: .string(name)])]))
  }

  /// As it makes one of the last part of a path.
  private static func name(of directory: String) -> String {
    let last = directory.split(separator: "/").last.map { $0.lowercased() } ?? ""
    let words = last.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
    return words.isEmpty ? "project" : words.joined(separator: "-")
  }
}
