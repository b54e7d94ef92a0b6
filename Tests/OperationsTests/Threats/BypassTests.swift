import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// A way past the hook of a clone, by which somebody who may write there moves main.
struct Bypass: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// Moves main to the branch `evil`, which nobody has judged.
  let act: @Sendable (HookScene, _ evil: ObjectID) async throws -> Void

  init(
    _ title: String, _ act: @escaping @Sendable (HookScene, ObjectID) async throws -> Void
  ) {
    testDescription = title
    self.act = act
  }

  private static func git(_ scene: HookScene, _ words: String...) async throws {
    _ = try await scene.repository.program.run("git", words)
  }

  private static func hook(_ scene: HookScene) -> String {
    scene.repository.gitDirectory + "/hooks/reference-transaction"
  }

  private static func write(_ text: String, _ scene: HookScene, _ name: String) throws {
    try text.write(
      toFile: "\(scene.repository.gitDirectory)/\(name)", atomically: false, encoding: .utf8)
  }

  static let all: [Bypass] = [
    Bypass("branch -C over main") { scene, _ in try await git(scene, "branch", "-C", "evil", "main")
    },
    Bypass("main made another name by git") { scene, _ in
      try await git(scene, "symbolic-ref", "refs/heads/main", "refs/heads/evil")
    },
    Bypass("main made another name by hand") { scene, _ in
      try write("ref: refs/heads/evil\n", scene, "refs/heads/main")
    },
    Bypass("a path without hooks for one command") { scene, _ in
      try await git(
        scene, "-c", "core.hooksPath=/dev/null", "update-ref", "refs/heads/main", "evil")
    },
    Bypass("a path without hooks in the environment") { scene, _ in
      _ = try await scene.repository.program.run(
        "git", ["update-ref", "refs/heads/main", "evil"],
        environment: [
          "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.hooksPath",
          "GIT_CONFIG_VALUE_0": "/dev/null",
        ])
    },
    Bypass("a path without hooks in the configuration") { scene, _ in
      try await git(scene, "config", "core.hooksPath", "/dev/null")
      try await git(scene, "update-ref", "refs/heads/main", "evil")
    },
    Bypass("no hook any more") { scene, _ in
      try FileManager.default.removeItem(atPath: hook(scene))
      try await git(scene, "update-ref", "refs/heads/main", "evil")
    },
    Bypass("a hook that may not run") { scene, _ in
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: hook(scene))
      try await git(scene, "update-ref", "refs/heads/main", "evil")
    },
    Bypass("a hook that says yes") { scene, _ in
      try "#!/bin/sh\nexit 0\n".write(toFile: hook(scene), atomically: false, encoding: .utf8)
      try await git(scene, "update-ref", "refs/heads/main", "evil")
    },
    Bypass("the reference's file") { scene, evil in try write("\(evil)\n", scene, "refs/heads/main")
    },
    Bypass("the file of packed references") { scene, evil in
      try await git(scene, "pack-refs", "--all")
      let packed = try String(
        contentsOfFile: scene.repository.gitDirectory + "/packed-refs", encoding: .utf8)
      let main = try scene.fixture.value()
      try write(
        packed.replacingOccurrences(
          of: "\(main) refs/heads/main\n", with: "\(evil) refs/heads/main\n"), scene, "packed-refs")
    },
    Bypass("a library that asks no hooks") { scene, evil in
      let main = try scene.fixture.value()
      try scene.fixture.open().move(GovernedFixture.main, from: main, to: evil)
    },
  ]
}

/// What the local hook cannot stop is found by the next look, and no server takes it.
@Suite struct Bypasses {
  private func workspace(_ scene: HookScene) throws -> Workspace {
    try Workspace(
      in: scene.repository.path, program: HookScene.program,
      environment: scene.fixture.environment, now: { GovernedFixture.now })
  }

  /// A guarded clone beside a server that has what it has.
  private func with(
    _ body: (HookScene, ServerScene, _ evil: ObjectID) async throws -> Void
  ) async throws {
    try await HookScene.with { scene in
      let server = try await ServerScene(serving: scene.fixture, named: "server")
      try await server.install()
      try await server.expectTaken([ServerScene.everything, "main"])
      let evil = try await scene.branch("evil")
      try await scene.repository.git("switch", "-q", "--detach")
      try await body(scene, server, evil)
    }
  }

  /// Moves main where no hook is asked.
  private func move(_ scene: HookScene, to commit: ObjectID) async throws {
    try await scene.repository.git(
      "-c", "core.hooksPath=/dev/null", "update-ref", "refs/heads/main", commit.hex)
  }

  /// Whether a proof is given; one that cannot be given is none.
  private func isProved(_ scene: HookScene) async throws -> Bool {
    guard
      let found = try? await workspace(scene).verification(of: .protected)
    else { return false }
    return found.isProved
  }

  @Test(arguments: Bypass.all)
  func areFoundByStatusAndVerifyAndTakenByNoServer(bypass: Bypass) async throws {
    try await with { scene, server, evil in
      let before = try scene.fixture.value()
      #expect(try await isProved(scene))
      try await bypass.act(scene, evil)
      guard try scene.fixture.value() == evil else {
        // Some versions of git do ask the hook: then nothing has happened.
        #expect(try scene.fixture.value() == before)
        return
      }
      #expect(try workspace(scene).overview().branches.map(\.uncovered) == [1])
      #expect(try await !isProved(scene))
      let server = server
      try await server.expectRefused(["\(evil):refs/heads/main"], saying: "no verdict covers")
    }
  }

  /// 21: what git shows instead of an object is nothing that is judged.
  @Test func replacedObjectsAreJudgedAsTheyAre() async throws {
    try await with { scene, _, evil in
      let good = try scene.fixture.value()
      try await move(scene, to: evil)
      try await scene.repository.git("replace", evil.hex, good.hex)
      let shown = try await scene.repository.git("log", "--format=%s", "main")
      #expect(!shown.contains("evil"))
      #expect(try await !isProved(scene))
      #expect(try workspace(scene).overview().branches.map(\.uncovered) == [1])
    }
  }

  /// 22: where git is told that history ends earlier, nothing is proved.
  @Test(arguments: ["info/grafts", "shallow"])
  func historyThatIsCutOffIsNoProof(file: String) async throws {
    try await with { scene, _, evil in
      try await move(scene, to: evil)
      let above = try await scene.repository.git(
        "commit-tree", "-p", evil.hex, "-m", "above", "main^{tree}")
      try await move(scene, to: try #require(ObjectID(above)))
      let path = scene.repository.gitDirectory + "/" + file
      try "\(above)\n".write(toFile: path, atomically: false, encoding: .utf8)
      #expect(try await scene.repository.git("rev-list", "--count", "main") == "1")
      #expect(try await !isProved(scene))
    }
  }

  /// 25: git takes a tag before a branch of its name, and anybody may push a tag.
  @Test func anotherReferenceOfTheBranchsNameIsNoBranch() async throws {
    try await with { scene, server, evil in
      let good = try scene.fixture.value()
      for name in ["refs/tags/main", "refs/any/main", "refs/remotes/main", "refs/heads/heads/main"]
      {
        try await server.expectTaken(["\(evil):\(name)"])
      }
      #expect(try server.heldMain() == good)
      let handed = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      let landed = try await server.merge(handed)
      try await server.expectTaken(["\(landed):refs/heads/main", ServerScene.everything])

      try await scene.repository.git("tag", "main", good.hex)
      #expect(try await isProved(scene))
      // The tag stands where all is proved, and the branch does not.
      try await move(scene, to: evil)
      #expect(try await scene.repository.git("rev-parse", "-q", "main") == good.hex)
      #expect(try await !isProved(scene))
      let range = VerificationExtent.range(from: good.hex, to: "main", branch: nil)
      let problem = await #expect(throws: Problem.self) {
        try await workspace(scene).verification(of: range)
      }
      #expect(problem?.message.contains("refs/heads/main") == true, "\(problem as Any)")
      let full = VerificationExtent.range(from: good.hex, to: "refs/heads/main", branch: nil)
      #expect(try await !workspace(scene).verification(of: full).isProved)
    }
  }
}
