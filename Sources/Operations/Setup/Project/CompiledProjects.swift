extension ProjectListing {
  var swift: Detection? {
    guard has("Package.swift") else { return nil }
    let tests = has("Tests") || text("Package.swift").contains(".testTarget(")
    return Detection(
      kind: "swift", evidence: "Package.swift", program: "swift",
      checks: [
        .build: .command("swift build"), .typecheck: .needless("the build does it"),
        .test: tests ? .command("swift test") : .absent("no test target"),
      ], caches: [".build/**"])
  }

  var cargo: Detection? {
    guard has("Cargo.toml") else { return nil }
    let locked = has("Cargo.lock") ? " --locked" : ""
    return Detection(
      kind: "cargo", evidence: "Cargo.toml", program: "cargo",
      checks: [
        .build: .command("cargo build --workspace --all-targets" + locked),
        .typecheck: .needless("the build does it"),
        .test: .command("cargo test --workspace" + locked),
      ], caches: ["target/**"])
  }

  var go: Detection? {
    guard let evidence = first(of: "go.mod", "go.work") else { return nil }
    // In a workspace without a module at the root, `./...` matches nothing.
    let run: (String) -> String =
      evidence == "go.mod"
      ? { "go \($0) ./..." }
      : { "go list -m -f '{{.Dir}}/...' | xargs go \($0)" }
    return Detection(
      kind: "go", evidence: evidence, program: "go",
      checks: [
        .build: .command(run("build")), .typecheck: .command(run("vet")),
        .test: .command(run("test")),
      ])
  }

  var maven: Detection? {
    guard has("pom.xml") else { return nil }
    let wrapped = has("mvnw")
    let run = (wrapped ? "sh ./mvnw" : "mvn") + " --batch-mode --no-transfer-progress"
    return Detection(
      kind: "maven", evidence: "pom.xml", program: wrapped ? "java" : "mvn",
      checks: [
        .build: .command(run + " -DskipTests package"),
        .typecheck: .needless("the build does it"), .test: .command(run + " test"),
      ], caches: ["**/target/**"])
  }

  var gradle: Detection? {
    guard
      let evidence = first(
        of: "build.gradle.kts", "build.gradle", "settings.gradle.kts", "settings.gradle")
    else { return nil }
    let wrapped = has("gradlew")
    // A daemon would outlive the gate and hold its worktree.
    let run = (wrapped ? "sh ./gradlew" : "gradle") + " --no-daemon --console=plain"
    return Detection(
      kind: "gradle", evidence: evidence, program: wrapped ? "java" : "gradle",
      checks: [
        .build: .command(run + " assemble"), .typecheck: .needless("the build does it"),
        .test: .command(run + " test"),
      ], caches: [".gradle/**", "**/build/**"])
  }

  var make: Detection? {
    guard let evidence = first(of: "GNUmakefile", "makefile", "Makefile") else { return nil }
    let targets = MakeTargets.named(in: text(evidence))
    func check(_ names: String...) -> Detection.Outcome {
      guard let name = names.first(where: targets.contains) else {
        return .absent("no target \(names.joined(separator: " or "))")
      }
      return .command("make \(name)")
    }
    return Detection(
      kind: "make", evidence: evidence, program: "make",
      checks: [
        .build: check("build", "all"), .typecheck: check("typecheck", "type-check"),
        .test: check("test", "check"),
      ])
  }
}

enum MakeTargets {
  /// The names that a Makefile's own rules make, without those that follow from patterns.
  static func named(in text: String) -> Set<String> {
    var result: Set<String> = []
    for line in text.split(whereSeparator: \.isNewline) {
      guard let first = line.first, first != "\t", first != "#",
        let colon = line.firstIndex(of: ":")
      else { continue }
      let rest = line[line.index(after: colon)...].drop { $0 == ":" }
      guard !rest.hasPrefix("="), !line[..<colon].contains("=") else { continue }
      for name in line[..<colon].split(whereSeparator: \.isWhitespace) {
        result.insert(String(name))
      }
    }
    return result
  }
}
