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

/// Where packets land on a remote's branch, work starts there and is judged there.
@Suite("The ground of work that lands on a remote")
struct LandRemoteGroundTests {
  /// Writes a.txt; where it is asked to merge, merges and keeps both.
  private static let worker = """
    base=$(sed -n 's/.*`git merge \\([0-9a-f]*\\)`.*/\\1/p' "$O8_PROMPT_FILE" | head -1)
    if test -z "$base"; then echo ann >a.txt; exit; fi
    git merge -q "$base" || { echo both >a.txt; git commit -qam merged; }
    """

  private func with(_ body: (LandRemoteScene) async throws -> Void) async throws {
    try await LandRemoteScene.with(judged: true) { scene in
      for clone in scene.sharing.fixture.clones {
        try await clone.repository.git("config", "user.name", "Worker")
        try await clone.repository.git("config", "user.email", "worker@example.org")
      }
      try await body(scene)
    }
  }

  private func dispatch(
    _ script: String, in scene: LandRemoteScene,
    _ tell: @escaping @Sendable (LaneProgress) -> Void = { _ in }
  ) async throws -> Dispatched {
    let request = WorkRequest(title: "Fix it", attempts: 2, command: ["sh", "-c", script])
    return try await scene.workspace(scene.ann).dispatch(request, .here(tell))
  }

  private func approve(_ packet: ObjectID, in scene: LandRemoteScene) async throws {
    let workspace = try scene.workspace(scene.ann)
    _ = try await workspace.sign(
      try workspace.docket(for: VerdictRequest(.approve, on: packet.hex)))
  }

  private func landTheirs(
    _ name: String, _ files: [String: String], in scene: LandRemoteScene
  ) async throws -> ObjectID {
    let handed = try await scene.bob.approved(name, files)
    return try await scene.merge(handed, in: scene.bob).commit
  }

  @Test("after a conflict the worker goes on, and is judged, on what the remote has then")
  func resume() async throws {
    try await with { scene in
      let sent = try await dispatch(Self.worker, in: scene)
      #expect(sent.packet.state == .review, "\(sent)")
      try await approve(sent.packet.id, in: scene)
      _ = try await landTheirs("theirs", ["a.txt": "bob\n"], in: scene)
      let workspace = try scene.workspace(scene.ann)
      let problem = await #expect(throws: Problem.self) {
        try await workspace.merge(sent.packet.id.hex)
      }
      #expect(problem?.hint?.contains("git o8 resume") == true, "\(String(describing: problem))")
      // Nobody here has seen what came after that.
      let newest = try await landTheirs("more", ["b.txt": "bob\n"], in: scene)
      let resumed = try await workspace.resume(
        sent.packet.id.hex, message: nil, .here { _ in })
      #expect(resumed.packet.state == .review, "\(resumed)")
      #expect(resumed.packet.presented?.base == newest)
      #expect(resumed.packet.attempts.last?.base == newest)
      try await approve(sent.packet.id, in: scene)
      let report = try await workspace.merge(sent.packet.id.hex)
      try await scene.expectLanded(sent.packet.id, as: report.commit, in: scene.ann)
      #expect(try scene.ann.repository.read("a.txt") == "both\n")
    }
  }

  @Test("gate judges on what the remote has, which the branch here need not have")
  func gate() async throws {
    try await with { scene in
      let mine = try await scene.ann.approved("mine", ["a.txt": "two\n"])
      let newest = try await landTheirs("theirs", ["b.txt": "bob\n"], in: scene)
      let judged = try await scene.workspace(scene.ann).gate(mine.packet.hex) { _ in }
      #expect(judged.packet.presented?.base == newest)
    }
  }

  @Test("work starts from what the remote has, though the branch here is behind")
  func dispatch() async throws {
    try await with { scene in
      let old = try scene.ann.value()
      let newest = try await landTheirs("theirs", ["new.txt": "bob\n"], in: scene)
      let sent = try await dispatch("cat new.txt >a.txt", in: scene)
      #expect(sent.warnings == [])
      #expect(sent.packet.attempts.first?.base == newest)
      #expect(sent.packet.presented?.base == newest)
      #expect(try scene.ann.value() == old)
      try await approve(sent.packet.id, in: scene)
      let report = try await scene.workspace(scene.ann).merge(sent.packet.id.hex)
      try await scene.expectLanded(sent.packet.id, as: report.commit, in: scene.ann)
      #expect(try scene.ann.repository.read("a.txt") == "bob\n")
    }
  }

  @Test("where the remote is out of reach, work starts from what was seen last, and that is said")
  func outOfReach() async throws {
    try await with { scene in
      let newest = try await landTheirs("theirs", ["new.txt": "bob\n"], in: scene)
      try await scene.ann.repository.git("fetch", "-q", "origin")
      try await scene.ann.repository.git("remote", "set-url", "origin", "/nowhere")
      let told = Told()
      let sent = try await dispatch("cat new.txt >a.txt", in: scene) { told.hear($0) }
      #expect(sent.packet.attempts.first?.base == newest)
      let warning = try #require(sent.warnings.first)
      #expect(warning.contains("cannot fetch main from origin") && warning.contains("/nowhere"))
      #expect(
        warning.hasSuffix("going by origin/main as it was seen last, \(newest.short)"))
      #expect(told.steps.contains("warning: \(warning)"))
    }
  }

  @Test("a branch here that is not on the remote's is told of, and is not what work starts from")
  func parted() async throws {
    try await with { scene in
      let there = try #require(try scene.atBare(LandRemoteScene.main))
      try await scene.ann.repository.commit(["mine.txt": "mine\n"], message: "by hand")
      let sent = try await dispatch("test ! -e mine.txt && echo two >a.txt", in: scene)
      #expect(sent.packet.attempts.first?.base == there)
      #expect(sent.warnings.count == 1)
      #expect(sent.warnings.first?.contains("main here has what origin/main lacks") == true)
    }
  }

  @Test("somebody who meets the remote at that moment is waited for, and never stood in the way of")
  func busy() async throws {
    try await with { scene in
      let newest = try await landTheirs("theirs", ["new.txt": "bob\n"], in: scene)
      let common = try scene.ann.open().location.commonDirectory
      let lock = try #require(try await SyncLock.take(in: common, for: .sharing))
      async let sent = dispatch("cat new.txt >a.txt", in: scene)
      // Whoever looks finds it held, for the note says so before the lock is given back.
      #expect(LockHolder(holding: lock.path)?.errand == .sharing)
      lock.release()
      #expect(try await sent.packet.attempts.first?.base == newest)
    }
  }

  @Test("--fetch brings the branch of the remote on which packets land")
  func fetchedBase() async throws {
    try await with { scene in
      let elsewhere = try await scene.bare.clone(named: "elsewhere", options: ["--bare"])
      try await scene.ann.repository.git("remote", "add", "a-backup", elsewhere.path)
      try await scene.ann.repository.git("config", "branch.main.remote", "a-backup")
      let newest = try await landTheirs("theirs", ["new.txt": "bob\n"], in: scene)
      let fetched = try await scene.workspace(scene.ann).fetchBase(named: nil)
      #expect(fetched.upstream == "origin/main" && fetched.value == newest)
      #expect(try scene.ann.value() == newest)
    }
  }
}
