import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite struct Verifications {
  private func workspace(_ repository: TestRepository) throws -> Workspace {
    try Workspace(
      in: repository.path, program: HookScene.program,
      environment: repository.program.environment, now: { GovernedFixture.now })
  }

  private func verified(
    _ fixture: GovernedFixture, _ extent: VerificationExtent = .protected
  ) async throws -> Verification {
    try await workspace(fixture.repository).verification(of: extent)
  }

  /// Merges by hand, without hooks, and claims it where asked.
  @discardableResult
  private func land(
    _ fixture: GovernedFixture, _ handed: Handed, claimed: Bool = true
  ) async throws -> ObjectID {
    let prev = try fixture.value()
    try await fixture.repository.git(
      "merge", "-q", "--no-ff", "-m", "merged", handed.head.hex)
    let commit = try fixture.value()
    if claimed { try await fixture.claim(handed, from: prev, by: commit) }
    return commit
  }

  @Test func aRepositoryIsNamedByItsWholeIdAlone() async throws {
    try await GovernedFixture.with { fixture in
      let workspace = try workspace(fixture.repository)
      let repo = try fixture.governed().policies.repo
      #expect(try await workspace.verification(of: .protected, repo: repo.hex).isProved)
      #expect(
        try await workspace.verification(of: .protected, repo: repo.hex.uppercased()).isProved)
      let short = try await #require(throws: Problem.self) {
        try await workspace.verification(of: .protected, repo: repo.short)
      }
      #expect(short.kind == .usage && short.message.hasSuffix("that is no whole id"))
      #expect(short.hint?.hasPrefix("all 40 digits") == true)
      let other = try await #require(throws: Problem.self) {
        try await workspace.verification(
          of: .protected, repo: String(repeating: "1", count: 40))
      }
      #expect(other.kind == .refused && other.message.hasSuffix("it is \(repo.hex)"))
    }
  }

  @Test func everyLandingIsRecomputed() async throws {
    let gate = GovernedFixture.gate("test", "true")
    try await GovernedFixture.with(policy: { $0.gates = [gate] }) { fixture in
      let first = try await fixture.approved("first", ["b.txt": "b\n"])
      try await land(fixture, first)
      let second = try await fixture.approved("second", ["c.txt": "c\n"])
      let commit = try await land(fixture, second, claimed: false)
      let found = try await verified(fixture)
      #expect(found.isProved)
      let branch = try #require(found.branches.first)
      #expect(branch.tip == commit)
      #expect(branch.steps.map(\.title) == ["first", "second"])
      for step in branch.steps {
        guard case .admitted(let admitted) = step.finding else {
          Issue.record("\(step.finding)")
          continue
        }
        #expect(admitted.gates.count == 1)
        #expect(admitted.verdicts.count == 1)
      }
    }
  }

  @Test func aBranchThatNoPolicyProtectsIsNotVerified() async throws {
    try await GovernedFixture.with { fixture in
      try await fixture.repository.git("branch", "topic")
      let extents: [VerificationExtent] = [
        .branch("nope", wasProtected: true), .branch("topic", wasProtected: false),
        .range(from: "main", to: "main", branch: "nope"),
      ]
      for extent in extents {
        let problem = await #expect(throws: Problem.self) { try await verified(fixture, extent) }
        #expect(problem?.kind == .noSuchThing, "\(extent)")
      }
      let main = try await verified(fixture, .branch("main", wasProtected: false))
      #expect(main.branches.map(\.name.short) == ["main"])
    }
  }

  @Test func statusTellsOfStepsThatNothingCovers() async throws {
    try await GovernedFixture.with { fixture in
      func uncovered() throws -> [Int] {
        try workspace(fixture.repository).overview().branches.map(\.uncovered)
      }
      let first = try await fixture.approved("first", ["b.txt": "b\n"])
      try await land(fixture, first)
      #expect(try uncovered() == [0])
      #expect(try uncovered() == [0])
      _ = try await fixture.repository.commit(["c.txt": "c\n"], message: "around the hooks")
      _ = try await fixture.repository.commit(["d.txt": "d\n"], message: "and again")
      #expect(try uncovered() == [2])
      #expect(try uncovered() == [2])
    }
  }

  @Test func aBreachIsNamedAndTheRestIsStillProved() async throws {
    try await GovernedFixture.with { fixture in
      try await land(fixture, try await fixture.approved("first", ["b.txt": "b\n"]))
      let bad = ObjectID(try await fixture.repository.commit(["x.txt": "x\n"]))!
      let worse = ObjectID(try await fixture.repository.commit(["y.txt": "y\n"]))!
      try await land(fixture, try await fixture.approved("last", ["c.txt": "c\n"]))
      let found = try await verified(fixture)
      #expect(!found.isProved)
      let steps = try #require(found.branches.first).steps
      #expect(steps.map(\.isCovered) == [true, false, false, true])
      #expect(steps.filter { !$0.isCovered }.map(\.commit) == [bad, worse])
      let part = try await verified(
        fixture, .range(from: worse.hex, to: "main", branch: nil))
      #expect(part.isProved)
      #expect(part.branches.first?.steps.count == 1)
    }
  }

  @Test func whatWasPulledWithoutItsEvidenceIsUnproved() async throws {
    try await GovernedFixture.with { fixture in
      let clone = try await fixture.repository.clone(named: "clone")
      try await clone.git("fetch", "-q", "origin", "refs/o8/*:refs/o8/*")
      try await land(fixture, try await fixture.approved("first", ["b.txt": "b\n"]))
      try await clone.git("pull", "-q")
      let before = try await workspace(clone).verification(of: .protected)
      guard case .unproved = try #require(before.branches.first?.steps.first).finding else {
        Issue.record("it is not called unproved")
        return
      }
      // As fetched by the refspec that init adds, before anything is joined.
      try await clone.git("fetch", "-q", "origin", "refs/o8/*:refs/o8-remotes/origin/*")
      #expect(try await workspace(clone).verification(of: .protected).isProved)
    }
  }

  @Test func aBranchThatWentBackOrAPolicyThatDoesIsAProblem() async throws {
    try await GovernedFixture.with { fixture in
      let first = try fixture.value()
      try await land(fixture, try await fixture.approved("first", ["b.txt": "b\n"]))
      try await fixture.write(try fixture.firstPolicy())
      try await fixture.repository.git("reset", "-q", "--hard", first.hex)
      let found = try await verified(fixture)
      // It left the policy that saw it, and a landing besides.
      #expect(found.problems.count == 2)
      #expect(found.problems.first?.contains("without an owner's leave") == true)
    }
  }

  @Test func historyThatAnOwnerReplacedIsForced() async throws {
    try await GovernedFixture.with { fixture in
      let first = try fixture.value()
      let old = try await land(fixture, try await fixture.approved("first", ["b.txt": "b\n"]))
      try await fixture.repository.git("reset", "-q", "--hard", first.hex)
      let new = ObjectID(try await fixture.repository.commit(["n.txt": "n\n"]))!
      let epoch = try #require(
        try Judge(fixture.governed()).epoch(of: GovernedFixture.main, at: old))
      let entry = try await fixture.enter(
        .forced(
          Forced(
            branch: GovernedFixture.main, old: old, new: new, rewind: true, reason: "a leak",
            epoch: epoch)))
      try await land(fixture, try await fixture.approved("next", ["c.txt": "c\n"]))
      let steps = try #require(try await verified(fixture).branches.first).steps
      #expect(steps.first?.finding == .forced(entry))
      #expect(steps.map(\.isCovered) == [true, true])
    }
  }

  @Test func theIdOfTheRepositoryMustBeTheOneThatIsExpected() async throws {
    try await GovernedFixture.with { fixture in
      let workspace = try workspace(fixture.repository)
      let repo = try fixture.governed().policies.repo
      #expect(try await workspace.verification(of: .everything, repo: repo.hex).isProved)
      await #expect(throws: Problem.self) {
        try await workspace.verification(of: .protected, repo: ObjectID.emptyTree.hex)
      }
    }
  }
}
