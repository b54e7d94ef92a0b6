import Fixtures
import Git
import Model
import Support
import Testing
import Trust

@testable import Operations

@Suite("The base is fetched before work is given out")
struct FetchingBaseTests {
  private struct Scene {
    let lane: LaneScene
    let upstream: TestRepository

    var repository: TestRepository { lane.repository }

    func fetch() async throws -> FetchedBase {
      try await lane.workspace.fetchBase(named: nil)
    }
  }

  private func with(_ body: (Scene) async throws -> Void) async throws {
    try await LaneScene.with { lane in
      let upstream = try await lane.repository.clone(named: "upstream", options: ["--bare"])
      try await lane.repository.git("remote", "add", "origin", upstream.path)
      try await body(Scene(lane: lane, upstream: upstream))
    }
  }

  /// A commit of somebody else's on the upstream's main. No hook judges there or here.
  private func push(to scene: Scene) async throws -> ObjectID {
    let other = try await scene.upstream.clone(named: "other")
    let commit = try await other.commit(["theirs.txt": "theirs\n"], message: "theirs")
    try await other.git("push", "-q", "origin", "HEAD:main")
    return try #require(ObjectID(commit))
  }

  @Test("where the upstream is ahead the branch and its clean checkout come along")
  func ahead() async throws {
    try await with { scene in
      let old = try scene.lane.fixture.value()
      #expect(try await scene.fetch().outcome == .upToDate)
      let commit = try await push(to: scene)
      let fetched = try await scene.fetch()
      #expect(fetched.outcome == .moved(from: old))
      #expect(fetched.sentence.contains("origin/main"))
      #expect(try scene.lane.fixture.value() == commit)
      #expect(try scene.repository.read("theirs.txt") == "theirs\n")
      #expect(try await scene.repository.git("status", "--porcelain") == "")
    }
  }

  @Test("a branch that is checked out nowhere comes along too")
  func elsewhere() async throws {
    try await with { scene in
      try await scene.repository.git("checkout", "-q", "-b", "mine")
      let commit = try await push(to: scene)
      _ = try await scene.fetch()
      #expect(try scene.lane.fixture.value() == commit)
      #expect(try await scene.repository.git("symbolic-ref", "--short", "HEAD") == "mine")
    }
  }

  @Test("what is ahead of its upstream stays, what has parted from it is refused")
  func parted() async throws {
    try await with { scene in
      let mine = try await scene.repository.commit(["mine.txt": "mine\n"], message: "mine")
      #expect(try await scene.fetch().outcome == .ahead)
      _ = try await push(to: scene)
      let problem = await #expect(throws: Problem.self) { try await scene.fetch() }
      #expect(problem?.kind == .stale)
      #expect(try scene.lane.fixture.value().hex == mine)
    }
  }

  @Test("a file in the way stops it before anything moves")
  func dirty() async throws {
    try await with { scene in
      let old = try scene.lane.fixture.value()
      _ = try await push(to: scene)
      try scene.repository.write(["theirs.txt": "in the way\n"])
      let problem = await #expect(throws: Problem.self) { try await scene.fetch() }
      #expect(problem?.kind == .refused)
      #expect(problem?.message.contains("theirs.txt") == true)
      #expect(try scene.lane.fixture.value() == old)
    }
  }

  @Test("a remote that cannot be reached, or is not there, is an environment's fault")
  func unreachable() async throws {
    try await with { scene in
      try await scene.repository.git("remote", "set-url", "origin", "/nowhere/at/all")
      #expect(await #expect(throws: Problem.self) { try await scene.fetch() }?.kind == .environment)
      try await scene.repository.git("remote", "remove", "origin")
      #expect(await #expect(throws: Problem.self) { try await scene.fetch() }?.kind == .environment)
    }
  }
}
