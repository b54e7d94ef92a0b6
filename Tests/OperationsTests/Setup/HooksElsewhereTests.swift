import Foundation
import Hooks
import Operations
import Support
import Testing

/// Where `core.hooksPath` leads git to a folder that is not o8's to write.
@Suite struct HooksElsewhereTests {
  @Test func aTrackedFolderIsHandedOnToAndNotTouched() async throws {
    try await HookWorkshop.open { shop in
      let seen = shop.repository.scratch + "/seen"
      for name in ["commit-msg", "reference-transaction"] {
        try shop.script(
          shop.repository.path + "/.githooks/\(name)",
          "echo \"$0 $(cat \"$1\" 2>/dev/null || cat)\" >>'\(seen)'")
      }
      try await shop.repository.commit()
      try await shop.repository.git("config", "core.hooksPath", ".githooks")
      let before = try shop.picture()
      let report = try await shop.installer().install(protecting: shop.protected)
      #expect(report.isComplete)
      #expect(report.userDirectory == ".githooks")
      #expect(try await shop.repository.git("status", "--porcelain").isEmpty)
      #expect(try await shop.moveMain().error.contains("not main"))
      #expect(shop.text(seen)?.hasPrefix(".githooks/commit-msg x\n") == true)
      _ = try await shop.repository.git("branch", "feature")
      #expect(shop.text(seen)?.contains("refs/heads/feature") == true)
      #expect(try shop.installer().uninstall().isEmpty)
      #expect(try shop.picture() == before)
    }
  }

  @Test func huskyMayBeInstalledBeforeAndAgainAfter() async throws {
    try await HookWorkshop.open { shop in
      let seen = shop.repository.scratch + "/seen"
      let husky = shop.repository.path + "/.husky/_"
      try shop.script(husky + "/pre-commit", "echo \"$0\" >>'\(seen)'")
      try await shop.repository.git("config", "core.hooksPath", ".husky/_")
      _ = try await shop.installer().install(protecting: shop.protected)
      let once = try shop.picture()
      // What `husky` does at every install of dependencies.
      try await shop.repository.git("config", "core.hooksPath", ".husky/_")
      #expect(try shop.picture() == once)
      #expect(try await shop.installer().status(protecting: shop.protected).isComplete)
      _ = try await shop.repository.git("checkout", "-q", "-b", "feature")
      _ = try await shop.moveMain()
      #expect(shop.text(seen) == ".husky/_/pre-commit\n")
    }
  }

  @Test func huskyThatComesLaterShadowsUntilTheNextInstall() async throws {
    try await HookWorkshop.open { shop in
      _ = try await shop.installer().install(protecting: shop.protected)
      try await shop.repository.git("config", "core.hooksPath", ".husky/_")
      let status = try await shop.installer().status(protecting: shop.protected)
      #expect(status.states[.referenceTransaction] == .shadowed(by: "file:.git/config"))
      #expect(!status.isComplete)
      #expect(try await shop.installer().install(protecting: shop.protected).isComplete)
      #expect(try await shop.moveMain().error.contains("not main"))
      try await shop.repository.git("config", "--unset", "core.hooksPath")
      #expect(try await shop.installer().install(protecting: shop.protected).isComplete)
      #expect(!FileManager.default.fileExists(atPath: shop.common + "/o8-hooks"))
      #expect(try await shop.moveMain().error.contains("not main"))
    }
  }

  @Test func theFolderOfAllRepositoriesIsHandedOnTo() async throws {
    try await HookWorkshop.open { shop in
      let home = shop.repository.program.environment["HOME"] ?? ""
      let seen = shop.repository.scratch + "/seen"
      try shop.script(home + "/hooks/post-commit", "echo \"$0\" >>'\(seen)'")
      try await shop.repository.git("config", "--global", "core.hooksPath", "~/hooks")
      let before = try shop.picture(of: home)
      #expect(try await shop.installer().install(protecting: shop.protected).isComplete)
      #expect(try shop.picture(of: home) == before)
      _ = try await shop.repository.git("checkout", "-q", "-b", "feature")
      _ = try await shop.moveMain()
      #expect(shop.text(seen) == home + "/hooks/post-commit\n")
    }
  }

  @Test func aLinkedHooksFolderIsSomebodyElses() async throws {
    try await HookWorkshop.open { shop in
      try FileManager.default.removeItem(atPath: shop.hooks)
      try shop.script(shop.repository.path + "/tools/pre-push", "true")
      try FileManager.default.createSymbolicLink(
        atPath: shop.hooks, withDestinationPath: "../tools")
      let before = try shop.picture(of: shop.repository.path + "/tools")
      #expect(try await shop.installer().install(protecting: shop.protected).isComplete)
      #expect(try shop.picture(of: shop.repository.path + "/tools") == before)
      #expect(try await shop.moveMain().error.contains("not main"))
      #expect(try shop.installer().uninstall().isEmpty)
      #expect(try shop.picture(of: shop.repository.path + "/tools") == before)
    }
  }

  @Test func aWorktreeOfATrackedFolderIsGuardedToo() async throws {
    try await HookWorkshop.open { shop in
      try await shop.repository.git("config", "core.hooksPath", ".husky/_")
      _ = try await shop.installer().install(protecting: shop.protected)
      let lane = shop.repository.scratch + "/lane"
      try await shop.repository.git("worktree", "add", "-q", "-b", "o8/x", lane)
      try await shop.repository.git("-C", lane, "commit", "-q", "--allow-empty", "-m", "y")
      #expect(
        try await shop.repository.tryGit("-C", lane, "update-ref", "refs/heads/main", "o8/x")
          .error.contains("not main"))
    }
  }

  @Test func preCommitMayTakeTheNameAndRunOurs() async throws {
    try await HookWorkshop.open { shop in
      _ = try await shop.installer().install(protecting: shop.protected)
      let hook = shop.hooks + "/pre-push"
      // As `pre-commit install -t pre-push` does with a hook that is not its own.
      try FileManager.default.moveItem(atPath: hook, toPath: hook + ".legacy")
      try shop.script(
        hook, "# File generated by pre-commit: https://pre-commit.com\nexec \"$0.legacy\" \"$@\"")
      let installer = try shop.installer()
      #expect(try await installer.status(protecting: shop.protected).states[.prePush] == .chained)
      _ = try await installer.install(protecting: shop.protected)
      #expect(shop.text(hook)?.contains("pre-commit.com") == true)
      _ = try await shop.repository.git("push", "-q", shop.repository.path, "HEAD:refs/heads/MAIN2")
      #expect(try installer.uninstall().isEmpty)
      #expect(shop.text(hook)?.contains("pre-commit.com") == true)
      #expect(shop.text(hook + ".legacy") == nil)
    }
  }

  @Test func aToolThatTookOurNameIsChainedAtTheNextInstall() async throws {
    try await HookWorkshop.open { shop in
      try shop.script(shop.hooks + "/pre-push", "echo first")
      _ = try await shop.installer().install(protecting: shop.protected)
      // As lefthook does: the old one is put aside and not run.
      try FileManager.default.moveItem(
        atPath: shop.hooks + "/pre-push", toPath: shop.hooks + "/pre-push.old")
      try shop.script(shop.hooks + "/pre-push", "echo second")
      let installer = try shop.installer()
      #expect(try await installer.status(protecting: shop.protected).states[.prePush] == .foreign)
      #expect(try await installer.install(protecting: shop.protected).isComplete)
      #expect(try installer.uninstall().isEmpty)
      #expect(shop.text(shop.hooks + "/pre-push") == "#!/bin/sh\necho second\n")
      #expect(shop.text(shop.hooks + "/pre-push.o8-kept-1") == "#!/bin/sh\necho first\n")
      #expect(shop.text(shop.hooks + "/pre-push.old") == nil)
    }
  }
}
