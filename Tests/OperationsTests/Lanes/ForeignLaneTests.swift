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

@Suite("A packet that came by a fetch")
struct ForeignLaneTests {
  @Test("is left alone by reconcile while its worker runs elsewhere")
  func running() async throws {
    try await LaneScene.with { scene in
      let packet = try await scene.opened()
      let base = try #require(try scene.fixture.open().target(of: packet.branch))
      let lane = try #require(packet.lane)
      let started = Started(
        number: 1, reason: .first, runtime: "exec", lane: lane, head: base, base: base)
      try await scene.fixture.governed().carryOut(
        .start(started), on: packet.id, stamp: scene.fixture.stamp)
      #expect(try await scene.workspace.reconcile().actions.isEmpty)
      #expect(try scene.packet(packet.id)?.state == .running)
      // Who would stop it or see what it writes is told where it is.
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace.interrupt(packet.id.hex)
      }
      let place = "packet \(packet.id.short) is running in another clone, with ann"
      #expect(problem?.message.hasPrefix(place) == true)
      #expect(problem?.hint?.contains("git o8 resume \(packet.id.short) --here") == true)
      for follows in [false, true] {
        var lines: [String] = []
        try await scene.workspace.log(packet.id.hex, after: 0, follows: follows) {
          lines.append($0.text)
        }
        #expect(lines.first == "attempt 1 with exec")
        #expect(lines.last?.hasPrefix(place) == true)
      }
    }
  }

  @Test("is not started by a lane that ends here, nor by reconcile")
  func queued() async throws {
    try await LaneScene.with { scene in
      let packet = try await scene.opened()
      _ = try await scene.dispatch("echo two > a.txt", title: "Another")
      #expect(try await scene.workspace.reconcile().actions.isEmpty)
      let present = try #require(try scene.packet(packet.id))
      #expect(present.state == .queued)
      #expect(present.attempts.isEmpty)
    }
  }

  @Test("is resumed here only where somebody says so, who is shown what would run")
  func resume() async throws {
    try await LaneScene.with { scene in
      let packet = try await scene.opened()
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace.resume(packet.id.hex, message: nil, .here { _ in })
      }
      #expect(problem?.kind == .refused)
      #expect(problem?.message.contains("sh -c 'echo two > a.txt'") == true)
      #expect(problem?.hint?.contains("--here") == true)
      let done = try await scene.workspace.resume(
        packet.id.hex, message: nil, takingOver: true, .here { _ in })
      #expect(done.packet.state == .review)
    }
  }

  @Test("is retried here only where somebody says so")
  func retry() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("exit 3")
      #expect(sent.packet.state == .failed)
      try scene.workspace.place(of: sent.packet.id).remove()
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace.retry(sent.packet.id.hex, .here { _ in })
      }
      #expect(problem?.kind == .refused)
      #expect(problem?.message.contains("was not dispatched in this clone, but by ann") == true)
      let packet = try #require(try scene.packet(sent.packet.id))
      #expect(packet.state == .failed)
      let command = "git o8 retry \(packet.id.short) --here"
      #expect(try scene.workspace.inbox().errands.first?.commands.last == command)
      #expect(scene.workspace.nextCommand(for: packet) == command)
      let notes = try await scene.workspace.report(on: packet.id.hex).notes
      #expect(notes.contains { $0.contains("`\(command)`") })
      let again = try await scene.workspace.retry(
        sent.packet.id.hex, takingOver: true, .here { _ in })
      #expect(again.packet.attempts.count == 2)
    }
  }

  @Test("cannot change what this clone agreed to run")
  func editedElsewhere() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("exit 3")
      // As somebody writes it who can push, and as one more event of theirs has it start.
      var work = sent.packet.work
      work.command = ["sh", "-c", "echo theirs > a.txt"]
      let governed = try scene.fixture.governed()
      try await governed.carryOut(.edit(work), on: sent.packet.id, stamp: scene.fixture.stamp)
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace.retry(sent.packet.id.hex, .here { _ in })
      }
      #expect(problem?.message.contains("was changed in another clone") == true)
      #expect(problem?.message.contains("sh -c 'echo theirs > a.txt'") == true)
      try await governed.carryOut(.retry, on: sent.packet.id, stamp: scene.fixture.stamp)
      let end = try await scene.workspace.attend(sent.packet.id) { _ in }
      #expect(end.halt?.contains("was changed in another clone") == true)
      #expect(end.packet.attempts.count == 1)
      let waiting = try await scene.workspace.report(on: sent.packet.id.hex).queued
      #expect(
        waiting?.hasSuffix("git o8 resume \(sent.packet.id.short) --here runs it in this one")
          == true)
      // What is changed here besides does not agree to it.
      _ = try await scene.workspace.edit(sent.packet.id.hex, WorkChange(priority: 3))
      let still = try await scene.workspace.attend(sent.packet.id) { _ in }
      #expect(still.packet.attempts.count == 1)
      let done = try await scene.workspace.resume(
        sent.packet.id.hex, message: nil, takingOver: true, .here { _ in })
      #expect(done.packet.state == .review)
    }
  }

  @Test("is edited here and goes on without being asked again")
  func editedHere() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("cat > a.txt; exit 3")
      _ = try await scene.workspace.edit(
        sent.packet.id.hex, WorkChange(prompt: "Otherwise", isolation: .worktree))
      let again = try await scene.workspace.retry(sent.packet.id.hex, .here { _ in })
      #expect(again.packet.attempts.count > 1)
    }
  }

  @Test("is not said to be another's where it was this clone's before")
  func wasOurs() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("exit 3")
      let place = scene.workspace.place(of: sent.packet.id)
      #expect(
        scene.workspace.nextCommand(for: sent.packet) == "git o8 retry \(sent.packet.id.short)")
      // As if the attempt were one more than those of this clone.
      try place.claim(after: 0)
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace.retry(sent.packet.id.hex, .here { _ in })
      }
      #expect(problem?.message.contains("has run in another clone since") == true)
      #expect(problem?.message.contains("not dispatched") == false)
    }
  }
}

extension LaneScene {
  /// A packet that this clone knows by its events alone.
  fileprivate func opened() async throws -> Packet {
    let work = Opened(
      title: "Fix it", branch: GovernedFixture.main, runtime: "exec",
      command: ["sh", "-c", "echo two > a.txt"], attempts: 1)
    return try await fixture.governed().open(work, attachments: [:], stamp: fixture.stamp)
  }
}
