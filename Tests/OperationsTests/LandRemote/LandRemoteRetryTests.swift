import Fixtures
import Foundation
import Git
import Lanes
import Model
import Store
import Support
import Synchronization
import Testing
import Trust

@testable import Operations

/// A landing whose gates ran on a newer base, and which fails or is outrun then: what was approved
/// stays approved as far as it carries.
@Suite("Landings that begin again")
struct LandRemoteRetryTests {
  private static let gate = GovernedFixture.gate("test", "true")

  @Test("an approval that carries outlives every race that the landing loses")
  func outrunBehindItsGates() async throws {
    try await LandRemoteScene.with(judged: true, gates: [Self.gate]) { scene in
      let mine = try await scene.ann.approved("mine", ["a.txt": "two\n"])
      var theirs: [Handed] = []
      for number in 1...3 {
        theirs.append(try await scene.bob.approved("bob-\(number)", ["b\(number).txt": "b\n"]))
      }
      let rest = Mutex(theirs)
      let told = Told()
      let remote = TroubledRemote { push in
        if let next = rest.withLock({ $0.popLast() }) {
          _ = try await scene.merge(next, in: scene.bob)
        }
        return try await push()
      }
      let report = try await scene.workspace(scene.ann).merge(
        mine.packet, on: remote, asking: .nobody,
        tell: { told.hear($0) }, through: .finish)
      #expect(report.isCarried && rest.withLock { $0.isEmpty })
      try await scene.expectLanded(mine.packet, as: report.commit, in: scene.ann)
      let said = told.steps
      for number in 2...4 {
        #expect(said.contains("others were first on origin: trying again, \(number) of 6"))
      }
    }
  }

  @Test("it outlives a refusal, and a base that moves on again before the next try")
  func refusedBehindItsGates() async throws {
    try await LandRemoteScene.with(gates: [Self.gate]) { scene in
      let mine = try await scene.ann.approved("mine", ["a.txt": "two\n"])
      let first = try await scene.bob.approved("first", ["b.txt": "b\n"])
      let second = try await scene.bob.approved("second", ["c.txt": "c\n"])
      _ = try await scene.merge(first, in: scene.bob)
      try scene.hook("pre-receive", "echo closed on Sundays; exit 1")
      let problem = await #expect(throws: Problem.self) {
        try await scene.merge(mine, in: scene.ann)
      }
      #expect(problem?.kind == .refused && problem?.message.contains("closed on Sundays") == true)
      #expect(
        problem?.message.contains("git o8 merge \(mine.packet.short) needs no new one") == true)
      try scene.hook("pre-receive", nil)
      _ = try await scene.merge(second, in: scene.bob)
      let report = try await scene.merge(mine, in: scene.ann)
      #expect(report.isCarried)
      try await scene.expectLanded(mine.packet, as: report.commit, in: scene.ann)
    }
  }

  @Test("what does not carry stays void, however often it is tried")
  func voidStaysVoid() async throws {
    try await LandRemoteScene.with(
      gates: [Self.gate], policy: { $0.carry = .never }
    ) { scene in
      let mine = try await scene.ann.approved("mine", ["a.txt": "two\n"])
      let first = try await scene.bob.approved("first", ["b.txt": "b\n"])
      _ = try await scene.merge(first, in: scene.bob)
      for again in [false, true] {
        if again {
          let second = try await scene.bob.approved("second", ["c.txt": "c\n"])
          _ = try await scene.merge(second, in: scene.bob)
        }
        let problem = await #expect(throws: Problem.self) {
          try await scene.merge(mine, in: scene.ann)
        }
        #expect(problem?.kind == .refused)
        #expect(problem?.hint?.contains("git o8 verdict \(mine.packet.short) approve") == true)
        #expect(try scene.sharing.packet(mine.packet, in: scene.ann)?.state == .review)
      }
    }
  }

  @Test("an objection to what carries is heard before the gates run again")
  func objection() async throws {
    try await LandRemoteScene.with(gates: [Self.gate]) { scene in
      let mine = try await scene.ann.approved("mine", ["a.txt": "two\n"])
      let first = try await scene.bob.approved("first", ["b.txt": "b\n"])
      let second = try await scene.bob.approved("second", ["c.txt": "c\n"])
      _ = try await scene.merge(first, in: scene.bob)
      try scene.hook("pre-receive", "exit 1")
      await #expect(throws: Problem.self) { try await scene.merge(mine, in: scene.ann) }
      try scene.hook("pre-receive", nil)
      _ = try await scene.merge(second, in: scene.bob)
      try await scene.ann.say(
        try scene.ann.verdict(on: mine, .reject), on: mine.packet)
      let prev = try scene.atBare(LandRemoteScene.main)
      await #expect(throws: (any Error).self) { try await scene.merge(mine, in: scene.ann) }
      #expect(try scene.atBare(LandRemoteScene.main) == prev)
    }
  }

  @Test("gates that are cut short lose no approval: what to do is said, and then it lands")
  func cutAtItsGates() async throws {
    try await LandRemoteScene.with(gates: [Self.gate]) { scene in
      let mine = try await scene.ann.approved("mine", ["a.txt": "two\n"])
      let first = try await scene.bob.approved("first", ["b.txt": "b\n"])
      let landed = try await scene.merge(first, in: scene.bob)
      try await scene.sharing.sync(scene.ann)
      _ = try await scene.ann.governed().carryOut(
        .refresh(base: landed.commit, reason: "main moved"), on: mine.packet,
        stamp: scene.ann.stamp)
      let problem = await #expect(throws: Problem.self) {
        try await scene.merge(mine, in: scene.ann)
      }
      #expect(
        problem?.hint
          == "git o8 gate \(mine.packet.short) runs them, then: git o8 merge \(mine.packet.short)")
      _ = try await scene.workspace(scene.ann).gate(mine.packet.hex) { _ in }
      let report = try await scene.merge(mine, in: scene.ann)
      try await scene.expectLanded(mine.packet, as: report.commit, in: scene.ann)
    }
  }

  @Test(
    "while the gates of a landing run, others share and land in the same clone",
    arguments: ["origin", ""])
  func locksAreFreeMeanwhile(remote: String) async throws {
    try await withTemporaryDirectory { place in
      // The gate waits until the test has shared and landed beside it.
      let gate = GovernedFixture.gate(
        "test",
        "test ! -e \(place)/armed || test -e \(place)/begun || "
          + "{ touch \(place)/begun; read x <\(place)/go; }")
      try await LandRemoteScene.with(gates: [gate]) { scene in
        try await scene.ann.repository.git("config", LandRemote.key, remote)
        try await scene.ann.repository.program.require("mkfifo", [place + "/go"])
        let mine = try await scene.ann.approved("mine", ["a.txt": "two\n"])
        let other = try await scene.ann.approved("other", ["b.txt": "b\n"])
        let third = try await scene.ann.approved("third", ["c.txt": "c\n"])
        _ = try await scene.merge(other, in: scene.ann)
        try Data().write(to: URL(fileURLWithPath: place + "/armed"))
        async let landing = scene.merge(mine, in: scene.ann)
        let go = try await opened(place + "/go")
        let common = try scene.ann.open().location.commonDirectory
        #expect(!LandingLock.isHeld(in: common))
        #expect(!FileLock.isHeld(common + "/o8/sync"))
        #expect(try await scene.sharing.sync(scene.ann).refusal == nil)
        let beside = try await scene.merge(third, in: scene.ann)
        try go.write(contentsOf: Data("go\n".utf8))
        try go.close()
        let report = try await landing
        #expect(report.prev == beside.commit && report.isCarried)
        #expect(try scene.ann.value() == report.commit)
      }
    }
  }

  /// A pipe for writing, once somebody reads it.
  private func opened(_ path: String) async throws -> FileHandle {
    try await withCheckedThrowingContinuation { continuation in
      let thread = Thread {
        guard let handle = FileHandle(forWritingAtPath: path) else {
          return continuation.resume(throwing: Killed())
        }
        continuation.resume(returning: handle)
      }
      thread.start()
    }
  }

  @Test("who waits for a lock is told who has it")
  func whoHasIt() async throws {
    try await LandRemoteScene.with { scene in
      let common = try scene.ann.open().location.commonDirectory
      let lock = try #require(try await LandingLock.take(in: common, for: .forcing))
      defer { lock.release() }
      let problem = Problem(lockedBy: LandingLock.holder(in: common), waitedSeconds: 10)
      let process = ProcessInfo.processInfo.processIdentifier
      #expect(
        problem.message
          == "git o8 force is under way in this clone (process \(process)), and was not done "
          + "after 10 s")
      #expect(problem.kind == .stale && problem.hint?.contains("ps -p \(process)") == true)
      // A holder that has not said so yet, and one that is gone, are nobody in particular.
      for note in ["", "what", "999999999 forcing", "-1 forcing", "1 2 3"] {
        try Data(note.utf8).write(to: URL(fileURLWithPath: lock.path + ".by"))
        #expect(LockHolder(holding: lock.path) == nil)
      }
      let nobody = Problem(lockedBy: nil, waitedSeconds: 10)
      #expect(nobody.hint == "repeat the command when it is done")
    }
  }
}
