import Model
import Testing

@testable import Operations

@Suite("Which branch is protected")
struct BranchChoiceTests {
  private func facts(
    _ names: String..., current: String? = nil, remote: String? = nil, configured: String? = nil
  ) -> BranchFacts {
    BranchFacts(
      local: Set(names.compactMap { ReferenceName(branch: $0) }),
      current: current.flatMap { ReferenceName(branch: $0) },
      remoteMain: remote.flatMap { ReferenceName(branch: $0) }
        .map { BranchFacts.RemoteMain(remote: "origin", branch: $0) },
      configured: configured)
  }

  private func chosen(_ facts: BranchFacts) throws -> [String] {
    try BranchChoice(among: facts).patterns.map(\.text)
  }

  @Test func theRemotesWordGoesFirst() throws {
    #expect(
      try chosen(facts("main", "next", current: "main", remote: "next", configured: "main"))
        == ["next"])
  }

  @Test func thenTheConfiguredThenTheUsualThenTheCurrentOne() throws {
    #expect(try chosen(facts("main", "x", current: "main", configured: "x")) == ["x"])
    #expect(try chosen(facts("main", "x", current: "x", configured: "y")) == ["main"])
    #expect(try chosen(facts("master", "x", current: "x")) == ["master"])
    #expect(try chosen(facts("x", "y", current: "x")) == ["x"])
  }

  @Test func noneIsGuessedWhereNothingTells() {
    let detached = #expect(throws: Problem.self) { try chosen(facts("x", "y")) }
    #expect(detached?.hint?.contains("--protect") == true)
    #expect(detached?.hint?.contains("x, y") == true)
    #expect(throws: Problem.self) {
      try chosen(facts("o8/lane-1234567", current: "o8/lane-1234567"))
    }
    let absent = #expect(throws: Problem.self) { try chosen(facts("x", remote: "main")) }
    #expect(absent?.hint?.contains("git branch main origin/main") == true)
  }

  @Test func whatIsAskedForHasToExist() throws {
    let some = facts("main", "release/1", "release/2", current: "main")
    let choice = try BranchChoice(asked: ["refs/heads/main", "release/*", "main"], among: some)
    #expect(choice.patterns.map(\.text) == ["main", "release/*"])
    let nowhere = #expect(throws: Problem.self) {
      try BranchChoice(asked: ["nowhere"], among: some)
    }
    #expect(nowhere?.kind == .noSuchThing)
  }

  @Test func aPatternMayCoverBranchesToCome() throws {
    let choice = try BranchChoice(asked: ["next/*", "main"], among: facts("main"))
    #expect(choice.patterns.map(\.text) == ["next/*", "main"])
    let nothing = #expect(throws: Problem.self) {
      try BranchChoice(asked: ["next/*"], among: facts("main"))
    }
    #expect(nothing?.kind == .noSuchThing)
  }

  @Test(arguments: ["**", "*/*", "o8/*", "O8/**", ""])
  func lanesStayFree(pattern: String) {
    let problem = #expect(throws: Problem.self) {
      try BranchChoice(asked: [pattern], among: facts("main", "o8/a-1234567"))
    }
    #expect(problem?.kind == .usage)
  }
}
