import Foundation
import Git
import Lanes
import Model
import Support
import Testing

/// A repository with `main` and a branch `work` that changes it, and a bench with one policy.
private struct BenchFixture {
  let repository: TestRepository
  let bench: GateBench

  static func with(
    gates: [(String, String, [String])], setup: [String] = [], scope: [String] = [],
    _ body: (BenchFixture) async throws -> Void
  ) async throws {
    try await withRepository { repository in
      try await repository.commit(["a.txt": "one\n", "b.txt": "one\n"])
      let day = try #require(CalendarDay("2030-01-01"))
      let digest = try #require(Digest(String(repeating: "ab", count: 32)))
      let policy = Policy(
        protected: [try #require(Pattern("main"))], principals: [:],
        require: Requirements(byRole: [.operator: 1]),
        gates: gates.map { name, run, paths in
          Gate(
            name: name, run: run, timeoutSeconds: 60, paths: paths.compactMap { Pattern($0) },
            definition: digest)
        },
        rules: StaticRules(), landing: [.merge], attempts: 1, carry: .never,
        selfReview: .allowed, expires: day, setup: setup)
      let environment = WorkerEnvironment.scrubbed(
        from: ProcessInfo.processInfo.environment, letThrough: [], adding: [:])
      let bench = GateBench(
        repository: try Repository.discover(from: repository.path).location, policy: policy,
        scope: scope.compactMap { Pattern($0) }, worktrees: repository.scratch,
        environment: environment)
      try await body(BenchFixture(repository: repository, bench: bench))
    }
  }

  func assess(_ files: [String: String?]) async throws -> Assessment {
    let base = try #require(ObjectID(try await repository.id("main")))
    try await repository.git("checkout", "-q", "-b", "work")
    let head = try #require(ObjectID(try await repository.commit(files)))
    try await repository.git("checkout", "-q", "main")
    return try await bench.assess(head, on: base)
  }
}

private func judged(_ assessment: Assessment) throws -> Assessment.Judged {
  guard case .judged(let judged) = assessment.result else {
    throw GitError(.other, "judge", on: "the head", "it is in conflict")
  }
  return judged
}

@Test func gatesRunOnWhatWouldLandAndLeaveNoWorktree() async throws {
  let gates = [("test", "grep -q two a.txt && test -f .git", [String]())]
  try await BenchFixture.with(gates: gates) { fixture in
    let assessment = try await fixture.assess(["a.txt": "two\n"])
    #expect(assessment.isGreen)
    let gates = try judged(assessment).gates
    #expect(gates.map(\.name) == ["test"])
    let left = try FileManager.default.contentsOfDirectory(atPath: fixture.repository.scratch)
    #expect(left == [])
    let worktrees = try await fixture.repository.git("worktree", "list")
    #expect(worktrees.split(separator: "\n").count == 1)
  }
}

@Test func aRedGateKeepsItsLog() async throws {
  try await BenchFixture.with(gates: [("test", "echo broken; exit 3", [])]) { fixture in
    let assessment = try await fixture.assess(["a.txt": "two\n"])
    #expect(!assessment.isGreen)
    let result = try #require(try judged(assessment).gates.first)
    #expect(result.exit == 3)
    #expect(String(decoding: result.log, as: UTF8.self) == "broken\n")
  }
}

@Test func aGateAboutOtherPathsIsSpared() async throws {
  let gates = [("docs", "exit 1", ["docs/**"]), ("all", "true", [])]
  try await BenchFixture.with(gates: gates) { fixture in
    let result = try judged(try await fixture.assess(["a.txt": "two\n"]))
    #expect(result.spared == ["docs"])
    #expect(result.gates.map(\.name) == ["all"])
  }
}

@Test func aKnownGreenTreeIsNotGatedAgain() async throws {
  try await BenchFixture.with(gates: [("test", "exit 1", [])]) { fixture in
    var bench = fixture.bench
    bench.isKnownGreen = { _, _ in true }
    let again = BenchFixture(repository: fixture.repository, bench: bench)
    let assessment = try await again.assess(["a.txt": "two\n"])
    #expect(assessment.isGreen)
  }
}

@Test func aChangeOutsideTheScopeIsRefusedBeforeAnyGateRuns() async throws {
  let gates = [("test", "touch \"$HOME/ran\"", [String]())]
  try await BenchFixture.with(gates: gates, scope: ["b.txt"]) { fixture in
    let assessment = try await fixture.assess(["a.txt": "two\n"])
    let result = try judged(assessment)
    #expect(!assessment.isGreen)
    #expect(result.errors.map(\.rule) == [.scope])
    #expect(result.errors.first?.finding.path == "a.txt")
    #expect(result.gates.isEmpty)
  }
}

@Test func linesThatAttributesHideAreReadAllTheSame() async throws {
  try await BenchFixture.with(gates: []) { fixture in
    let assessment = try await fixture.assess([
      ".gitattributes": "* -diff\n",
      "a.txt": "one\n<<<<<<< ours\nx\n=======\ny\n>>>>>>> theirs\n",
    ])
    let conflict = try #require(
      try judged(assessment).errors.first { $0.rule == .conflictMarkers })
    #expect(conflict.finding.path == "a.txt")
    #expect(conflict.finding.line == 2)
  }
}

@Test func aConflictIsNamedByItsPaths() async throws {
  try await BenchFixture.with(gates: []) { fixture in
    let repository = fixture.repository
    try await repository.git("checkout", "-q", "-b", "work")
    let head = try #require(ObjectID(try await repository.commit(["a.txt": "two\n"])))
    try await repository.git("checkout", "-q", "main")
    let base = try #require(ObjectID(try await repository.commit(["a.txt": "three\n"])))
    guard case .conflict(let conflict) = try await fixture.bench.assess(head, on: base).result
    else {
      Issue.record("the merge went through")
      return
    }
    #expect(conflict.paths == ["a.txt"])
  }
}

@Test func aFailedSetupStepIsReportedInsteadOfTheGates() async throws {
  try await BenchFixture.with(gates: [("test", "true", [])], setup: ["exit 7"]) { fixture in
    let assessment = try await fixture.assess(["a.txt": "two\n"])
    #expect(!assessment.isGreen)
    let gates = try judged(assessment).gates
    #expect(gates.map(\.name) == ["setup 1"])
  }
}

@Test func aHookAFilterAndAttributesOfTheCloneDoNotChangeWhatGatesSee() async throws {
  try await BenchFixture.with(gates: [("test", "! grep -q evil a.txt", [])]) { fixture in
    let git = fixture.repository.path + "/.git"
    let hook = git + "/hooks/post-checkout"
    try FileManager.default.createDirectory(
      atPath: git + "/hooks", withIntermediateDirectories: true)
    try Data("#!/bin/sh\nsed -i.bak s/evil/good/ a.txt\n".utf8)
      .write(to: URL(fileURLWithPath: hook))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
    let hooked = try judged(try await fixture.assess(["a.txt": "evil\n"]))
    #expect(hooked.gates.map(\.name) == ["test"])
    #expect(hooked.gates.map(\.outcome) == [.failed])
  }
  try await BenchFixture.with(gates: [("test", "! grep -q evil a.txt", [])]) { fixture in
    let git = fixture.repository.path + "/.git"
    try await fixture.repository.git("config", "filter.x.smudge", "sed s/evil/good/")
    try FileManager.default.createDirectory(
      atPath: git + "/info", withIntermediateDirectories: true)
    try Data("a.txt filter=x\n".utf8).write(to: URL(fileURLWithPath: git + "/info/attributes"))
    let assessment = try await fixture.assess(["a.txt": "evil\n"])
    #expect(!assessment.isGreen)
    let gates = try judged(assessment).gates
    #expect(gates.map(\.name) == ["gates' files"])
    let said = String(decoding: try #require(gates.first).log, as: UTF8.self)
    #expect(said.hasPrefix("the gates' files are not the tree: a.txt."))
  }
}

@Test func aFormThatTheBaseItselfAsksForIsTheTree() async throws {
  try await BenchFixture.with(gates: [("test", "grep -q '^two.$' a.txt", [])]) { fixture in
    try await fixture.repository.commit([".gitattributes": "a.txt text eol=crlf\n"])
    let assessment = try await fixture.assess(["a.txt": "two\n"])
    #expect(assessment.isGreen)
  }
}

@Test func aGateThatRewritesTheFilesSpoilsEveryGate() async throws {
  let gates = [("build", "echo good >a.txt", [String]()), ("scan", "true", [])]
  try await BenchFixture.with(gates: gates) { fixture in
    let assessment = try await fixture.assess(["a.txt": "evil\n"])
    #expect(!assessment.isGreen)
    let results = try judged(assessment).gates
    #expect(results.map(\.name) == ["build", "scan"])
    let flaw = "the gates changed a.txt: what they checked is not what would land"
    #expect(results.map(\.outcome) == [.spoiled(flaw), .spoiled(flaw)])
  }
}

@Test func whatAGateBuildsBesideTheFilesSpoilsNothing() async throws {
  try await BenchFixture.with(gates: [("build", "mkdir out; echo x >out/x", [])]) { fixture in
    let assessment = try await fixture.assess(["a.txt": "two\n"])
    #expect(assessment.isGreen)
  }
}

@Test func aGateThatPutsALinkInTheDirectorysPlaceReachesNothingThroughIt() async throws {
  let script = #"here=$PWD; cd /; rm -rf "$here"; ln -s "$VICTIM" "$here""#
  try await withTemporaryDirectory { victim in
    try Data("kept\n".utf8).write(to: URL(fileURLWithPath: victim + "/kept"))
    let gate = "VICTIM='\(victim)'; \(script)"
    try await BenchFixture.with(gates: [("build", gate, [])]) { fixture in
      let assessment = try await fixture.assess(["a.txt": "two\n"])
      #expect(!assessment.isGreen)
      let said = try judged(assessment).gates.map { "\($0.outcome)" }
      #expect(said.first?.contains("replaced the directory") == true)
      #expect(try FileManager.default.contentsOfDirectory(atPath: victim) == ["kept"])
      let left = try FileManager.default.contentsOfDirectory(atPath: fixture.repository.scratch)
      #expect(left == [])
      let worktrees = try await fixture.repository.git("worktree", "list")
      #expect(worktrees.split(separator: "\n").count == 1)
    }
  }
}

@Test func aLockOfGatesThatGitNeverCameToMakeIsSwept() async throws {
  try await BenchFixture.with(gates: []) { fixture in
    let root = fixture.repository.scratch
    for name in ["gates-1.lock", "gates-2.lock"] {
      try Data().write(to: URL(fileURLWithPath: "\(root)/\(name)"))
    }
    let held = try FileLock.take("\(root)/gates-2.lock")
    let removed = try await GateBench.sweep(fixture.bench.repository, below: root)
    #expect(removed == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: root) == ["gates-2.lock"])
    held?.release()
  }
}
