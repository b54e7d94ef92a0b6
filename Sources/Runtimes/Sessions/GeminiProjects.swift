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

  /// The directory of the conversation in `…/tmp/NAME/chats/FILE`.
  func directory(of path: String) -> String? {
    let parts = path.split(separator: "/")
    return parts.count < 3 ? nil : directories[String(parts[parts.count - 3])]
  }
}
