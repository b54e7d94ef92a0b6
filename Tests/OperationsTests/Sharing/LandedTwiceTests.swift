import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// What two clones do about one landing without having heard of each other.
@Suite("Landings that two clones hear of in their own ways")
struct LandedTwiceTests {
  @Test("who landed the same packet second goes back to the remote's branch and no further")
  func both() async throws {
    try await SharingScene.with { scene in
      let handed = try await scene.ann.approved("lane", ["c.txt": "c\n"])
      try await scene.settle()
      // Else both would make the very same commit.
      let later = try #require(Instant(seconds: GovernedFixture.now.seconds + 60))
      let bob = try Workspace(
        in: scene.bob.repository.path, program: "/bin/true",
        environment: scene.bob.environment, now: { later })
      _ = try await scene.workspace(scene.ann).merge(handed.packet.hex)
      _ = try await bob.merge(handed.packet.hex)
      #expect(try scene.ann.value() != scene.bob.value())
      try await scene.sync(scene.ann)
      let report = try await scene.sync(scene.bob)
      #expect(report.needs.map(\.commands) == [["git reset --keep origin/main"]])
      #expect(report.needs.allSatisfy { !$0.text.contains("open again") })
      #expect(try bob.overview().repairCommands == ["git reset --keep origin/main"])
      try await scene.bob.repository.git("reset", "-q", "--keep", "origin/main")
      #expect(try bob.overview().repairs.isEmpty)
      #expect(try await scene.sync(scene.bob).needs.isEmpty)
    }
  }

  @Test("who clears away what a pull has shown to have landed adds nothing to the ledger")
  func pulled() async throws {
    try await SharingScene.with { scene in
      let handed = try await scene.ann.approved("lane", ["c.txt": "c\n"])
      try await scene.settle()
      _ = try await scene.workspace(scene.ann).merge(handed.packet.hex)
      try await scene.sync(scene.ann)
      let ledger = "refs/o8/ledger:refs/o8-remotes/origin/ledger"
      try await scene.bob.repository.git("fetch", "-q", "origin", ledger)
      try await scene.bob.repository.git("fetch", "-q", "origin", "main")
      try await scene.bob.repository.git("merge", "-q", "--ff-only", "origin/main")
      let done = try await scene.workspace(scene.bob).reconcile()
      #expect(done.actions.map(\.kind).contains(.cleared))
      #expect(try scene.bob.target(Layout.packet(handed.packet)) == nil)
      try await scene.settle()
      for clone in scene.fixture.clones {
        let kinds = try clone.governed().store.ledgerIndex()
          .records(ofPacket: handed.packet).map(\.kind)
        #expect(kinds == [.landed])
      }
      #expect(try await scene.isAgreed())
    }
  }
}
