import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// What keeps a landing from its remote: nothing has moved then, here or there, and the ledger
/// claims nothing.
@Suite("Landings that a remote does not take")
struct LandRemoteRefusalTests {
  /// - Returns: what the operator is told.
  @discardableResult
  private func refused(
    _ handed: Handed, _ scene: LandRemoteScene,
    _ landing: () async throws -> LandingReport
  ) async throws -> Problem {
    let own = try await scene.own(scene.ann)
    let there = try await scene.bare.git("for-each-ref")
    let problem = try #require(await #expect(throws: Problem.self) { try await landing() })
    #expect(try await scene.own(scene.ann) == own)
    #expect(try await scene.bare.git("for-each-ref") == there)
    #expect(try scene.sharing.packet(handed.packet, in: scene.ann)?.state == .approved)
    return problem
  }

  private func with(
    _ body: (LandRemoteScene, Handed) async throws -> Void
  ) async throws {
    try await LandRemoteScene.with { scene in
      try await body(scene, try await scene.ann.approved("fix", ["a.txt": "two\n"]))
    }
  }

  @Test func aHookOfTheRemotesSaysWhyAndLaterItLands() async throws {
    try await with { scene, handed in
      try scene.hook("pre-receive", "echo closed on Sundays; exit 1")
      let problem = try await refused(handed, scene) {
        try await scene.merge(handed, in: scene.ann)
      }
      #expect(problem.kind == .refused)
      #expect(problem.message.contains("origin refused to land packet \(handed.packet.short)"))
      #expect(problem.message.contains("closed on Sundays"))
      #expect(try await scene.workspace(scene.ann).reconcile().actions == [])
      try scene.hook("pre-receive", nil)
      let report = try await scene.merge(handed, in: scene.ann)
      try await scene.expectLanded(handed.packet, as: report.commit, in: scene.ann)
    }
  }

  @Test func aHookOfThisCloneIsHeardToo() async throws {
    try await with { scene, handed in
      let hook = ".git/hooks/pre-push"
      try scene.ann.repository.write([hook: "#!/bin/sh\necho not from here >&2; exit 1\n"])
      try await scene.ann.repository.program.require(
        "chmod", ["+x", "\(scene.ann.repository.path)/\(hook)"])
      let problem = try await refused(handed, scene) {
        try await scene.merge(handed, in: scene.ann)
      }
      #expect(problem.kind == .refused && problem.message.contains("not from here"))
    }
  }

  @Test func aRemoteThatIsOutOfReach() async throws {
    try await with { scene, handed in
      try await scene.ann.repository.git("remote", "set-url", "origin", "/nowhere")
      let problem = try await refused(handed, scene) {
        try await scene.merge(handed, in: scene.ann)
      }
      #expect(problem.kind == .environment && problem.message.contains("/nowhere"))
    }
  }

  @Test func aRemoteThatCannotMoveSeveralAsOne() async throws {
    try await with { scene, handed in
      try await scene.bare.git("config", "receive.advertiseAtomic", "false")
      let problem = try await refused(handed, scene) {
        try await scene.merge(handed, in: scene.ann)
      }
      #expect(problem.kind == .environment)
      #expect(problem.message.contains("cannot move several references as one"))
      #expect(problem.hint?.contains("git config --unset o8.landRemote") == true)
    }
  }

  @Test(arguments: ["nobody", "-x", "a b"])
  func aRemoteThatIsNotThere(name: String) async throws {
    try await with { scene, handed in
      try await scene.ann.repository.git("config", LandRemote.key, name)
      let problem = try await refused(handed, scene) {
        try await scene.merge(handed, in: scene.ann)
      }
      #expect(problem.kind == .noSuchThing)
      #expect(problem.message == "o8.landRemote names \(name), and there is no such remote here")
      #expect(problem.hint?.contains("git config o8.landRemote origin") == true)
      for ask in [true, false] {
        let workspace = try scene.workspace(scene.ann)
        let same = await #expect(throws: Problem.self) {
          if ask {
            _ = try await workspace.previewOfMerge(handed.packet.hex)
          } else {
            _ = try await workspace.sync()
          }
        }
        #expect(same == problem)
      }
    }
  }

  @Test func aRemoteWithoutTheBranch() async throws {
    try await with { scene, handed in
      try await scene.bare.git("update-ref", "-d", "refs/heads/main")
      let problem = try await refused(handed, scene) {
        try await scene.merge(handed, in: scene.ann)
      }
      #expect(problem.kind == .noSuchThing && problem.message.contains("origin has no branch main"))
    }
  }

  @Test func aBranchThatFollowsOneOfAnotherName() async throws {
    try await with { scene, handed in
      try await scene.ann.repository.git("config", "branch.main.merge", "refs/heads/trunk")
      let problem = try await refused(handed, scene) {
        try await scene.merge(handed, in: scene.ann)
      }
      #expect(problem.kind == .refused && problem.message.contains("origin/trunk"))
    }
  }

  @Test func aCheckoutWithChangesIsRefusedBeforeAnythingMoves() async throws {
    try await with { scene, handed in
      try scene.ann.repository.write(["a.txt": "mine\n"])
      let problem = try await refused(handed, scene) {
        try await scene.merge(handed, in: scene.ann)
      }
      #expect(problem.kind == .refused && problem.message.contains("a.txt"))
      #expect(try scene.ann.repository.read("a.txt") == "mine\n")
    }
  }

  @Test("what others' landings bring must not meet changes here either")
  func dirtyBehind() async throws {
    try await with { scene, handed in
      let theirs = try await scene.bob.approved("theirs", ["b.txt": "bob\n"])
      _ = try await scene.merge(theirs, in: scene.bob)
      // The gates are asked again on the new base before anything is refused.
      try scene.ann.repository.write(["c.txt": "mine\n"])
      let more = try await scene.bob.approved("more", ["c.txt": "bob\n"])
      _ = try await scene.merge(more, in: scene.bob)
      let problem = await #expect(throws: Problem.self) {
        try await scene.merge(handed, in: scene.ann)
      }
      #expect(problem?.kind == .refused && problem?.message.contains("c.txt") == true)
      #expect(try scene.ann.repository.read("c.txt") == "mine\n")
    }
  }

  @Test("a branch here that is ahead is sent first")
  func ahead() async throws {
    try await with { scene, handed in
      let other = try await scene.ann.approved("other", ["b.txt": "two\n"])
      try await scene.ann.repository.git("config", LandRemote.key, "")
      _ = try await scene.merge(other, in: scene.ann)
      try await scene.ann.repository.git("config", LandRemote.key, "origin")
      let problem = try await refused(handed, scene) {
        try await scene.merge(handed, in: scene.ann)
      }
      #expect(problem.kind == .stale)
      #expect(
        problem.hint
          == "git o8 sync origin sends it, then: git o8 merge \(handed.packet.short)")
      try await scene.sharing.sync(scene.ann)
      #expect(try scene.atBare(LandRemoteScene.main) == (try scene.ann.value()))
    }
  }

  @Test("a branch here that went another way is not dragged along")
  func diverged() async throws {
    try await with { scene, handed in
      let theirs = try await scene.bob.approved("theirs", ["b.txt": "bob\n"])
      _ = try await scene.merge(theirs, in: scene.bob)
      try await scene.ann.repository.commit(["d.txt": "by hand\n"], message: "by hand")
      let own = try scene.ann.value()
      let problem = await #expect(throws: Problem.self) {
        try await scene.merge(handed, in: scene.ann)
      }
      #expect(problem?.kind == .stale)
      #expect(problem?.hint?.hasPrefix("git reset --keep origin/main") == true)
      #expect(try scene.ann.value() == own)
    }
  }

  @Test("a ledger there that is none is not overwritten")
  func foreignLedger() async throws {
    try await with { scene, handed in
      let odd = try await scene.bare.git("hash-object", "-w", "--stdin", input: "odd\n")
      try await scene.bare.git("update-ref", Layout.ledger.text, odd)
      let own = try scene.ann.target(Layout.ledger)
      let problem = await #expect(throws: Problem.self) {
        try await scene.merge(handed, in: scene.ann)
      }
      #expect(problem?.kind == .refused && problem?.message.contains("ledger there") == true)
      #expect(try scene.atBare(Layout.ledger)?.hex == odd)
      #expect(try scene.ann.target(Layout.ledger) == own)
    }
  }
}
