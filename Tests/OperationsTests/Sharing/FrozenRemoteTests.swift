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
}
