public import Model

/// What a remote said to a push.
public enum PushAnswer: Sendable, Hashable {
  case accepted
  /// Something there is not what it was when it was looked at: look again.
  case outrun
  /// The remote refused, or a hook of this clone, in its own words.
  case refused(words: String)
  /// The remote cannot move several references as one.
  case notAtomic
}

/// Whether a push moves all of its references or none.
public enum PushForm: Sendable, Hashable {
  case atomic, oneByOne
}

extension RepositoryLocation {
  /// Brings what `refspecs` name from a remote, and takes away here what is gone there: all of it
  /// or, where a reference cannot move, none.
  ///
  /// Throws `programFailed` with git's words where the remote cannot be reached.
  public func fetch(
    _ refspecs: [String], from remote: String, timeoutSeconds: Int?
  ) async throws(GitError) {
    _ = try await git(
      [
        "fetch", "--quiet", "--atomic", "--prune", "--no-tags", "--no-write-fetch-head",
        "--refmap=", "--no-recurse-submodules", "--", remote,
      ] + refspecs, timeoutSeconds: timeoutSeconds)
  }

  /// Whether a remote is fetched from the one place that it is pushed to, as git would do both:
  /// with its push URLs, several URLs, and the rewriting of URLs that is configured.
  public func isOnePlace(_ remote: String) async throws(GitError) -> Bool {
    let fetched = try await git(["remote", "get-url", "--all", "--", remote]).text
    let pushed = try await git(["remote", "get-url", "--push", "--all", "--", remote]).text
    let places = pushed.split(separator: "\n")
    // Of several git fetches from the first.
    return places.count == 1 && places.first == fetched.split(separator: "\n").first
  }

  /// The branches that a remote has.
  public func branches(
    at remote: String, timeoutSeconds: Int?
  ) async throws(GitError) -> Set<ReferenceName> {
    let text = try await git(
      ["ls-remote", "--heads", "--", remote], timeoutSeconds: timeoutSeconds
    ).text
    return Set(
      text.split(separator: "\n").compactMap { line in
        line.split(separator: "\t").last.flatMap { ReferenceName(String($0)) }
      })
  }

  /// The references that a remote says it has under a prefix that ends in a slash.
  public func references(
    at remote: String, under prefix: String, timeoutSeconds: Int?
  ) async throws(GitError) -> [ReferenceName: ObjectID] {
    try await references(at: remote, ["\(prefix)*"], timeoutSeconds: timeoutSeconds)
      .filter { $0.key.text.hasPrefix(prefix) }
  }

  /// Those of some references that a remote says it has.
  public func references(
    at remote: String, named names: [ReferenceName], timeoutSeconds: Int?,
    environment: [String: String?] = [:]
  ) async throws(GitError) -> [ReferenceName: ObjectID] {
    // Git takes a name for the end of one.
    let wanted = Set(names)
    return try await references(
      at: remote, names.map(\.text), timeoutSeconds: timeoutSeconds, environment: environment
    ).filter { wanted.contains($0.key) }
  }

  private func references(
    at remote: String, _ patterns: [String], timeoutSeconds: Int?,
    environment: [String: String?] = [:]
  ) async throws(GitError) -> [ReferenceName: ObjectID] {
    let text = try await git(
      ["ls-remote", "--refs", "--", remote] + patterns, timeoutSeconds: timeoutSeconds,
      environment: environment
    ).text
    var found: [ReferenceName: ObjectID] = [:]
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: "\t")
      guard fields.count == 2, let id = ObjectID(fields[0]),
        let name = ReferenceName(String(fields[1]))
      else { continue }
      found[name] = id
    }
    return found
  }

  /// Moves references at a remote, each from exactly what it was seen to hold there.
  public func push(
    _ moves: [ReferenceMove], to remote: String, _ form: PushForm, timeoutSeconds: Int?
  ) async throws(GitError) -> PushAnswer {
    let leases = moves.map { "--force-with-lease=\($0.name):\($0.old?.hex ?? "")" }
    let updates = moves.map { "\($0.new?.hex ?? ""):\($0.name)" }
    let atomic = form == .atomic ? ["--atomic"] : []
    let arguments =
      ["push", "--quiet", "--porcelain", "--no-follow-tags", "--recurse-submodules=no"]
      + atomic + leases + ["--", remote] + updates
    let result = try await run(arguments, timeoutSeconds: timeoutSeconds)
    if result.exit == 0 { return .accepted }
    if result.errorText.contains("does not support --atomic push") { return .notAtomic }
    let lines = PushLine.all(in: result.text)
    guard result.exit == 1 else { throw Program.git.failed(["push", remote], result) }
    if let refused = lines.first(where: { $0.fate == .refused }) {
      return .refused(words: Self.words(in: result.errorText) ?? refused.summary)
    }
    if lines.contains(where: { $0.fate == .outrun }) { return .outrun }
    // Of a transaction that fails as a whole the lines tell only that; why, stands beside them.
    if !lines.isEmpty, PushLine.isRace(result.errorText) { return .outrun }
    return .refused(words: Self.words(in: result.errorText) ?? "git push ended with 1")
  }

  /// What the remote said, else what is there.
  private static func words(in text: String) -> String? {
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    let remote = lines.filter { $0.hasPrefix("remote: ") }.map { line in
      // git pads them with spaces, to cover what stood there before.
      var words = line.dropFirst("remote: ".count)
      while words.last?.isWhitespace ?? false { words.removeLast() }
      return String(words)
    }
    let words = (remote.isEmpty ? lines : remote).filter { !$0.isEmpty }.suffix(Self.wordLines)
    return words.isEmpty ? nil : words.joined(separator: "\n")
  }

  /// Lines of a refusal that a person reads.
  private static let wordLines = 20
}

/// A reference in what `git push --porcelain` says.
private struct PushLine {
  enum Fate {
    case moved, outrun, refused
    /// Another's fate was its own.
    case dragged
  }

  let fate: Fate
  let summary: String

  static func all(in text: String) -> [PushLine] {
    text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count == 3 else { return nil }
      let summary = String(fields[2])
      return PushLine(fate: fields[0] == "!" ? fate(summary) : .moved, summary: summary)
    }
  }

  private static func fate(_ summary: String) -> Fate {
    if summary.contains("(atomic push fail") || summary.contains("(atomic transaction fail") {
      return .dragged
    }
    if summary.hasPrefix("[rejected]") { return .outrun }
    return isRace(summary) ? .outrun : .refused
  }

  /// Between a remote's word on what it holds and its lock another may come.
  static func isRace(_ words: String) -> Bool {
    [
      "cannot lock ref", "failed to update ref", "failed to lock", "incorrect old value",
    ].contains(where: words.contains)
  }
}
