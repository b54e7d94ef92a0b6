import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// What the doctor says of a clone whose packets land on a remote's branch.
@Suite("The doctor on landing on a remote")
struct LandRemoteDoctorTests {
  private func findings(_ scene: LandRemoteScene) async throws -> [Examination.Finding] {
    try await scene.workspace(scene.ann).examination().findings
      .filter { $0.subject == .branches && $0.weight == .lacking }
  }

  private func landTheirs(_ scene: LandRemoteScene) async throws {
    let handed = try await scene.bob.approved("theirs", ["b.txt": "bob\n"])
    _ = try await scene.merge(handed, in: scene.bob)
    try await scene.ann.repository.git("fetch", "-q", "origin")
  }

  @Test("a branch here that is as the remote's, or behind it, is fine")
  func fine() async throws {
    try await LandRemoteScene.with { scene in
      #expect(try await findings(scene) == [])
      try await landTheirs(scene)
      #expect(try await findings(scene) == [])
    }
  }

  @Test("one that is ahead by what is covered is sent")
  func ahead() async throws {
    try await LandRemoteScene.with { scene in
      let handed = try await scene.ann.approved("mine", ["a.txt": "two\n"])
      try await scene.ann.repository.git("config", LandRemote.key, "")
      _ = try await scene.merge(handed, in: scene.ann)
      try await scene.ann.repository.git("config", LandRemote.key, "origin")
      let found = try #require(try await findings(scene).first)
      #expect(found.text.contains("main here has what origin/main lacks"))
      #expect(found.remedy?.text.hasPrefix("git o8 sync origin sends it") == true)
      try await scene.sharing.sync(scene.ann)
      #expect(try await findings(scene) == [])
    }
  }

  @Test("one that is ahead by what nothing covers is never sent, and the ways back are named")
  func uncovered() async throws {
    try await LandRemoteScene.with { scene in
      try await scene.ann.repository.commit(["c.txt": "mine\n"], message: "by hand")
      let found = try #require(try await findings(scene).first { $0.text.contains("main here") })
      #expect(found.text.contains("steps that origin/main lacks and nothing covers"))
      #expect(found.remedy?.text.contains("git o8 reconcile names the ways back") == true)
      // A landing says the same.
      let handed = try await scene.ann.approved("mine", ["a.txt": "two\n"])
      let problem = await #expect(throws: Problem.self) {
        try await scene.merge(handed, in: scene.ann)
      }
      #expect(problem?.kind == .stale && problem?.message == found.text)
    }
  }

  @Test("one that follows elsewhere is told to follow here, and to be pushed before it can")
  func elsewhere() async throws {
    try await LandRemoteScene.with { scene in
      let repository = scene.ann.repository
      try await repository.git("config", "branch.main.merge", "refs/heads/trunk")
      let there = try #require(try await findings(scene).first)
      #expect(there.remedy?.text.contains("git branch -u origin/main main") == true)
      try await repository.git("update-ref", "-d", "refs/remotes/origin/main")
      let absent = try #require(try await findings(scene).first)
      #expect(absent.text == "origin has no branch main to land on")
      #expect(absent.remedy?.text.hasPrefix("git push -u --atomic origin main") == true)
    }
  }

  @Test("one that went another way is told how it comes back, and comes back so")
  func diverged() async throws {
    try await LandRemoteScene.with { scene in
      try await landTheirs(scene)
      try await scene.ann.repository.commit(["c.txt": "mine\n"], message: "by hand")
      let found = try #require(
        try await findings(scene).first { $0.text.contains("went different ways") })
      #expect(found.remedy?.text.hasPrefix("git reset --keep origin/main") == true)
      try await scene.ann.repository.git("reset", "-q", "--keep", "origin/main")
      #expect(try await findings(scene) == [])
    }
  }
}
