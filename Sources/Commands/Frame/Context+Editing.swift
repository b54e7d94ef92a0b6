import Operations

extension Context {
  /// Whether a person can be asked for a text. A worker never is, whatever its terminal: it would
  /// wait in an editor until its time is up.
  var canEdit: Bool { isInteractive && environment["O8_PACKET"] == nil }

  /// A text from the person's editor.
  func edit(
    _ text: String = "", for workspace: Workspace, notes: [String]
  ) async throws -> String {
    guard canEdit else {
      throw Problem(
        .usage, "no editor can be opened here, because nobody is at a terminal",
        hint: "give the text with -m TEXT or -F FILE")
    }
    return try await workspace.edited(text, notes: notes)
  }
}
