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

/// A landing on a remote's branch that was cut behind each of its steps, and who completes it.
@Suite("Landings on a remote that were cut")
struct LandRemoteCrashTests {
  enum Completion: String, CaseIterable, Sendable { case reconcile, sync, merge }

  private func complete(
    _ handed: Handed, by way: Completion, in scene: LandRemoteScene
  ) async throws {
    switch way {
    case .reconcile: _ = try await scene.workspace(scene.ann).reconcile()
    case .sync: _ = try await scene.sharing.sync(scene.ann)
    case .merge: _ = try await scene.merge(handed, in: scene.ann)
    }
  }

  @Test("before the push nothing has landed", arguments: Completion.allCases)
  func beforeThePush(way: Completion) async throws {
    try await LandRemoteScene.with(judged: true) { scene in
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
      let (prev, ledger) = (try scene.ann.value(), try scene.ann.target(Layout.ledger))
      _ = try await scene.merge(handed, in: scene.ann, through: .intend)
      #expect(try scene.ann.governed().store.landingIntent()?.remote == "origin")
      try await complete(handed, by: way, in: scene)
      #expect(try scene.ann.governed().store.landingIntent() == nil)
      guard way == .merge else {
        #expect(try scene.ann.value() == prev)
        #expect(try scene.atBare(LandRemoteScene.main) == prev)
        #expect(try scene.ann.target(Layout.ledger) == ledger)
        #expect(try scene.sharing.packet(handed.packet, in: scene.ann)?.state == .approved)
        return
      }
      try await scene.expectLanded(handed.packet, as: try scene.ann.value(), in: scene.ann)
    }
  }

  @Test(
    "behind the push it is completed, and lands once",
    arguments: LandingStep.allCases.filter { $0 > .intend && $0 < .finish }
      .map { ($0, Completion.reconcile) }
      + [(.push, .sync), (.move, .sync), (.push, .merge), (.move, .merge)])
  func behindThePush(step: LandingStep, way: Completion) async throws {
    try await LandRemoteScene.with { scene in
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n", "new.txt": "new\n"])
      let cut = try await scene.merge(handed, in: scene.ann, through: step)
      try await complete(handed, by: way, in: scene)
      try await scene.expectLanded(handed.packet, as: cut.commit, in: scene.ann)
      #expect(try scene.ann.repository.read("new.txt") == "new\n")
      #expect(try await scene.workspace(scene.ann).reconcile().actions == [])
      #expect(try await scene.sharing.sync(scene.ann).isQuiet)
      #expect(try scene.atBare(LandRemoteScene.main) == cut.commit)
    }
  }

  @Test(
    "what the remote took and nobody here heard of is found out, when it can be asked",
    arguments: Completion.allCases)
  func unheard(way: Completion) async throws {
    try await LandRemoteScene.with(judged: true) { scene in
      let (handed, cut) = try await cutUnheard(in: scene)
      let url = try await scene.ann.repository.git("config", "remote.origin.url")
      try await scene.ann.repository.git("config", "remote.origin.url", "/nowhere")
      let before = try await scene.own(scene.ann)
      let report = try await scene.workspace(scene.ann).reconcile()
      #expect(report.problems.contains { $0.contains("whether packet") && $0.contains("/nowhere") })
      // Nor is anything else landed meanwhile, wherever that would be.
      for setting in ["", "origin"] {
        try await scene.ann.repository.git("config", LandRemote.key, setting)
        let problem = await #expect(throws: Problem.self) {
          try await scene.merge(handed, in: scene.ann)
        }
        #expect(problem?.kind == .environment)
      }
      #expect(try await scene.own(scene.ann) == before)
      try await scene.ann.repository.git("config", "remote.origin.url", url)
      try await complete(handed, by: way, in: scene)
      try await scene.expectLanded(handed.packet, as: cut, in: scene.ann)
    }
  }

  /// A landing whose process died before the answer to its push came.
  private func cutUnheard(
    in scene: LandRemoteScene
  ) async throws -> (handed: Handed, commit: ObjectID) {
    let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
    try await scene.sharing.sync(scene.ann)
    let seen = try await scene.ann.repository.git(
      "for-each-ref", "--format=update %(refname) %(objectname)", "refs/remotes/origin/main",
      "refs/o8-remotes/")
    let cut = try await scene.merge(handed, in: scene.ann, through: .push)
    try await scene.ann.repository.git("update-ref", "--stdin", input: seen + "\n")
    return (handed, cut.commit)
  }

  @Test("whose answer came needs nobody to be asked again")
  func heard() async throws {
    try await LandRemoteScene.with { scene in
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
      let cut = try await scene.merge(handed, in: scene.ann, through: .push)
      try await scene.ann.repository.git("config", "remote.origin.url", "/nowhere")
      let report = try await scene.workspace(scene.ann).reconcile()
      #expect(report.actions.map(\.kind) == [.landingCompleted])
      try await scene.expectLanded(handed.packet, as: cut.commit, in: scene.ann)
    }
  }

  @Test("where the remote is no more, nothing here had moved")
  func removed() async throws {
    try await LandRemoteScene.with { scene in
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
      _ = try await scene.merge(handed, in: scene.ann, through: .intend)
      try await scene.ann.repository.git("remote", "remove", "origin")
      try await scene.ann.repository.git("config", "--unset", LandRemote.key)
      let report = try await scene.workspace(scene.ann).reconcile()
      #expect(report.actions.map(\.kind) == [.landingDropped])
      #expect(try scene.ann.governed().store.landingIntent() == nil)
    }
  }

  @Test("a branch here that somebody moved meanwhile stays, and how it follows is said")
  func movedHere() async throws {
    try await LandRemoteScene.with { scene in
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
      let cut = try await scene.merge(handed, in: scene.ann, through: .push)
      try await scene.ann.repository.commit(["c.txt": "mine\n"], message: "by hand")
      let own = try scene.ann.value()
      let report = try await scene.workspace(scene.ann).reconcile()
      let told = report.actions.first { $0.kind == .landingCompleted }?.text ?? ""
      #expect(told.contains("main here did not follow"))
      #expect(told.contains("git reset --keep origin/main brings it along"))
      #expect(try scene.ann.value() == own)
      #expect(try scene.ann.repository.read("c.txt") == "mine\n")
      try await scene.ann.repository.git("reset", "-q", "--keep", "origin/main")
      #expect(try scene.ann.value() == cut.commit)
      #expect(try scene.sharing.packet(handed.packet, in: scene.ann)?.landedCommit == cut.commit)
    }
  }

  @Test("a line that is cut behind the push is no failure")
  func lostAnswer() async throws {
    try await LandRemoteScene.with(judged: true) { scene in
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
      let remote = TroubledRemote { push in
        _ = try await push()
        throw TroubledRemote.cut
      }
      let report = try await scene.merge(handed, in: scene.ann, on: remote)
      try await scene.expectLanded(handed.packet, as: report.commit, in: scene.ann)
      #expect(report.entry == (try scene.atBare(Layout.ledger)))
    }
  }

  @Test("a line that is cut before it leaves everything as it was")
  func lostPush() async throws {
    try await LandRemoteScene.with { scene in
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
      let before = try await scene.own(scene.ann)
      let remote = TroubledRemote { _ in throw TroubledRemote.cut }
      let problem = await #expect(throws: Problem.self) {
        try await scene.merge(handed, in: scene.ann, on: remote)
      }
      #expect(problem?.kind == .environment)
      #expect(problem?.message.contains("the remote end hung up") == true)
      #expect(try await scene.own(scene.ann) == before)
    }
  }

  @Test("a line that stays cut leaves it to be found out")
  func lostForGood() async throws {
    try await LandRemoteScene.with { scene in
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
      let cut = Flag()
      var remote = TroubledRemote { push in
        _ = try await push()
        cut.raise()
        throw TroubledRemote.cut
      }
      remote.fetching = { if cut.isRaised { throw TroubledRemote.cut } }
      let problem = await #expect(throws: Problem.self) {
        try await scene.merge(handed, in: scene.ann, on: remote)
      }
      #expect(problem?.kind == .environment)
      #expect(problem?.message.contains("landed there is not known") == true)
      #expect(problem?.hint?.contains("git o8 reconcile") == true)
      let report = try await scene.workspace(scene.ann).reconcile()
      #expect(report.actions.map(\.kind) == [.landingCompleted])
      let commit = try #require(try scene.atBare(LandRemoteScene.main))
      try await scene.expectLanded(handed.packet, as: commit, in: scene.ann)
    }
  }

  /// The program itself, killed by the remote in the middle of the push: before anything moved
  /// there, and after.
  @Test(arguments: ["pre-receive", "post-receive"])
  func killedWhileItPushes(hook: String) async throws {
    try await LandRemoteScene.with { scene in
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
      // All that led to this hook dies, the program first, and nothing runs on behind its back.
      try scene.hook(
        hook,
        """
        p=$PPID all=; while [ "$p" -gt 1 ]; do
          all="$p $all"; [ "$(cat /proc/$p/comm)" != git-o8 ] || { kill -9 $all; break; }
          p=$(sed 's/.*) [A-Z] //; s/ .*//' /proc/$p/stat)
        done; exit 1
        """)
      let program = scene.ann.repository.program
      let killed = try await program.run(HookScene.program, ["merge", handed.packet.hex])
      #expect(killed.exit == 137, "\(killed)")
      #expect(try scene.ann.governed().store.landingIntent() != nil)
      try scene.hook(hook, nil)
      // What is left of the push holds nothing that stands in the way.
      let said = try await program.run(HookScene.program, ["reconcile"])
      #expect(said.exit == 0, "\(said)")
      if hook == "pre-receive" { _ = try await scene.merge(handed, in: scene.ann) }
      let commit = try #require(try scene.atBare(LandRemoteScene.main))
      try await scene.expectLanded(handed.packet, as: commit, in: scene.ann)
    }
  }
}

/// Raised once, by whoever.
private final class Flag: Sendable {
  private let state = Mutex(false)

  func raise() { state.withLock { $0 = true } }
  var isRaised: Bool { state.withLock { $0 } }
}
