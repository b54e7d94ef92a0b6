import Fixtures
import Foundation
import Lanes
import Model
import Store
import Support
import Testing

@testable import Operations

@Suite("Landing and work trees")
struct CheckoutTests {
  private func refusal(
    _ scene: LandingScene, in directory: String? = nil
  ) async throws -> Problem? {
    let before = try await scene.references()
    let problem = await #expect(throws: Problem.self) {
      try await scene.workspace(in: directory).merge("fix")
    }
    #expect(try await scene.references() == before)
    return problem
  }

  @Test("changed files are named, and nothing moves")
  func dirty() async throws {
    try await LandingScene.with { scene in
      _ = try await scene.approve(["a.txt": "two\n"])
      try scene.repository.write(["b.txt": "mine\n"])
      let problem = try await refusal(scene)
      #expect(problem?.kind == .refused)
      #expect(problem?.message.hasSuffix("with changes:\nb.txt") == true)
      #expect(try scene.repository.read("b.txt") == "mine\n")
    }
  }

  @Test("a staged change is a change")
  func staged() async throws {
    try await LandingScene.with { scene in
      _ = try await scene.approve(["a.txt": "two\n"])
      try scene.repository.write(["b.txt": "mine\n"])
      try await scene.repository.git("add", "b.txt")
      #expect(try await refusal(scene)?.message.contains("b.txt") == true)
    }
  }

  @Test(
    "files that git does not keep are not overwritten",
    arguments: ["new.txt", "dir/new.txt", "dir"])
  func inTheWay(path: String) async throws {
    try await LandingScene.with { scene in
      _ = try await scene.approve(["new.txt": "landed\n", "dir/new.txt": "landed\n"])
      try scene.repository.write([path: "mine\n", "unrelated.txt": "mine\n"])
      let problem = try await refusal(scene)
      #expect(problem?.kind == .refused)
      #expect(problem?.message.hasSuffix("overwritten:\n\(path)") == true)
    }
  }

  @Test("nor are ignored ones")
  func ignoredInTheWay() async throws {
    let files = ["a.txt": "one\n", ".gitignore": "build/\n*.log\n"]
    try await LandingScene.with(files) { scene in
      let packet = try await scene.present(["a.txt": "two\n"])
      let lane = scene.repository.worktree(at: try scene.worktree(of: packet).path)
      try lane.write(["build/out": "landed\n"])
      try await lane.git("add", "-f", "build/out")
      let head = try #require(ObjectID(try await lane.commit()))
      try await scene.submit(head, of: packet.id)
      let workspace = try scene.workspace()
      _ = try await workspace.sign(
        try workspace.docket(for: VerdictRequest(.approve, on: "fix")))
      try scene.repository.write(["build/other": "mine\n", "x.log": "mine\n"])
      try scene.repository.write(["build/out": "mine\n"])
      #expect(try await refusal(scene)?.message.contains("build/out") == true)
      try scene.repository.write(["build/out": nil])
      let report = try await workspace.merge("fix")
      #expect(report.remarks == [])
      #expect(try scene.repository.read("build/out") == "landed\n")
      #expect(try scene.repository.read("build/other") == "mine\n")
    }
  }

  @Test("a merge under way in the checkout has to be finished first")
  func busy() async throws {
    try await LandingScene.with { scene in
      _ = try await scene.approve(["a.txt": "two\n"])
      let main = try scene.main()
      try scene.repository.write([".git/MERGE_HEAD": "\(main)\n"])
      #expect(try await refusal(scene)?.kind == .stale)
    }
  }

  @Test("the branch is brought along in whichever work tree has it")
  func elsewhere() async throws {
    try await LandingScene.with { scene in
      _ = try await scene.approve(["a.txt": "two\n"])
      try await scene.repository.git("checkout", "-q", "-b", "mine")
      let path = scene.repository.scratch + "/main"
      try await scene.repository.git("worktree", "add", "-q", path, "main")
      let report = try await scene.workspace().merge("fix")
      #expect(report.checkouts == [path])
      #expect(try scene.repository.worktree(at: path).read("a.txt") == "two\n")
      #expect(try await scene.repository.worktree(at: path).git("status", "--short") == "")
      #expect(try scene.repository.read("a.txt") == "one\n")
      #expect(try await scene.status() == [])
    }
  }

  @Test("a detached HEAD stays where it is")
  func detached() async throws {
    try await LandingScene.with { scene in
      _ = try await scene.approve(["a.txt": "two\n"])
      try await scene.repository.git("checkout", "-q", "--detach")
      try scene.repository.write(["b.txt": "mine\n"])
      let head = try await scene.repository.id("HEAD")
      let report = try await scene.workspace().merge("fix")
      #expect(report.checkouts == [])
      #expect(try scene.main() == report.commit)
      #expect(try await scene.repository.id("HEAD") == head)
      #expect(try await scene.status() == [" M b.txt"])
    }
  }

  @Test("from within the lane's own worktree, that is kept")
  func fromTheLane() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      let path = try scene.worktree(of: packet).path
      let report = try await scene.workspace(in: path).merge("fix")
      #expect(FileManager.default.fileExists(atPath: path))
      #expect(report.closing?.kept.count == 1)
      #expect(try scene.packet(packet.id).state == .landed)
      #expect(try scene.target(Layout.packet(packet.id)) == nil)
    }
  }

  @Test("what no snapshot can hold keeps the worktree, and the packet lands")
  func unkeepable() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      let lane = scene.repository.worktree(at: try scene.worktree(of: packet).path)
      try await lane.program.require("mkfifo", [lane.path + "/pipe"])
      let report = try await scene.workspace().merge("fix")
      #expect(report.closing?.kept.first?.contains("pipe") == true)
      #expect(FileManager.default.fileExists(atPath: lane.path))
      #expect(try scene.packet(packet.id).state == .landed)
    }
  }

  @Test("a rebase of the branch has to be finished first")
  func rebasing() async throws {
    try await LandingScene.with { scene in
      _ = try await scene.approve(["a.txt": "two\n"])
      try await scene.landByHand(["b.txt": "three\n"])
      try await scene.repository.git("branch", "-q", "other", "HEAD~")
      try await scene.repository.git("checkout", "-q", "other")
      try await scene.landByHand(["b.txt": "four\n"])
      try await scene.repository.git("checkout", "-q", "main")
      #expect(try await scene.repository.tryGit("rebase", "other").exit != 0)
      let problem = try await refusal(scene)
      #expect(problem?.kind == .stale)
      #expect(problem?.message.hasPrefix("a rebase of main is under way") == true)
    }
  }

  @Test("a bare repository has no work tree to bring along")
  func bare() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      let path = scene.repository.scratch + "/bare.git"
      try await scene.repository.git("clone", "-q", "--mirror", scene.repository.path, path)
      try await scene.repository.git("-C", path, "remote", "remove", "origin")
      let report = try await scene.workspace(in: path).merge("fix")
      #expect(report.checkouts == [])
      #expect(report.remarks == [])
      let main = try await scene.repository.git("-C", path, "rev-parse", "main")
      #expect(main == report.commit.hex)
      let left = try await scene.repository.git("-C", path, "for-each-ref", "refs/o8/packets")
      #expect(left == "")
      #expect(try scene.packet(packet.id).state == .approved)
    }
  }

  @Test("with an upstream a landing is final only when that has it")
  func upstream() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      let prev = try scene.main()
      try await scene.repository.git("update-ref", "refs/remotes/origin/main", prev.hex)
      for (key, value) in [("remote", "origin"), ("merge", "refs/heads/main")] {
        try await scene.repository.git("config", "branch.main.\(key)", value)
      }
      let report = try await scene.workspace().merge("fix")
      #expect(report.closing == nil)
      #expect(
        report.remarks == [
          "final once origin/main has it: git o8 sync origin; lane and references stay until then"
        ])
      #expect(try scene.target(Layout.packet(packet.id)) != nil)
      #expect(try await scene.workspace().reconcile().actions == [])
      let again = await #expect(throws: Problem.self) {
        try await scene.workspace().merge("fix")
      }
      #expect(again?.kind == .stale)
      try await scene.repository.git(
        "update-ref", "refs/remotes/origin/main", report.commit.hex)
      #expect(try await scene.workspace().reconcile().actions.map(\.kind) == [.cleared])
      try scene.expectGone(packet)
    }
  }
}
