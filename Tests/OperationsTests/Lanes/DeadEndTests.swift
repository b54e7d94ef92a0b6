import Fixtures
import Foundation
import Git
import Lanes
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("A packet that failed")
struct DeadEndTests {
  @Test("is judged again by retry before its worker is asked, for policy may have been wrong")
  func mendedScope() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("test -e b.txt || echo two > b.txt") {
        $0.scope = ["a.txt"]
      }
      #expect(sent.packet.state == .failed)
      _ = try await scene.workspace.edit(sent.packet.id.hex, WorkChange(scope: ["b.txt"]))
      let done = try await scene.workspace.retry(sent.packet.id.hex, .here { _ in })
      #expect(done.packet.state == .review)
      #expect(done.packet.attempts.count == 1)
      #expect(done.packet.ignored.isEmpty)
    }
  }

  @Test("is judged again by gate, and stays failed where that is red still")
  func gate() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("echo two > b.txt") { $0.scope = ["a.txt"] }
      let id = sent.packet.id.hex
      let red = try await scene.workspace.gate(id) { _ in }
      #expect(red.packet.state == .failed)
      #expect(red.packet.attempts.count == 1)
      _ = try await scene.workspace.edit(id, WorkChange(scope: ["b.txt"]))
      #expect(try await scene.workspace.gate(id) { _ in }.packet.state == .review)
    }
  }

  @Test("goes to its worker where it is red still")
  func stillRed() async throws {
    let gate = GovernedFixture.gate("check", "grep -q good a.txt")
    try await LaneScene.with(gates: [gate]) { scene in
      let sent = try await scene.dispatch(
        "if test $O8_ATTEMPT = 1; then echo bad > a.txt; else echo good > a.txt; fi")
      #expect(sent.packet.state == .failed)
      let done = try await scene.workspace.retry(sent.packet.id.hex, .here { _ in })
      #expect(done.packet.state == .review)
      #expect(done.packet.attempts.map(\.reason) == [.first, .gates])
    }
  }

  @Test("says the gate that was red where its worker then changed nothing")
  func nothingChanged() async throws {
    let gate = GovernedFixture.gate("check", "grep -q good a.txt")
    try await LaneScene.with(gates: [gate]) { scene in
      let sent = try await scene.dispatch(
        "test $O8_ATTEMPT = 1 && echo bad > a.txt; true", attempts: 2)
      #expect(sent.packet.state == .failed)
      #expect(sent.packet.log.last?.summary.contains("no changes; red before: check") == true)
    }
  }

  @Test("says the exit status and the last line of a worker that failed")
  func cause() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("echo 'no such tool' >&2; exit 9")
      let reason = try #require(sent.packet.log.last?.summary)
      #expect(reason == "1 attempt used up; the last one ended with failed, exit 9: no such tool")
      let inbox = try scene.workspace.inbox()
      #expect(inbox.errands.first?.reason == reason)
    }
  }

  @Test("shows what a rule found and where")
  func findings() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("echo two > b.txt") { $0.scope = ["a.txt"] }
      let report = try await scene.workspace.report(on: sent.packet.id.hex)
      #expect(report.red?.contains("b.txt") == true)
    }
  }

  @Test("is no end that a wait for landing can come to")
  func waiting() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("exit 1")
      for until in [nil, PacketState.landed] {
        let waiting = Waiting(packets: [sent.packet.id.hex], until: until, timeoutSeconds: 60)
        let done = try await scene.workspace.wait(waiting)
        let problem = scene.workspace.disappointment(done[0], waiting)
        #expect(problem?.kind == .refused)
      }
    }
  }
}

@Suite("A lane that was killed")
struct KilledLaneTests {
  @Test("takes along what its worker left running")
  func orphans() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("echo two > a.txt")
      let id = sent.packet.id
      let place = scene.workspace.place(of: id)
      let worktree = try #require(sent.worktree)
      // As a worker that runs on: in the worktree, in a session of its own, nobody's child.
      let mark = scene.repository.scratch + "/orphan"
      try await scene.repository.program.require(
        "sh", ["-c", "setsid sleep 600 </dev/null >/dev/null 2>&1 & echo $! >'\(mark)'"],
        in: worktree, environment: ["O8_LANE": place.directory])
      let orphan = try #require(
        Int32(
          String(contentsOfFile: mark, encoding: .utf8).trimmingCharacters(
            in: .whitespacesAndNewlines)))
      let started = try #require(sent.packet.log.first { $0.kind == .started })
      try await scene.repository.git("update-ref", Layout.packet(id).text, started.id.hex)
      let inbox = try scene.workspace.inbox()
      #expect(inbox.errands.map(\.kind) == [.abandoned])
      let left = try await scene.workspace.wait(Waiting(packets: [id.hex], timeoutSeconds: 60))
      #expect(scene.workspace.disappointment(left[0], Waiting(packets: []))?.kind == .refused)
      let report = try await scene.workspace.reconcile()
      #expect(report.actions.map(\.kind) == [.laneRecovered])
      #expect(kill(orphan, 0) != 0)
      #expect(try scene.packet(id)?.state == .waiting)
      let done = try await scene.workspace.resume(id.hex, message: nil, .here { _ in })
      #expect(done.packet.attemptsUsed == 1, "to go on is no attempt of the worker's own")
    }
  }
}

@Suite("A number of lanes")
struct LaneNumberTests {
  @Test("that is none opens nothing")
  func none() async throws {
    try await LaneScene.with { scene in
      try await scene.repository.git("config", "o8.maxLanes", "abc")
      let problem = await #expect(throws: Problem.self) { try await scene.dispatch("true") }
      #expect(problem?.message.contains("o8.maxLanes") == true)
      #expect(try scene.fixture.open().references(under: Layout.packets).isEmpty)
    }
  }
}
