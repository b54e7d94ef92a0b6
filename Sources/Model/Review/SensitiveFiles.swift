/// Files that decide what runs, or what a diff shows, rather than being part of the program.
extension StaticReview {
  /// The changed paths that policy calls sensitive, folded, sorted: a verdict must list them. Takes
  /// every path the change adds, modifies or deletes.
  public static func sensitivePaths(among paths: [String], policy: StaticRules) -> [String] {
    paths.filter { path in policy.sensitive.contains { $0.matchesFolded(path: path) } }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The submodules that a change adds, moves or removes, by path: a verdict must list them.
  public static func gitlinks(in files: [ChangedFile]) -> [GitlinkChange] {
    files.compactMap { file in
      let old = file.old.flatMap { $0.isGitlink ? $0.id : nil }
      let new = file.new.flatMap { $0.isGitlink ? $0.id : nil }
      return old == new ? nil : GitlinkChange(path: file.path, old: old, new: new)
    }
    .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  func sensitiveFindings(_ file: ChangedFile) -> [StaticFinding] {
    var findings = Self.gitlinks(in: [file]).map { change in
      let text =
        "the submodule moves from \(change.old?.short ?? "nothing") "
        + "to \(change.new?.short ?? "nothing")"
      return StaticFinding(.submodule, .warning, text, path: file.path)
    }
    if let reason = Self.reason(toMind: file.path) {
      findings.append(StaticFinding(.sensitive, .warning, reason, path: file.path))
    } else if rules.sensitive.contains(where: { $0.matchesFolded(path: file.path) }) {
      findings.append(
        StaticFinding(.sensitive, .warning, "sensitive by policy", path: file.path))
    }
    return findings
  }

  private static func reason(toMind path: String) -> String? {
    let folded = CaseFolding.fold(path)
    return kinds.first { kind in kind.patterns.contains { $0.matches(path: folded) } }?.reason
  }

  private struct Kind: Sendable {
    let reason: String
    let patterns: [Pattern]

    /// The patterns are folded already.
    init(_ reason: String, _ patterns: [String]) {
      self.reason = reason
      self.patterns = patterns.compactMap { Pattern($0) }
    }
  }

  private static let kinds = [
    Kind("attributes decide what a diff shows", [".gitattributes", ".lfsconfig"]),
    Kind("submodules bring code from elsewhere", [".gitmodules"]),
    Kind(
      "hooks run on every developer's machine",
      [
        "**/.husky/**", "**/.githooks/**", ".git-hooks/**", "lefthook.yml", ".lefthook.yml",
        "lefthook.yaml", ".lefthook.yaml", "lefthook-local.yml", ".lefthook/**",
        ".pre-commit-config.yaml", ".pre-commit-hooks.yaml", ".overcommit.yml", ".lintstagedrc*",
      ]),
    Kind(
      "CI runs it with the project's secrets",
      [
        ".github/**", ".gitlab-ci.yml", ".gitlab/**", "jenkinsfile*", ".circleci/**", ".travis.yml",
        "azure-pipelines*.yml", "bitbucket-pipelines.yml", ".buildkite/**", ".drone.yml",
        ".woodpecker.yml", ".woodpecker/**", "appveyor.yml", ".cirrus.yml", ".teamcity/**",
        ".forgejo/**", ".gitea/**", ".ci/**", "cloudbuild.yaml", ".semaphore/**",
      ]),
    Kind("it decides who must review", ["codeowners"]),
    Kind(
      "editors, shells and agents run it by themselves",
      [
        ".vscode/**", ".idea/**", ".devcontainer/**", ".envrc", ".claude/**", ".codex/**",
        ".gemini/**", ".opencode/**", ".cursor/**", ".mcp.json",
      ]),
  ]
}
