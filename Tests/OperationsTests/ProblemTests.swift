import Git
import Model
import Operations
import Testing
import Trust

@Suite("What an error is to an operator")
struct ProblemTests {
  private struct Unheard: Error {}

  private func problem(_ code: GitError.Code) -> Problem {
    Problem(GitError(code, "read blob", on: "3f9a", "why"))
  }

  @Test("git's refusals are told apart")
  func gitErrors() {
    #expect(problem(.modified).kind == .stale)
    #expect(problem(.locked).kind == .stale)
    #expect(problem(.notFound).kind == .noSuchThing)
    #expect(problem(.invalidName).kind == .usage)
    #expect(problem(.conflict).kind == .refused)
    #expect(problem(.diskFull).kind == .environment)
    #expect(problem(.programFailed(exit: 1)).kind == .environment)
    #expect(problem(.diskFull).message == "cannot read blob 3f9a: why")
    #expect(problem(.diskFull).hint == "make room and repeat the command")
  }

  @Test("a refusal of the model is refused, one that went stale says look again")
  func refusals() {
    #expect(Problem(Refusal(.authority, "no", hint: "sign")).kind == .refused)
    #expect(Problem(Refusal(.authority, "no", hint: "sign")).hint == "sign")
    #expect(Problem(Refusal(.stale, "the head moved")).kind == .stale)
  }

  @Test("a policy's error keeps its place, a set-up error its hint")
  func otherLayers() {
    let text = Problem(PolicyTextError(.policy, line: 3, column: 7, "no"))
    #expect(text == Problem(.refused, "policy.yml:3:7: no"))
    let setup = Problem(SetupError("write hook", on: "h", "read-only", hint: "chmod"))
    #expect(setup == Problem(.environment, "cannot write hook h: read-only", hint: "chmod"))
    #expect(Problem(setup as any Error) == setup)
  }

  @Test("what nobody foresaw is a defect of ours")
  func unforeseen() {
    #expect(Problem(Unheard()).kind == .bug)
  }
}
