import Operations
import Testing

@Suite struct ProjectDetectorTests {
  /// The commands found for files at the root, by gate name.
  private func gates(
    _ files: [String: String], without missing: Set<String> = []
  ) -> [String: String] {
    let found = findings(files, without: missing)
    return Dictionary(uniqueKeysWithValues: found.gates.map { ($0.name, $0.run) })
  }

  private func findings(
    _ files: [String: String], without missing: Set<String> = []
  ) -> ProjectDetector.Findings {
    ProjectDetector.findings(
      in: ProjectListing(
        entries: Set(files.keys), contents: files.filter { !$0.value.isEmpty },
        programs: ProjectListing.wantedPrograms.subtracting(missing)))
  }

  @Test func swift() {
    #expect(
      gates(["Package.swift": "", "Tests": ""]) == [
        "build": "swift build", "test": "swift test",
      ])
    #expect(gates(["Package.swift": ""]) == ["build": "swift build"])
  }

  @Test func nodeWithTypeScript() {
    let package = """
      {"scripts": {"build": "tsc -b", "test": "vitest"}, "devDependencies": {"typescript": "5"}}
      """
    let files = ["package.json": package, "tsconfig.json": "", "package-lock.json": ""]
    #expect(
      gates(files) == [
        "build": "npm run build", "typecheck": "npx --no-install tsc --noEmit",
        "test": "CI=true npm run test",
      ])
    #expect(findings(files).setup == ["npm ci"])
  }

  @Test func whatCannotRunLeavesItsGapToMake() {
    let files = ["go.mod": "module x\n", "Makefile": "test:\n\ttrue\n"]
    #expect(gates(files, without: ["go"]) == ["test": "make test"])
    #expect(gates(files)["test"] == "go test ./...")
  }

  @Test func theTestScriptThatNpmWritesIsNone() {
    let package = #"{"scripts": {"test": "echo \"Error: no test specified\" && exit 1"}}"#
    #expect(gates(["package.json": package]).isEmpty)
    #expect(
      findings(["package.json": package]).report.contains {
        $0.contains("test: not found (only the script that npm writes)")
      })
  }

  @Test(arguments: [
    ("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn"), ("bun.lockb", "bun"),
    ("package-lock.json", "npm"),
  ])
  func theLockFileNamesThePackageManager(lock: String, manager: String) {
    let package = #"{"scripts": {"typecheck": "tsc"}}"#
    #expect(
      gates(["package.json": package, lock: ""]) == ["typecheck": "\(manager) run typecheck"])
  }

  @Test func aManifestNamesThePackageManagerBeforeALockFileDoes() {
    let package = #"{"packageManager": "pnpm@9.1.0", "scripts": {"build": "x"}}"#
    #expect(gates(["package.json": package, "yarn.lock": ""]) == ["build": "pnpm run build"])
  }

  @Test func huskyIsKeptFromWritingConfigurationInALane() {
    let package = #"{"scripts": {"prepare": "husky"}, "devDependencies": {"husky": "9"}}"#
    #expect(
      findings(["package.json": package, "yarn.lock": "# yarn lockfile v1"]).setup == [
        "HUSKY=0 yarn install --frozen-lockfile"
      ])
  }

  @Test(arguments: ["", "[", "{\"scripts\": 3}"])
  func aBrokenManifestIsReportedNotTrusted(text: String) {
    #expect(gates(["package.json": text]).isEmpty)
    #expect(findings(["package.json": text]).report.first?.contains("unreadable JSON") == true)
  }

  @Test func cargo() {
    #expect(
      gates(["Cargo.toml": "", "Cargo.lock": ""]) == [
        "build": "cargo build --workspace --all-targets --locked",
        "test": "cargo test --workspace --locked",
      ])
  }

  @Test func go() {
    #expect(
      gates(["go.mod": ""]) == [
        "build": "go build ./...", "typecheck": "go vet ./...", "test": "go test ./...",
      ])
    #expect(gates(["go.work": ""])["test"]?.contains("xargs go test") == true)
  }

  @Test func mavenAndGradlePreferTheirWrappers() {
    #expect(gates(["pom.xml": "", "mvnw": ""])["test"]?.hasPrefix("sh ./mvnw ") == true)
    #expect(gates(["pom.xml": ""])["test"]?.hasPrefix("mvn ") == true)
    #expect(
      gates(["build.gradle.kts": "", "gradlew": ""])["build"]?.hasPrefix("sh ./gradlew") == true)
    #expect(gates(["build.gradle": ""])["test"]?.hasPrefix("gradle ") == true)
  }

  @Test func pythonWithPytestAndMypy() {
    let project = "[tool.pytest.ini_options]\n[tool.mypy]\nstrict = true\n"
    #expect(
      gates(["pyproject.toml": project]) == [
        "typecheck": "python3 -m mypy .", "test": "python3 -m pytest",
      ])
    #expect(gates(["pyproject.toml": project, "uv.lock": ""])["test"] == "uv run pytest")
  }

  @Test func pythonWithToxOrNothingButUnittest() {
    let tox = ["tox.ini": "[testenv]\ncommands = x\n", "setup.py": "", "tests": ""]
    #expect(gates(tox) == ["test": "tox"])
    #expect(gates(tox, without: ["tox"])["test"] == "python3 -m unittest discover -s tests -t .")
    #expect(gates(["setup.py": "", "pyrightconfig.json": ""]) == ["typecheck": "pyright"])
  }

  @Test func makeKnowsItsTargets() {
    let text = """
      CC := gcc
      all: hello
      hello: hello.c
      \tcheck: not a target
      .PHONY: check
      check: hello
      \t./hello
      url = http://x
      """
    #expect(gates(["Makefile": text]) == ["build": "make all", "test": "make check"])
    #expect(gates(["Makefile": "clean:\n\trm x\n"]).isEmpty)
  }

  @Test func severalKindsStandSideBySide() {
    let found = gates(["go.mod": "", "Cargo.toml": "", "Makefile": "test:\nlint:\n"])
    #expect(
      found.keys.sorted() == [
        "cargo-build", "cargo-test", "go-build", "go-test", "typecheck",
      ])
  }

  @Test func aMakefileFillsWhatAnotherKindLeavesOpen() {
    let files = ["Package.swift": "", "Makefile": "build:\ntest:\n"]
    #expect(gates(files) == ["build": "swift build", "test": "make test"])
    #expect(findings(files).report.contains { $0.contains("Package.swift has its own") })
  }

  @Test func aKindWhoseProgramIsMissingIsNamedAndLeftOut() {
    let found = findings(["Cargo.toml": ""], without: ["cargo"])
    #expect(found.gates.isEmpty)
    #expect(found.report.first?.contains("cargo is not on the search path") == true)
  }

  @Test func anUnknownProjectGetsTheCommandThatAddsAGate() {
    let found = findings(["README.md": ""])
    #expect(found.gates.isEmpty)
    #expect(found.report.last?.contains("git o8 init --gate 'test=") == true)
  }
}
