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

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Lanes side by side")
struct LaneConcurrencyTests {
  @Test("never run more at once than may")
  func capHolds() async throws {
    try await LaneScene.with { scene in
      try await scene.repository.git("config", "o8.maxLanes", "1")
      // Only one can make the directory.
      let script = """
        mkdir "\(scene.repository.scratch)/running" || exit 9
        echo "$O8_PACKET" > a.txt
        rmdir "\(scene.repository.scratch)/running"
        """
      let states = try await withThrowingTaskGroup(of: PacketState.self) { group in
        for number in 0..<3 {
          group.addTask { try await scene.dispatch(script, title: "Work \(number)").packet.state }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(states == [.review, .review, .review])
    }
  }

  @Test("that end start what is queued, by priority")
  func queueGoesOn() async throws {
    try await LaneScene.with { scene in
      try await scene.repository.git("config", "o8.maxLanes", "1")
      let pipe = scene.repository.scratch + "/pipe"
      let started = scene.repository.scratch + "/started"
      let order = scene.repository.scratch + "/order"
      #expect(mkfifo(pipe, 0o600) == 0 && mkfifo(started, 0o600) == 0)
      let first = try await scene.start(
        "cat '\(started)'; cat '\(pipe)'; echo two > a.txt", title: "First")
      #expect(first.queued == nil)
      // Returns once the worker reads: then its lane has its slot.
      try Data().write(to: URL(fileURLWithPath: started))
      let later = try await scene.start("echo late >> '\(order)'; echo 3 > b.txt", title: "Late")
      let sooner = try await scene.start("echo soon >> '\(order)'; echo 4 > c.txt", title: "Soon") {
        $0.priority = 5
      }
      #expect(later.queued == "one lane runs already (o8.maxLanes is 1)")
      #expect(sooner.queued != nil)
      try Data().write(to: URL(fileURLWithPath: pipe))
      let ids = [first, later, sooner].map(\.packet.id.hex)
      let done = try await scene.workspace.wait(
        Waiting(packets: ids, until: .review, timeoutSeconds: 60))
      #expect(done.allSatisfy { $0.state == .review })
      #expect(try String(contentsOfFile: order, encoding: .utf8) == "soon\nlate\n")
    }
  }

  @Test("wait for what they come after")
  func after() async throws {
    try await LaneScene.with { scene in
      let first = try await scene.dispatch("echo two > a.txt", title: "First")
      let second = try await scene.start("echo 3 > b.txt", title: "Second") {
        $0.after = [first.packet.id.hex]
      }
      #expect(second.queued == "until \(first.packet.id.short) has landed")
      #expect(second.packet.state == .queued)
      let docket = try scene.workspace.docket(
        for: VerdictRequest(.approve, on: first.packet.id.hex))
      _ = try await scene.workspace.sign(docket)
      _ = try await scene.workspace.merge(first.packet.id.hex)
      let done = try await scene.workspace.wait(
        Waiting(packets: [second.packet.id.hex], until: .review, timeoutSeconds: 60))
      #expect(done[0].state == .review)
      let head = try #require(done[0].head)
      #expect(try await scene.text(of: "a.txt", at: head) == "two")
    }
  }

  @Test("can be told to wait no longer for what will never land")
  func afterCancelled() async throws {
    try await LaneScene.with { scene in
      let first = try await scene.dispatch("echo two > a.txt", title: "First")
      let second = try await scene.start("echo 3 > b.txt", title: "Second") {
        $0.after = [first.packet.id.hex]
      }
      _ = try await scene.workspace.cancel(first.packet.id.hex, reason: nil)
      let id = second.packet.id.hex
      let waits = try await scene.workspace.send(second.packet, .detached)
      #expect(waits.queued?.contains("which is cancelled") == true)
      _ = try await scene.workspace.edit(id, WorkChange(after: []))
      let done = try await scene.workspace.wait(
        Waiting(packets: [id], until: .review, timeoutSeconds: 60))
      #expect(done[0].state == .review)
    }
  }

  @Test("can be killed, and the packet goes on from what is there")
  func killed() async throws {
    try await LaneScene.with { scene in
      let pipe = scene.repository.scratch + "/pipe"
      #expect(mkfifo(pipe, 0o600) == 0)
      let script = """
        test "$O8_ATTEMPT" = 1 || exit 0
        echo two > a.txt; cat '\(pipe)'; cat '\(pipe)'
        """
      let sent = try await scene.start(script)
      // Opening for writing returns when the worker has opened it for reading.
      try Data().write(to: URL(fileURLWithPath: pipe))
      let id = sent.packet.id
      let lane = try #require(Self.process(of: id))
      #expect(kill(lane, SIGKILL) == 0)
      let place = scene.workspace.place(of: id)
      for try await _ in SpoolFollower(place.spool, lock: place.lock) {}
      #expect(try scene.packet(id)?.state == .running)
      let recovered = try await scene.workspace.interrupt(id.hex)
      #expect(recovered.state == .waiting)
      #expect(recovered.attempts[0].end?.outcome == .crashed)
      let head = try #require(recovered.attempts[0].end?.head)
      #expect(try await scene.text(of: "a.txt", at: head) == "two")
      let resumed = try await scene.workspace.resume(id.hex, message: nil, .here { _ in })
      #expect(resumed.packet.state == .review)
      #expect(resumed.packet.attempts.map(\.reason) == [.first, .resume])
    }
  }

  @Test("that fail say why, and are not started over and over")
  func failing() async throws {
    try await LaneScene.with { scene in
      // The lane cannot begin: where its spool should be made stands a file.
      let work = Opened(
        title: "Fix it", branch: GovernedFixture.main, runtime: "exec", command: ["true"])
      let governed = try scene.fixture.governed()
      let packet = try await scene.workspace.open(work, prompt: nil, in: governed)
      let place = scene.workspace.place(of: packet.id)
      try place.make()
      try Data().write(to: URL(fileURLWithPath: place.spool.path))
      let entrance = LaneEntrance(workspace: scene.workspace)
      #expect(try entrance.start(packet) == .started)
      for try await _ in SpoolFollower(place.spool, lock: place.lock) {}
      #expect(place.complaint.first?.hasPrefix("error: ") == true)
      try entrance.startQueued()
      #expect(!place.isHeld)
      #expect(try scene.packet(packet.id)?.state == .queued)
    }
  }

  @Test("can be killed while gates run, and the gates run again")
  func killedWhileGating() async throws {
    try await withTemporaryDirectory { directory in
      let (pipe, flag) = (directory + "/pipe", directory + "/flag")
      #expect(mkfifo(pipe, 0o600) == 0)
      let gate = GovernedFixture.gate(
        "check", "test -e '\(flag)' || { touch '\(flag)'; cat '\(pipe)'; sleep 1000; }",
        timeoutSeconds: 900)
      try await LaneScene.with(gates: [gate]) { scene in
        let sent = try await scene.start("echo two > a.txt")
        try Data().write(to: URL(fileURLWithPath: pipe))
        let id = sent.packet.id
        let lane = try #require(Self.process(of: id))
        #expect(kill(lane, SIGKILL) == 0)
        let place = scene.workspace.place(of: id)
        for try await _ in SpoolFollower(place.spool, lock: place.lock) {}
        #expect(try scene.packet(id)?.state == .gating)
        let location = scene.workspace.location
        #expect(try await GateBench.sweep(location).count == 1)
        #expect(try await GateBench.sweep(location).isEmpty)
        let gated = try await scene.workspace.gate(id.hex) { _ in }
        #expect(gated.packet.state == .review)
      }
    }
  }

  @Test("can be interrupted and go on")
  func interrupted() async throws {
    try await LaneScene.with { scene in
      let pipe = scene.repository.scratch + "/pipe"
      #expect(mkfifo(pipe, 0o600) == 0)
      let script = """
        test "$O8_ATTEMPT" = 1 || { cat > prompt.txt; exit 0; }
        echo two > a.txt; cat '\(pipe)'; exec sleep 1000
        """
      let sent = try await scene.start(script)
      try Data().write(to: URL(fileURLWithPath: pipe))
      let held = try await scene.workspace.interrupt(sent.packet.id.hex)
      #expect(held.state == .waiting)
      #expect(held.pause?.reason == .held)
      #expect(held.attempts[0].end?.outcome == .interrupted)
      let resumed = try await scene.workspace.resume(
        sent.packet.id.hex, message: "Mind the clock.", .here { _ in })
      #expect(resumed.packet.state == .review)
      let head = try #require(resumed.packet.head)
      #expect(try await scene.text(of: "prompt.txt", at: head).contains("Mind the clock."))
      #expect(try await scene.text(of: "a.txt", at: head) == "two")
    }
  }

  @Test("are stopped by a cancellation")
  func cancelled() async throws {
    try await LaneScene.with { scene in
      let pipe = scene.repository.scratch + "/pipe"
      #expect(mkfifo(pipe, 0o600) == 0)
      let sent = try await scene.start("echo two > a.txt; cat '\(pipe)'; exec sleep 1000")
      try Data().write(to: URL(fileURLWithPath: pipe))
      let cancelled = try await scene.workspace.cancel(sent.packet.id.hex, reason: "no longer")
      #expect(cancelled.packet.state == .cancelled)
      #expect(cancelled.closing.isCleared)
      let path = try #require(sent.worktree)
      #expect(!FileManager.default.fileExists(atPath: path))
      let archived = try scene.fixture.governed().store
        .heads(
          at: #require(try scene.fixture.open().target(of: Layout.archive(GovernedFixture.now))))
      #expect(!archived.isEmpty)
      #expect(!scene.workspace.place(of: sent.packet.id).isHeld)
    }
  }

  /// The process of a packet's lane, by what it was started with.
  private static func process(of packet: ObjectID) -> Int32? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int32($0) }.first { process in
      let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
      return String(decoding: line, as: UTF8.self).contains("lane\0run\0\(packet)")
    }
  }
}

extension LaneScene {
  /// A worker in a lane of its own, as the program does it.
  func start(
    _ script: String, title: String = "Fix it", change: (inout WorkRequest) -> Void = { _ in }
  ) async throws -> Dispatched {
    var request = WorkRequest(title: title, attempts: 1, command: ["sh", "-c", script])
    change(&request)
    return try await workspace.dispatch(request, .detached)
  }
}
