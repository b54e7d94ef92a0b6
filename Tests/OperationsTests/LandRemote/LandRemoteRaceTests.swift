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

/// Others who land, share or object while a landing is on its way to the same remote.
@Suite("Landings that race on one remote")
struct LandRemoteRaceTests {
  @Test("two operators land at the same instant, and both get in, one after the other")
  func bothGetIn() async throws {
    let gate = GovernedFixture.gate("test", "true")
    try await LandRemoteScene.with(judged: true, gates: [gate]) { scene in
      for round in 1...2 {
        let base = try #require(try scene.atBare(LandRemoteScene.main))
        let mine = try await scene.ann.approved("ann-\(round)", ["ann-\(round).txt": "a\n"])
        let theirs = try await scene.bob.approved("bob-\(round)", ["bob-\(round).txt": "b\n"])
        async let first = o8(["merge", mine.packet.hex], scene.ann)
        async let second = o8(["merge", theirs.packet.hex], scene.bob)
        let said = try await [first, second]
        #expect(said.map(\.exit) == [0, 0], "\(said)")
        let steps = try await scene.bare.git("rev-list", "--first-parent", "\(base)..main")
        #expect(steps.split(separator: "\n").count == 2, "\(said)")
        for clone in [scene.ann, scene.bob] {
          let synced = try await o8(["sync"], clone)
          #expect(synced.exit == 0, "\(synced)")
          try await clone.repository.git("merge", "-q", "--ff-only", "origin/main")
        }
      }
      for clone in scene.sharing.fixture.clones {
        let proof = try await o8(["verify", "--all"], clone)
        #expect(proof.exit == 0, "\(proof)")
        #expect(try clone.governed().store.landingIntent() == nil)
      }
      #expect(try await scene.sharing.isAgreed())
    }
  }

  private func o8(
    _ words: [String], _ clone: GovernedFixture
  ) async throws -> (exit: Int32, output: String, error: String) {
    try await clone.repository.program.run(HookScene.program, words)
  }

  @Test("who is second lands on what the first left")
  func second() async throws {
    let gate = GovernedFixture.gate("test", "true")
    try await LandRemoteScene.with(gates: [gate]) { scene in
      let mine = try await scene.ann.approved("mine", ["a.txt": "two\n"])
      let theirs = try await scene.bob.approved("theirs", ["b.txt": "bob\n"])
      let pushes = Mutex(0)
      let remote = TroubledRemote { push in
        if pushes.withLock({
          $0 += 1; return $0
        }) == 1 {
          _ = try await scene.merge(theirs, in: scene.bob)
        }
        return try await push()
      }
      let report = try await scene.merge(mine, in: scene.ann, on: remote)
      #expect(pushes.withLock { $0 } == 2)
      #expect(report.isCarried)
      #expect(report.prev == (try scene.bob.value()))
      try await scene.expectLanded(mine.packet, as: report.commit, in: scene.ann)
    }
  }

  @Test("a server that says no to what is late by then is asked again")
  func refusedLate() async throws {
    let gate = GovernedFixture.gate("test", "true")
    try await LandRemoteScene.with(judged: true, gates: [gate]) { scene in
      let mine = try await scene.ann.approved("mine", ["a.txt": "two\n"])
      let theirs = try await scene.bob.approved("theirs", ["b.txt": "bob\n"])
      let pushes = Mutex(0)
      let remote = TroubledRemote { push in
        guard
          pushes.withLock({
            $0 += 1; return $0
          }) == 1
        else { return try await push() }
        _ = try await scene.merge(theirs, in: scene.bob)
        return .refused(words: "error: main may not move: it is somewhere else by now")
      }
      let report = try await scene.merge(mine, in: scene.ann, on: remote)
      #expect(pushes.withLock { $0 } == 2)
      try await scene.expectLanded(mine.packet, as: report.commit, in: scene.ann)
    }
  }

  @Test("one packet that two land at once lands once, and the second is told")
  func onePacket() async throws {
    try await LandRemoteScene.with { scene in
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
      try await scene.sharing.settle()
      // A second later, so that it is another commit.
      let bob = try Workspace(
        in: scene.bob.repository.path, program: "/bin/true", environment: scene.bob.environment,
        now: { Instant("2026-11-21T12:00:01Z")! })
      let remote = TroubledRemote { push in
        _ = try await bob.merge(handed.packet.hex)
        return try await push()
      }
      let problem = await #expect(throws: Problem.self) {
        try await scene.merge(handed, in: scene.ann, on: remote)
      }
      #expect(problem?.kind == .stale && problem?.message.contains("has landed already") == true)
      try await scene.ann.repository.git("merge", "-q", "--ff-only", "origin/main")
      try await scene.expectLanded(handed.packet, as: try scene.bob.value(), in: scene.ann)
    }
  }

  @Test("an objection that got there first keeps it from landing")
  func objection() async throws {
    try await LandRemoteScene.with { scene in
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
      try await scene.sharing.settle()
      let prev = try scene.ann.value()
      let remote = TroubledRemote { push in
        try await scene.sharing.judge(handed.packet, .revise, in: scene.bob)
        try await scene.sharing.sync(scene.bob)
        return try await push()
      }
      let problem = await #expect(throws: Problem.self) {
        try await scene.merge(handed, in: scene.ann, on: remote)
      }
      #expect(problem?.kind == .refused, "\(String(describing: problem))")
      #expect(try scene.atBare(LandRemoteScene.main) == prev)
      #expect(try scene.ann.value() == prev)
      #expect(try scene.sharing.packet(handed.packet, in: scene.ann)?.closing == nil)
    }
  }

  @Test("where others are always first it ends, and says so")
  func bounded() async throws {
    try await LandRemoteScene.with { scene in
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
      let pushes = Mutex(0)
      let remote = TroubledRemote { push in
        let count = pushes.withLock {
          $0 += 1; return $0
        }
        let other = try await scene.sharing.open("Other \(count)", in: scene.bob)
        try await scene.sharing.cancel(other, in: scene.bob)
        try await scene.sharing.sync(scene.bob)
        return try await push()
      }
      let problem = await #expect(throws: Problem.self) {
        try await scene.merge(handed, in: scene.ann, on: remote)
      }
      #expect(problem?.kind == .stale)
      #expect(problem?.message.contains("others were first 6 times") == true)
      #expect(pushes.withLock { $0 } == LandingMeeting.attempts)
      let ledger = try scene.ann.governed().store.ledgerIndex()
      #expect(ledger.records(ofPacket: handed.packet).isEmpty)
      #expect(try scene.ann.governed().store.landingIntent() == nil)
      let report = try await scene.merge(handed, in: scene.ann)
      try await scene.expectLanded(handed.packet, as: report.commit, in: scene.ann)
    }
  }

  @Test("entries that come in here while it pushes are joined")
  func busyHere() async throws {
    try await LandRemoteScene.with(judged: true) { scene in
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
      let remote = TroubledRemote { push in
        let other = try await scene.sharing.open("Other", in: scene.ann)
        try await scene.sharing.cancel(other, in: scene.ann)
        return try await push()
      }
      let report = try await scene.merge(handed, in: scene.ann, on: remote)
      #expect(try scene.atBare(Layout.ledger) == report.entry)
      #expect(try scene.ann.target(Layout.ledger) != report.entry)
      try await scene.sharing.sync(scene.ann)
      try await scene.expectLanded(handed.packet, as: report.commit, in: scene.ann)
    }
  }
}
