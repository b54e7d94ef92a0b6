import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// 46: a remote that shows what was there once.
@Suite("A remote that goes back")
struct FrozenRemoteTests {
  @Test func takesNothingFromACloneThatSawMore() async throws {
    try await SharingScene.with { scene in
      let first = try await scene.open("First", in: scene.ann)
      try await scene.settle()
      let old = try await scene.bare.git("for-each-ref", "--format=%(refname) %(objectname)")
      try await scene.cancel(first, in: scene.ann)
      try await scene.settle()
      let ledger = try #require(try scene.ann.target(Layout.ledger))
      // The state of before the cancelling, as a mirror that stands still would show it.
      for line in old.split(separator: "\n") {
        let words = line.split(separator: " ").map(String.init)
        try await scene.bare.git("update-ref", words[0], words[1])
      }
      try await scene.sync(scene.bob)
      #expect(try scene.bob.target(Layout.ledger) == ledger)
      #expect(try scene.packet(first, in: scene.bob)?.state == .cancelled)
      // What was forgotten there is there again.
      #expect(try scene.fixture.atBare(Layout.ledger) == ledger)
      try await scene.settle()
      #expect(try await scene.isAgreed())
    }
  }

  @Test("a proof says when the newest signature is that it rests on, and that it is old")
  func age() async throws {
    try await SharingScene.with { scene in
      let handed = try await scene.ann.approved("lane", ["c.txt": "c\n"])
      _ = try await scene.workspace(scene.ann).merge(handed.packet.hex)
      try await scene.settle()
      for later in [Int64(0), 30, 31, 400] {
        let now = try #require(
          Instant(seconds: GovernedFixture.now.seconds + later * 86_400))
        let workspace = try Workspace(
          in: scene.bob.repository.path, program: "/bin/true", environment: scene.bob.environment,
          now: { now })
        try await scene.bob.repository.git("merge", "-q", "--ff-only", "origin/main")
        let found = try await workspace.verification(of: .protected)
        #expect(found.isProved && found.newestSignature == GovernedFixture.now)
        #expect(found.ageDays(at: now) == later)
        #expect(found.warnings.count { $0.contains("is an old state") } == (later > 30 ? 1 : 0))
      }
    }
  }
}
