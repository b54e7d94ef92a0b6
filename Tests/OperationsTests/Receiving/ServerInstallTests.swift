import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing

@Suite struct ServerHooks {
  private func files(_ scene: ServerScene) throws -> [String: String] {
    var found: [String: String] = [:]
    for folder in ["hooks", "o8-hooks"] {
      let path = scene.server.directory + "/" + folder
      for name in (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? [] {
        found["\(folder)/\(name)"] = try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
      }
    }
    found["config"] = try String(
      contentsOfFile: scene.server.directory + "/config", encoding: .utf8)
    return found
  }

  private func bare(_ body: (ServerScene) async throws -> Void) async throws {
    try await GovernedFixture.with { fixture in
      try await body(try await ServerScene(serving: fixture, named: "server"))
    }
  }

  private func o8(
    _ scene: ServerScene, _ words: String...
  ) async throws -> (exit: Int32, output: String, error: String) {
    try await scene.server.run(HookScene.program, words)
  }

  @Test func installingTwiceIsInstallingOnceAndUninstallingLeavesNothing() async throws {
    try await bare { scene in
      let before = try files(scene)
      try await scene.install()
      let once = try files(scene)
      try await scene.install()
      #expect(try files(scene) == once)
      #expect(once != before)
      let status = try await o8(scene, "hooks", "status")
      #expect(status.output.contains("pre-receive  installed"))
      #expect(status.output.contains(scene.identity.hex))
      #expect(try await scene.server.require("git", ["config", "receive.fsckObjects"]) == "true")
      #expect(try await o8(scene, "hooks", "uninstall").exit == 0)
      #expect(try files(scene) == before)
    }
  }

  @Test func aHookThatIsThereRunsAfterOursAndComesBack() async throws {
    try await bare { scene in
      let hook = scene.server.directory + "/hooks/pre-receive"
      let theirs = "#!/bin/sh\ncat >'\(scene.server.directory)/seen'\n[ ! -e no ] || exit 1\n"
      try Data(theirs.utf8).write(to: URL(fileURLWithPath: hook))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
      let before = try files(scene)
      try await scene.install()
      try await scene.expectTaken([ServerScene.everything, "main"])
      let seen = scene.server.directory + "/seen"
      #expect(try String(contentsOfFile: seen, encoding: .utf8).contains(" refs/heads/main\n"))
      try Data().write(to: URL(fileURLWithPath: scene.server.directory + "/no"))
      #expect(try await scene.push(["main:refs/heads/free"]).exit != 0)
      #expect(try await o8(scene, "hooks", "uninstall").exit == 0)
      #expect(try files(scene) == before)
    }
  }

  @Test func whereGitIsLedElsewhereOursComesFirst() async throws {
    try await bare { scene in
      let folder = scene.server.directory + "/theirs"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let hook = folder + "/pre-receive"
      try Data("#!/bin/sh\ncat >'\(folder)/seen'\n".utf8).write(to: URL(fileURLWithPath: hook))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
      try await scene.server.require("git", ["config", "core.hooksPath", folder])
      let before = try files(scene)
      try await scene.install()
      try await scene.expectRefused(["main"], saying: "no policy governs")
      try await scene.expectTaken([ServerScene.everything, "main"])
      #expect(FileManager.default.fileExists(atPath: folder + "/seen"))
      #expect(try await o8(scene, "hooks", "uninstall").exit == 0)
      #expect(try files(scene) == before)
    }
  }

  @Test func aServerIsToldWhatItIsForAndKeepsToIt() async throws {
    try await bare { scene in
      #expect(try await o8(scene, "hooks", "install", "--server").exit == 1)
      #expect(try await o8(scene, "hooks", "install", "--repo", scene.identity.hex).exit == 1)
      #expect(try await o8(scene, "hooks", "install", "--server", "--repo", "main").exit == 1)
      try await scene.install()
      let other = try scene.fixture.value().hex
      #expect(try await o8(scene, "hooks", "install", "--server", "--repo", other).exit == 3)
      let clone = try await scene.repository.program.run(
        HookScene.program, ["hooks", "install", "--server", "--repo", scene.identity.hex])
      #expect(clone.exit == 2)
      try await scene.expectTaken([ServerScene.everything, "main"])
      #expect(try await o8(scene, "hooks", "uninstall").exit == 0)
      #expect(try await o8(scene, "hooks", "install", "--server", "--repo", other).exit == 3)
    }
  }

  @Test func withoutTheProgramOrTheIdNothingIsLetIn() async throws {
    try await ServerScene.with { scene in
      let hook = scene.server.directory + "/hooks/pre-receive"
      let script = try String(contentsOfFile: hook, encoding: .utf8)
      let broken = script.replacingOccurrences(of: HookScene.program, with: "/nowhere/git-o8")
        .replacingOccurrences(of: "command -v git-o8", with: "command -v no-such-program")
      try Data(broken.utf8).write(to: URL(fileURLWithPath: hook))
      let said = try await scene.push(["main:refs/heads/free"])
      #expect(said.exit != 0)
      #expect(said.error.contains("is missing: install git-o8"), "\(said.error)")
      try Data(script.utf8).write(to: URL(fileURLWithPath: hook))
      try await scene.server.require("git", ["config", "--unset", "o8.repo"])
      try await scene.expectRefused(["main:refs/heads/free"], saying: "does not know which")
    }
  }

  @Test func theHookMovesNothingItself() async throws {
    try await ServerScene.with { scene in
      let handed = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      try await scene.land(handed)
      let hook = scene.server.directory + "/hooks/reference-transaction"
      let log = scene.server.directory + "/moved"
      try Data("#!/bin/sh\n[ $1 != committed ] || cat >>'\(log)'\n".utf8)
        .write(to: URL(fileURLWithPath: hook))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
      try await scene.expectTaken([Layout.ledger.text, "main"])
      let names = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
        .compactMap { $0.split(separator: " ").last }
      #expect(Set(names).subtracting(["HEAD"]) == ["refs/heads/main", "refs/o8/ledger"])
    }
  }

  /// 35: what a work tree could take for its git directory is no tree that is let in.
  @Test func malformedObjectsAreRefusedByGit() async throws {
    try await ServerScene.with { scene in
      let blob = try scene.fixture.open().writeBlob([1])
      for name in [".git", ".GIT", "git~1"] {
        let tree = try await scene.repository.program.require(
          "git", ["mktree"], input: "100644 blob \(blob)\t\(name)\n")
        let commit = try await scene.commit(tree, parents: [])
        let said = try await scene.push(["\(commit):refs/heads/free"])
        #expect(said.exit != 0)
        #expect(said.error.contains("hasDotgit"), "\(said.error)")
      }
    }
  }
}
