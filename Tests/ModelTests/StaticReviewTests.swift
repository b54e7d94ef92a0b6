import Model
import Testing

private let blob = ObjectID("3f9a2c1e00000000000000000000000000000001")!
private let other = ObjectID("3f9a2c1e00000000000000000000000000000002")!

private func file(
  _ path: String, mode: UInt32 = 0o100644, lines: [String] = [], size: Int = 10,
  target: String? = nil
) -> ChangedFile {
  ChangedFile(
    path: path, old: nil, new: .init(mode: mode, id: blob), size: size,
    added: lines.enumerated().map { AddedLine($0 + 1, $1) }, linkTarget: target)
}

private func review(
  _ files: [ChangedFile], _ rules: StaticRules = StaticRules(), scope: [String] = []
) -> [StaticFinding] {
  StaticReview(rules: rules, scope: scope.compactMap { Pattern($0) }).findings(in: files)
}

@Test func anOrdinaryChangeHasNoFindings() {
  #expect(review([file("src/a.swift", lines: ["let a = 1", "======="])], scope: ["src/**"]) == [])
}

@Test func aPathOutsideTheScopeIsAnErrorUnlessPolicySaysOtherwise() {
  let files = [file("src/a"), file("docs/b")]
  let found = review(files, scope: ["src/**"])
  #expect(found.map(\.finding.path) == ["docs/b"])
  #expect(found.map(\.severity) == [.error])
  #expect(review(files, StaticRules(scope: .warning), scope: ["src"]).map(\.severity) == [.warning])
  #expect(review(files, StaticRules(scope: .off), scope: ["src"]) == [])
  #expect(review(files, scope: []) == [])
}

@Test func aChangeBeyondTheBudgetIsRefused() {
  let files = (0..<4).map { file("f\($0)", lines: ["a", "b"]) }
  #expect(review(files, StaticRules(diffFilesMax: 3)).map(\.rule) == [.diffBudget])
  #expect(review(files, StaticRules(diffLinesMax: 7)).map(\.rule) == [.diffBudget])
  #expect(review(files, StaticRules(diffFilesMax: 4, diffLinesMax: 8)) == [])
}

@Test(arguments: [
  (["<<<<<<< ours", "a", "=======", "b", ">>>>>>> theirs"], 1, Severity.error),
  (["x", "<<<<<<< ours", "||||||| base", "=======", ">>>>>>> theirs\r"], 2, .error),
  (["<<<<<<< ours", "a"], 1, .warning), (["a", ">>>>>>> theirs"], 2, .warning),
  (["Title", "=======", "text"], 0, .note), (["<<<<<<<", ">>>>>>>>> x"], 0, .note),
  (["  <<<<<<< indented", "<<<<<<<< eight"], 0, .note),
])
func conflictMarkersAreSeenAtTheirFirstLine(lines: [String], line: Int, severity: Severity) {
  let found = review([file("a", lines: lines)])
  #expect(found.map(\.finding.line) == (line == 0 ? [] : [line]))
  #expect(found.allSatisfy { $0.severity == severity && $0.rule == .conflictMarkers })
}

@Test(arguments: [
  ("a/link", "../b", true), ("link", "b/c", true), ("a/b/link", "../../c", true),
  ("link", "../b", false), ("a/link", "../../etc/passwd", false), ("link", "/etc/passwd", false),
  ("link", "a/../../x", false), ("link", ".git/config", false), ("a/link", "../.GIT/hooks", false),
  ("link", "git~1/config", false), ("link", "C:\\x", false), ("link", "", false),
  ("link", "a\\..\\..\\x", false), ("link", "..a/b", true),
])
func aLinkMayNotLeaveTheTree(path: String, target: String, isFine: Bool) {
  let found = review([file(path, mode: 0o120000, target: target)])
  #expect(found.map(\.rule) == (isFine ? [] : [.link]))
}

@Test func aLinkThatCannotBeReadIsRefused() {
  #expect(review([file("link", mode: 0o120000)]).map(\.severity) == [.error])
}

@Test(arguments: [
  ".gitattributes", "a/.GitAttributes", ".gitmodules", ".lfsconfig", ".husky/pre-commit",
  ".github/workflows/ci.yml", ".GitHub/x", ".gitlab-ci.yml", "Jenkinsfile", "lefthook.yml",
  ".pre-commit-config.yaml", ".claude/settings.json", "docs/CODEOWNERS", ".ci/run",
])
func whatRunsByItselfIsPointedOut(path: String) {
  #expect(review([file(path)]).filter { $0.rule == .sensitive }.map(\.severity) == [.warning])
}

@Test func aVerdictListsTheSensitivePathsOfThePolicyAndEverySubmodule() {
  let rules = StaticRules(sensitive: ["secrets/**", ".gitattributes"].compactMap { Pattern($0) })
  let paths = ["src/a", "b/.GITATTRIBUTES", "Secrets/x", ".github/x"]
  #expect(
    StaticReview.sensitivePaths(among: paths, policy: rules) == ["Secrets/x", "b/.GITATTRIBUTES"])
  let moved = ChangedFile(
    path: "lib", old: .init(mode: 0o160000, id: blob), new: .init(mode: 0o160000, id: other))
  let replaced = ChangedFile(
    path: "dep", old: .init(mode: 0o160000, id: blob), new: .init(mode: 0o100644, id: other))
  let executable = ChangedFile(
    path: "run", old: .init(mode: 0o100644, id: blob), new: .init(mode: 0o100755, id: blob))
  #expect(
    StaticReview.gitlinks(in: [moved, replaced, executable]) == [
      GitlinkChange(path: "dep", old: blob, new: nil),
      GitlinkChange(path: "lib", old: blob, new: other),
    ])
  #expect(review([moved, executable]).map(\.rule) == [.submodule])
  #expect(review([file("secrets/x")], rules).map(\.finding.text) == ["sensitive by policy"])
}

@Test(arguments: [
  (".git/config", Severity.error), ("a/.GIT/x", .error), ("git~1/x", .error), ("a/../b", .error),
  (".g\u{200c}it/x", .error), (".git. /x", .error), (".git::$INDEX_ALLOCATION/x", .error),
  ("a\u{1b}[31m", .error), ("a\u{202e}b", .error), ("a\nb", .error), ("a//b", .error),
  ("GITMOD~1", .error), (".gitmodules.", .error), ("aux.txt", .warning), ("a\\b", .warning),
  ("trailing.", .warning), (String(repeating: "x", count: 256), .warning),
])
func oddPathsAreFound(path: String, severity: Severity) {
  #expect(review([file(path)]).filter { $0.rule == .pathName }.map(\.severity).contains(severity))
}

@Test(arguments: [".gitignore", ".github", "git", "a.git/b", "com10", "Größe/x", "-x", "con.c.d/a"])
func plainPathsAreNotOdd(path: String) {
  let odd = review([file(path)]).filter { $0.rule == .pathName }
  #expect(odd.isEmpty == !path.hasPrefix("con."))
}

@Test func pathsThatFallTogetherAreRefused() {
  let gone = ChangedFile(path: "readme", old: .init(mode: 0o100644, id: blob), new: nil)
  #expect(review([file("README"), file("Readme")]).map(\.rule) == [.collision])
  #expect(review([file("README"), gone]) == [])
}

@Test func largeFilesAreNamedWithTheReason() {
  #expect(review([file("a", size: StaticReview.largeFileBytes - 1)]) == [])
  #expect(review([file("a", size: StaticReview.largeFileBytes)]).map(\.severity) == [.warning])
  #expect(
    review([file("a", size: StaticReview.refusedFileBytes + 1)]).map(\.severity) == [.error])
}

@Test func aReportStaysShort() {
  let files = (0..<150).map { file("docs/\($0)") }
  let found = review(files, scope: ["src/**"])
  #expect(found.count == StaticReview.findingsPerRule + 1)
  #expect(found.contains { $0.finding.text == "and 100 more of the rule scope" })
}

@Test(arguments: [
  ("let isAdmin = \u{202e}eurt", "U+202E"), ("a\u{200b}b", "U+200B"), ("\u{1b}[8mx", "U+001B"),
  ("x\ry", "U+000D"), ("\u{e0041}", "U+E0041"), ("a\u{feff}", "U+FEFF"),
])
func textThatIsNotShownAsItIsStoredIsFlagged(line: String, name: String) {
  let found = review([file("a.swift", lines: ["fine", line])])
  #expect(found.map(\.rule) == [.hiddenText] && found[0].severity == .warning)
  #expect(found[0].finding.line == 2 && found[0].finding.text.contains(name))
}

@Test func textAsPeopleWriteItIsNotFlagged() {
  let lines = ["\u{feff}first", "windows\r", "\u{c}", "👩\u{200d}🚀", "می\u{200c}خواهم", "\ttab"]
  #expect(review([file("a.md", lines: lines)]) == [])
}
