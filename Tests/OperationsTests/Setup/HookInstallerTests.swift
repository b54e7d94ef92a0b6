import Foundation
import Hooks
import Operations
import Support
import Testing

@Suite struct HookInstallerTests {
  @Test func guardsTheProtectedBranchAndLeavesTheRestAlone() async throws {
    try await HookWorkshop.open { shop in
      let report = try await shop.installer().install(protecting: shop.protected)
      #expect(report.isComplete)
      #expect(try await shop.moveMain().error.contains("not main"))
      _ = try await shop.repository.git("branch", "feature")
      _ = try await shop.repository.git("pack-refs", "--no-all")
      #expect(shop.text(shop.trace)?.contains("feature") == false)
    }
  }

  @Test func twiceIsOnceAndUninstallLeavesNoTrace() async throws {
    try await HookWorkshop.open { shop in
      let before = try shop.picture()
      _ = try await shop.installer().install(protecting: shop.protected)
      let once = try shop.picture()
      let again = try await shop.installer().install(protecting: shop.protected)
      #expect(try shop.picture() == once)
      #expect(again.notes.isEmpty)
      #expect(try shop.installer().uninstall().isEmpty)
      #expect(try shop.picture() == before)
    }
  }

  @Test func aFolderThatWasMissingIsGoneAgain() async throws {
    try await HookWorkshop.open { shop in
      try FileManager.default.removeItem(atPath: shop.hooks)
      _ = try await shop.installer().install(protecting: shop.protected)
      #expect(try shop.installer().uninstall().isEmpty)
      #expect(!FileManager.default.fileExists(atPath: shop.hooks))
    }
  }

  @Test func anExistingHookRunsWithTheSameInputArgumentsAndName() async throws {
    try await HookWorkshop.open { shop in
      let seen = shop.repository.scratch + "/seen"
      try shop.script(
        shop.hooks + "/reference-transaction",
        "echo \"${0##*/} $* $(cat) $(ls \"${0%/*}/beside\")\" >>'\(seen)'", mode: 0o751)
      try shop.script(shop.hooks + "/beside", "")
      let before = try shop.picture()
      let report = try await shop.installer().install(protecting: shop.protected)
      #expect(report.notes.count == 1)
      _ = try await shop.repository.git("branch", "feature")
      let id = try await shop.repository.id("HEAD")
      let zero = String(repeating: "0", count: 40)
      #expect(
        shop.text(seen)?.contains(
          "reference-transaction prepared \(zero) \(id) refs/heads/feature") == true)
      #expect(shop.text(seen)?.contains("/beside") == true)
      #expect(try shop.installer().uninstall().isEmpty)
      #expect(try shop.picture() == before)
    }
  }

  @Test func anExistingHookCanStillRefuse() async throws {
    try await HookWorkshop.open { shop in
      try shop.script(shop.hooks + "/reference-transaction", "exit 1")
      _ = try await shop.installer().install(protecting: shop.protected)
      #expect(try await shop.repository.tryGit("branch", "feature").exit != 0)
    }
  }

  @Test func aHookThatGitIgnoresStaysIgnoredAndALinkStaysALink() async throws {
    try await HookWorkshop.open { shop in
      let seen = shop.repository.scratch + "/seen"
      try shop.script(shop.hooks + "/reference-transaction", "touch '\(seen)'", mode: 0o644)
      try shop.script(shop.repository.path + "/tools/push.sh", "echo $0 >'\(seen)'")
      try FileManager.default.createSymbolicLink(
        atPath: shop.hooks + "/pre-push", withDestinationPath: "../../tools/push.sh")
      let before = try shop.picture()
      _ = try await shop.installer().install(protecting: shop.protected)
      _ = try await shop.repository.git("branch", "feature")
      #expect(shop.text(seen) == nil)
      _ = try await shop.repository.git(
        "push", "-q", shop.repository.path, "feature:refs/heads/other")
      #expect(shop.text(seen)?.hasSuffix("/pre-push\n") == true)
      #expect(try shop.installer().uninstall().isEmpty)
      #expect(try shop.picture() == before)
    }
  }

  @Test func worktreesShareTheHooks() async throws {
    try await HookWorkshop.open { shop in
      _ = try await shop.installer().install(protecting: shop.protected)
      let lane = shop.repository.scratch + "/lane"
      try await shop.repository.git("worktree", "add", "-q", "-b", "o8/x", lane)
      let result = try await shop.repository.tryGit("-C", lane, "branch", "-f", "main", "o8/x~0")
      #expect(result.exit != 0)
      try await shop.repository.git("-C", lane, "commit", "-q", "--allow-empty", "-m", "y")
      #expect(
        try await shop.repository.tryGit("-C", lane, "update-ref", "refs/heads/main", "o8/x")
          .error.contains("not main"))
      #expect(try await shop.installer(at: lane).status(protecting: shop.protected).isComplete)
    }
  }

  @Test func aMissingProgramRefusesProtectedBranchesOnly() async throws {
    try await HookWorkshop.open { shop in
      _ = try await shop.installer().install(protecting: shop.protected)
      try FileManager.default.removeItem(atPath: shop.program)
      let refused = try await shop.moveMain()
      #expect(refused.exit != 0)
      #expect(refused.error.contains("install git-o8, or delete"))
      _ = try await shop.repository.git("branch", "feature")
      _ = try await shop.repository.git("checkout", "-q", "feature")
      _ = try await shop.moveMain()
      _ = try await shop.repository.git("merge", "-q", "--no-ff", "-m", "m", "HEAD~0")
    }
  }

  @Test func anotherProgramOrAnotherPolicyIsOutdated() async throws {
    try await HookWorkshop.open { shop in
      _ = try await shop.installer().install(protecting: shop.protected)
      let moved = try await shop.installer(program: "/elsewhere/git-o8").status(protecting: [])
      #expect(moved.states[.prePush] == .outdated)
      #expect(!moved.knowsProtected)
      try await shop.installer().update(protecting: [])
      #expect(try await shop.installer().status(protecting: []).isComplete)
    }
  }

  @Test func nothingIsLostWithTheEphemera() async throws {
    try await HookWorkshop.open { shop in
      _ = try await shop.installer().install(protecting: shop.protected)
      try? FileManager.default.removeItem(atPath: shop.common + "/o8")
      #expect(try await shop.installer().status(protecting: shop.protected).isComplete)
    }
  }

  @Test func pushesThatNameAProtectedBranchAreAskedAbout() async throws {
    try await HookWorkshop.open { shop in
      let other = try await shop.repository.clone(named: "other", options: ["--bare"])
      _ = try await shop.installer().install(protecting: shop.protected)
      _ = try await shop.repository.git("push", "-q", other.path, "HEAD:refs/heads/feature")
      #expect(shop.text(shop.trace) == nil)
      _ = try await shop.repository.git("push", "-q", other.path, "HEAD:refs/heads/Main")
      let id = try await shop.repository.id("HEAD")
      #expect(
        shop.text(shop.trace)?.hasPrefix(
          "hook pre-push \(other.path) \(other.path)|HEAD \(id) refs/heads/Main ") == true)
    }
  }
}
