import Model

/// What a repository shows of its branches, from which the protected ones are chosen.
struct BranchFacts: Hashable {
  /// The local branches.
  var local: Set<ReferenceName>
  /// What is checked out; nil where HEAD is detached.
  var current: ReferenceName?
  /// The branch that a remote takes for its main one.
  var remoteMain: RemoteMain?
  /// `init.defaultBranch`.
  var configured: String?

  struct RemoteMain: Hashable {
    let remote: String
    let branch: ReferenceName
  }
}

/// The branches that a policy protects, and why these.
struct BranchChoice: Hashable {
  let patterns: [Pattern]
  let reason: String

  /// What lanes are called; protecting them would stop every worker.
  private static let lane = "o8/lane-0000000"
  /// Names that repositories give their main branch, the usual one first.
  private static let usual = ["main", "master", "trunk"]

  init(_ patterns: [Pattern], because reason: String) {
    self.patterns = patterns
    self.reason = reason
  }

  /// The branches asked for, each of which has to exist; a pattern may cover future ones, as long
  /// as something is protected now.
  init(asked: [String], among facts: BranchFacts) throws(Problem) {
    var patterns: [Pattern] = []
    for text in asked {
      let name = text.hasPrefix("refs/heads/") ? String(text.dropFirst(11)) : text
      guard let pattern = Pattern(name) else {
        throw Problem(.usage, "cannot protect '\(text)': it is no branch's name or pattern")
      }
      guard !pattern.matchesFolded(branch: Self.lane) else {
        throw Problem(
          .usage, "cannot protect \(text): it covers the branches of lanes, o8/…",
          hint: "protect the branches that lanes land on")
      }
      let isPresent = facts.local.contains { pattern.matchesFolded(branch: $0.short) }
      guard isPresent || name.contains("*") || name.contains("?") else {
        throw Problem(
          .noSuchThing, "cannot protect \(text): there is no such branch here",
          hint: Self.present(facts))
      }
      if !patterns.contains(pattern) { patterns.append(pattern) }
    }
    guard
      facts.local.contains(where: { branch in
        patterns.contains { $0.matchesFolded(branch: branch.short) }
      })
    else {
      throw Problem(
        .noSuchThing,
        "cannot protect \(asked.joined(separator: ", ")): no branch here is called so",
        hint: "name one that is here besides; \(Self.present(facts))")
    }
    self.init(patterns, because: "as asked")
  }

  /// The branch that the repository itself takes for its main one.
  init(among facts: BranchFacts) throws(Problem) {
    if let main = facts.remoteMain {
      guard facts.local.contains(main.branch) else { throw Self.missing(main) }
      self = Self.single(main.branch, "the main branch of \(main.remote)")
      return
    }
    let candidates =
      [facts.configured.map { ($0, "init.defaultBranch") }].compactMap(\.self)
      + Self.usual.map { ($0, "the usual name of a main branch") }
    for (name, reason) in candidates {
      if let branch = ReferenceName(branch: name), facts.local.contains(branch) {
        self = Self.single(branch, reason)
        return
      }
    }
    guard let current = facts.current, facts.local.contains(current),
      !current.short.hasPrefix("o8/")
    else {
      throw Problem(
        .noSuchThing, "cannot tell which branch to protect",
        hint: "name it: git o8 init --protect BRANCH; \(Self.present(facts))")
    }
    self = Self.single(current, "the branch that is checked out")
  }

  private static func single(_ branch: ReferenceName, _ reason: String) -> BranchChoice {
    BranchChoice([Pattern(branch.short)].compactMap(\.self), because: reason)
  }

  private static func missing(_ main: BranchFacts.RemoteMain) -> Problem {
    let name = main.branch.short
    return Problem(
      .noSuchThing,
      "cannot protect \(name), the main branch of \(main.remote): it is not in this clone",
      hint: "make it with `git branch \(name) \(main.remote)/\(name)`, or name another with "
        + "--protect BRANCH")
  }

  private static func present(_ facts: BranchFacts) -> String {
    // As many as anybody reads on a line.
    let names = facts.local.sorted().map(\.short).filter { !$0.hasPrefix("o8/") }.prefix(8)
    return names.isEmpty ? "there is no branch here" : "here are: \(names.joined(separator: ", "))"
  }
}
