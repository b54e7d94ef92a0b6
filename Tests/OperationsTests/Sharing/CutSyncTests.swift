import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("A sync that was cut")
struct CutSyncTests {
  /// Both clones have said, closed, landed and governed; whatever a sync can do is to be done.
  private func busy(
    _ body: (SharingScene, _ open: ObjectID, _ closed: ObjectID, _ landed: ObjectID) async throws
      -> Void
  ) async throws {
    try await SharingScene.with { scene in
      let open = try await scene.open("Open", in: scene.ann)
      let closed = try await scene.open("Closed", in: scene.ann)
      for clone in [scene.ann, scene.bob] { try await scene.sync(clone) }
      let handed = try await scene.bob.approved("lane", ["c.txt": "c\n"])
      try await scene.change(scene.ann) { $0.attempts = 4 }
      try await scene.change(scene.bob) { $0.attempts = 5 }
      try await scene.say("bob", on: open, in: scene.bob)
      try await scene.say("late", on: closed, in: scene.bob)
      try await scene.say("ann", on: open, in: scene.ann)
      try await scene.cancel(closed, in: scene.ann)
      try await scene.sync(scene.ann)
      _ = try await scene.workspace(scene.bob).merge(handed.packet.hex)
      try await body(scene, open, closed, handed.packet)
    }
  }

  /// Each place once, and some a second time in the same sync.
  @Test(arguments: SyncPoint.allCases.map { ($0, 1) } + [(.chainMoved, 2), (.pushed, 2)])
  func theNextOneCompletesItWhereverItDied(point: SyncPoint, count: Int) async throws {
    try await busy { scene, open, closed, landed in
      let countdown = Countdown(count)
      await #expect(throws: Killed.self) {
        try await scene.sync(scene.bob) { place in
          if place == point, countdown.isDue() { throw Killed() }
        }
      }
      for clone in [scene.bob, scene.ann] { try await scene.sync(clone) }
      try await scene.ann.repository.git("merge", "-q", "--ff-only", "origin/main")
      for clone in [scene.bob, scene.ann] { try await scene.sync(clone) }
      #expect(try await scene.isAgreed())
      for clone in scene.fixture.clones {
        #expect(try scene.messages(of: open, in: clone) == ["ann", "bob"])
        #expect(try scene.messages(of: closed, in: clone) == ["late"])
        #expect(try scene.packet(closed, in: clone)?.state == .cancelled)
        #expect(try scene.packet(landed, in: clone)?.state == .landed)
        #expect(try clone.governed().policy.attempts == 4)
        #expect(try clone.target(Layout.packet(closed)) == nil)
        #expect(try clone.target(Layout.packet(landed)) == nil)
      }
    }
  }
}
