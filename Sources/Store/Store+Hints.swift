public import Git
public import Model

/// What one clone of a principal tells the principal's others: each has a reference of its own,
/// which nobody else writes, and nothing that is decided hangs on it.
extension Store {
  /// The file that holds what providers refuse.
  private static let refusalFile = "refusals.json"
  /// A principal's clones; more are no person's.
  private static let cloneLimit = 200
  /// Runtimes that one clone may tell of.
  private static let runtimeLimit = 100
  private static let fileBytes = 64 * 1024

  /// What providers refuse a principal now, by runtime, as any clone saw it; what cannot be read is
  /// passed over.
  public func refusals(
    of principal: PrincipalName, at now: Instant
  ) throws(GitError) -> [String: ProviderRefusal] {
    var found: [String: ProviderRefusal] = [:]
    let clones = try repository.references(under: Layout.hints(of: principal))
    for clone in clones.prefix(Self.cloneLimit) {
      for (runtime, refusal) in try refusals(at: clone.target) where refusal.holds(at: now) {
        if let known = found[runtime], known.until >= refusal.until { continue }
        found[runtime] = refusal
      }
    }
    return found
  }

  /// Tells the others that a provider refuses, or by nil that it does not any more.
  public func tell(
    _ refusal: ProviderRefusal?, of runtime: String, by principal: PrincipalName, clone: String,
    at now: Instant
  ) async throws {
    guard let name = Layout.hints(principal, clone: clone) else { return }
    for attempt in 0..<Limits.appendAttempts {
      let tip = try repository.target(of: name)
      var present = try tip.map { try refusals(at: $0) } ?? [:]
      guard present[runtime] != refusal else { return }
      present[runtime] = refusal
      present = present.filter { $0.value.holds(at: now) }
      if try step(name, from: tip, to: write(present, by: principal, behind: tip, at: now)) {
        return
      }
      try await pause(after: attempt)
    }
    throw contention(name)
  }

  private func write(
    _ refusals: [String: ProviderRefusal], by principal: PrincipalName, behind tip: ObjectID?,
    at now: Instant
  ) throws(GitError) -> ObjectID {
    let members = refusals.mapValues { refusal -> JSONValue in
      [
        "kind": .string(refusal.kind.rawValue), "text": .string(refusal.text),
        "since": .string(refusal.since.text), "until": .string(refusal.until.text),
      ]
    }
    let file = try repository.writeBlob(JSONValue.object(members).canonical())
    let tree = try repository.writeTree([TreeEntry(Self.refusalFile, file)])
    let line = Signature(name: principal.text, email: principal.text, seconds: now.seconds).line
    let parent = tip.map { "parent \($0)\n" } ?? ""
    let said = refusals.keys.sorted().joined(separator: ", ")
    return try repository.writeCommit(
      Array(
        ("tree \(tree)\n\(parent)author \(line)\ncommitter \(line)\n\n"
          + "refused: \(EventBody.subject(said.isEmpty ? "nothing" : said))\n").utf8))
  }

  private func refusals(at tip: ObjectID) throws(GitError) -> [String: ProviderRefusal] {
    guard try repository.kind(of: tip) == .commit,
      let entry = try repository.entry(
        at: Self.refusalFile, in: repository.commit(tip, limit: Limits.commitBytes).tree),
      try repository.kind(of: entry.id) == .blob,
      let bytes = try? repository.blob(entry.id, limit: Self.fileBytes),
      let members = (try? JSONValue(parsing: bytes))?.members, members.count <= Self.runtimeLimit
    else { return [:] }
    return members.compactMapValues { ProviderRefusal($0) }
  }
}

extension ProviderRefusal {
  fileprivate init?(_ value: JSONValue) {
    guard let kind = value.members?["kind"]?.text.flatMap(Kind.init),
      let text = value.members?["text"]?.text,
      let since = value.members?["since"]?.text.flatMap({ Instant($0) }),
      let until = value.members?["until"]?.text.flatMap({ Instant($0) })
    else { return nil }
    self.init(kind: kind, text: text, since: since, until: until)
  }
}
