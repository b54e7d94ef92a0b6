import Model

/// What holds of every event that a reader takes.
enum EventLaws {
  /// That a body which is known says the same once it is written again.
  static func check<Body: EnvelopeBody & Equatable>(
    _ body: Body, _ envelope: Envelope, fields: (Body) -> [String: JSONValue]
  ) throws {
    let written = fields(body)
    var again = envelope
    for (name, value) in written { again.fields[name] = value }
    let read = try Envelope(text: again.text())
    // What nobody knows writes nothing, and stays what it was.
    try law(Body(read) == body, "what an event says is read as it was written")
  }

  /// That the commit which an event makes has the parents and the message that it says.
  static func checkCommit(of envelope: Envelope) throws {
    let seconds = Array(repeating: Int64.max, count: envelope.parents.count)
    let form = CommitForm(envelope, tree: .emptyTree, parentSeconds: seconds)
    guard let text = CommitText(form.bytes) else {
      throw BrokenLaw("the commit of an event is a commit")
    }
    try law(text.tree == .emptyTree, "a commit has its own tree")
    try law(text.parents == envelope.parents, "a commit has the event's parents")
    try law(
      text.committedSeconds == seconds.max() ?? envelope.at.seconds,
      "a commit is not older than its parents")
    let lines = text.message.utf8.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let trailers = envelope.packet == nil ? 3 : 4
    try law(lines.count == trailers + 3, "a commit's message has the lines that it must have")
  }
}
