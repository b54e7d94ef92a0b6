import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("A dispatch")
struct DispatchTests {
  @Test("goes through worker and gates to review")
  func reachesReview() async throws {
    let gate = GovernedFixture.gate("check", "grep -q two a.txt && echo fine")
    try await LaneScene.with(gates: [gate]) { scene in
      let sent = try await scene.dispatch("echo two > a.txt; echo working")
      #expect(sent.packet.state == .review)
      #expect(sent.halt == nil)
      let attempt = try #require(sent.packet.attempts.first)
      #expect(attempt.end?.outcome == .changed)
      #expect(attempt.end?.exit == 0)
      let head = try #require(sent.packet.head)
      #expect(try await scene.text(of: "a.txt", at: head) == "two")
      #expect(sent.packet.gates.map(\.gate.passed) == [true])
      #expect(try scene.fixture.governed().store.heads(of: sent.packet.id) == [head])
      let path = try #require(sent.worktree)
      #expect(!path.hasPrefix(scene.repository.path + "/"))
      #expect(FileManager.default.fileExists(atPath: path))
    }
  }

  @Test("under a policy that has ended says so, for what it brings could not land")
  func expired() async throws {
    let today = try #require(CalendarDay("2026-11-21"))
    try await LaneScene.with(policy: { $0.expires = today }) { scene in
      let sent = try await scene.dispatch("echo two > a.txt")
      #expect(
        sent.warnings.contains {
          $0.hasPrefix("the policy ended on 2026-11-21") && $0.hasSuffix("git o8 policy renew")
        }, "\(sent.warnings)")
    }
    try await LaneScene.with { scene in
      let warnings = try await scene.dispatch("echo two > a.txt").warnings
      #expect(warnings.allSatisfy { !$0.contains("ended") })
    }
  }

  @Test("keeps what the worker said and what the gate printed")
  func keepsTranscripts() async throws {
    let gate = GovernedFixture.gate("check", "echo fine")
    try await LaneScene.with(gates: [gate]) { scene in
      let sent = try await scene.dispatch("echo two > a.txt; echo out; echo err >&2; printf end")
      let transcript = try #require(sent.packet.attempts.first?.end?.transcript)
      let log = try #require(sent.packet.gates.first?.gate.log)
      let repository = try scene.fixture.open()
      let said = try repository.blob(transcript.blob, limit: 1000)
      #expect(String(decoding: said, as: UTF8.self) == "out\nerr\nend")
      #expect(try repository.blob(log.blob, limit: 1000) == Array("fine\n".utf8))
      #expect(transcript.sha256 == Digest(of: said))
      let kept = Layout.data(GovernedFixture.now, GovernedFixture.ann)
      let listed = try await scene.repository.git("ls-tree", "-r", "--name-only", kept.text)
      #expect(listed.hasPrefix("\(sent.packet.id)/attempt-1.log\n\(sent.packet.id)/gate-check-"))
    }
  }

  @Test("hands the worker its task, and nothing that opens another door")
  func environment() async throws {
    try await LaneScene.with { scene in
      let script = """
        cat > stdin.txt; cmp stdin.txt "$O8_PROMPT_FILE" || exit 9
        env | sort > env.txt; test -d "$O8_OUTBOX" -a -d "$O8_ARTIFACTS" || exit 8
        """
      let sent = try await scene.dispatch(script) { $0.prompt = "Mend the clock." }
      let head = try #require(sent.packet.head)
      let told = try await scene.text(of: "stdin.txt", at: head)
      #expect(told.contains("Mend the clock."))
      let environment = try await scene.text(of: "env.txt", at: head)
      #expect(environment.contains("O8_PACKET=\(sent.packet.id)"))
      #expect(environment.contains("O8_ATTEMPT=1"))
      #expect(environment.contains("GIT_TERMINAL_PROMPT=0"))
      #expect(!environment.contains("GIT_CONFIG_GLOBAL"))
    }
  }

  @Test("gives an agent no command")
  func commandOfAnAgent() async throws {
    try await LaneScene.with { scene in
      let request = WorkRequest(title: "x", runtime: "claude", command: ["--model", "y"])
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace.dispatch(request, .detached)
      }
      #expect(problem?.kind == .usage && problem?.message.contains("as it is") == true)
      let packets = try await scene.repository.git("for-each-ref", "refs/o8/packets")
      #expect(packets.isEmpty)
    }
  }

  @Test("that changes nothing never lands, whatever the worker says")
  func noChanges() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("echo Done, all tests pass.", attempts: 2)
      #expect(sent.packet.state == .failed)
      #expect(sent.packet.attempts.map(\.end?.outcome) == [.noChanges, .noChanges])
      #expect(sent.packet.head == nil)
    }
  }

  @Test("whose worker cannot be started has failed at once")
  func missingProgram() async throws {
    try await LaneScene.with { scene in
      let request = WorkRequest(title: "Fix it", attempts: 3, command: ["/no/such/program"])
      let sent = try await scene.workspace.dispatch(request, .here { _ in })
      #expect(sent.packet.state == .failed)
      #expect(sent.packet.attempts.count == 1)
    }
  }

  @Test("sends a red gate's report back, and the next attempt mends it")
  func fixesItself() async throws {
    let gate = GovernedFixture.gate("check", "grep -q good a.txt || { echo not good; exit 7; }")
    try await LaneScene.with(gates: [gate]) { scene in
      let script = """
        cat > prompt-$O8_ATTEMPT.txt
        if test "$O8_ATTEMPT" = 1; then echo bad > a.txt; else echo good > a.txt; fi
        """
      let sent = try await scene.dispatch(script, attempts: 3)
      #expect(sent.packet.state == .review)
      #expect(sent.packet.attempts.map(\.reason) == [.first, .gates])
      #expect(sent.packet.gates.map(\.gate.passed) == [false, true])
      let head = try #require(sent.packet.head)
      let prompt = try await scene.text(of: "prompt-2.txt", at: head)
      #expect(prompt.contains("a check failed"))
      #expect(prompt.contains("## check: exit 7"))
      #expect(prompt.contains("not good"))
    }
  }

  @Test(
    "a scope that can never match is refused before anything is opened",
    arguments: ["../**", "/etc/**", "./a.txt", "src/../b", ".git/hooks/*"])
  func impossibleScope(scope: String) async throws {
    try await LaneScene.with { scene in
      let problem = await #expect(throws: Problem.self) {
        try await scene.dispatch("true") { $0.scope = [scope] }
      }
      #expect(problem?.kind == .usage)
      #expect(try scene.workspace.packets().packets.isEmpty)
      // From the root of the repository is what a slash at the front means.
      _ = try await scene.dispatch("echo two > a.txt") { $0.scope = ["/a.txt"] }
    }
  }

  @Test("counts every attempt, and those that were asked for on top")
  func oneWayOfCounting() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("exit 3", attempts: 2)
      #expect(sent.packet.attempts.count == 2 && sent.packet.attemptsAtMost == 2)
      #expect(
        sent.packet.log.last { $0.kind == .failed }?.summary.hasPrefix("2 attempts used up") == true
      )
      let again = try await scene.workspace.retry("Fix it", .here { _ in })
      #expect(again.packet.attempts.count == 4 && again.packet.attemptsAtMost == 4)
      #expect(
        again.packet.log.last { $0.kind == .failed }?.summary.hasPrefix(
          "2 attempts (4 runs) used up")
          == true)
      let script = "test $O8_ATTEMPT = 2 && cp $O8_PROMPT_FILE told"
      let other = try await scene.dispatch(script, title: "Other", attempts: 3)
      let told = try await scene.text(of: "told", at: try #require(other.packet.head))
      #expect(told.contains("attempt 2 of 3"))
    }
  }

  @Test("fails with its report when the attempts are used up")
  func attemptsUsedUp() async throws {
    let gate = GovernedFixture.gate("check", "echo never; exit 1")
    try await LaneScene.with(gates: [gate]) { scene in
      let sent = try await scene.dispatch("echo $O8_ATTEMPT > a.txt", attempts: 2)
      #expect(sent.packet.state == .failed)
      #expect(sent.packet.attempts.count == 2)
      let failed = try #require(sent.packet.log.last { $0.kind == .failed })
      let report = try await scene.text(of: "report.md", at: failed.id)
      #expect(report.contains("## check: exit 1"))
      #expect(report.contains("never"))
    }
  }
}
