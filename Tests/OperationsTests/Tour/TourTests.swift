import Foundation
import Support
import Testing

@testable import Operations

@Suite("The tour")
struct TourTests {
  private func commands(_ steps: [TourStep]) -> [String] {
    steps.compactMap { step in
      if case .run(let command, _) = step { command } else { nil }
    }
  }

  @Test func aRepositoryIsClonedAndTheCloneForgetsIt() {
    let script = TourScript(source: "/a b/it's/.git", branch: "main", directory: "/tour")
    #expect(
      commands(script.start) == [
        #"git clone -q --no-tags '/a b/it'\''s/.git' ."#, "git remote remove origin",
        "git checkout -q -B main",
      ])
  }

  @Test func elsewhereOneIsMadeUp() {
    let script = TourScript(source: nil, branch: "main", directory: "/tour")
    #expect(commands(script.start) == ["git init -q -b main ."])
  }

  @Test func itShowsTheWholeLoop() {
    let script = TourScript(source: nil, branch: "main", directory: "/tour")
    let shown = commands(script.rest)
    for word in [
      "init", "dispatch", "wait", "list", "show", "diff", "inbox", "verdict", "ledger", "trace",
      "verify",
    ] {
      #expect(shown.contains { $0.hasPrefix("git o8 \(word) ") || $0 == "git o8 \(word)" })
    }
    #expect(shown.contains { $0.hasPrefix("git log --notes=o8") })
  }

  @Test func aDirectoryThatIsThereIsNotTaken() async throws {
    try await withTemporaryDirectory { directory in
      let problem = #expect(throws: Problem.self) {
        try Tour(from: directory, program: "/x/git-o8", environment: [:], keep: directory)
      }
      #expect(problem?.hint?.contains("--keep") == true)
    }
  }

  @Test func itSaysWhereTheProgramIsOnlyWhereGitWouldNotFindIt() async throws {
    try await withTemporaryDirectory { directory in
      let program = directory + "/git-o8"
      try Data().write(to: URL(fileURLWithPath: program))
      let known = try Tour(
        from: directory, program: program, environment: ["PATH": "/bin:\(directory)"],
        keep: directory + "/one")
      #expect(known.programFolder == nil)
      let unknown = try Tour(
        from: directory, program: program, environment: ["PATH": "/bin"],
        keep: directory + "/two")
      #expect(unknown.programFolder == directory)
    }
  }
}
