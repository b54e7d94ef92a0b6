import Foundation
import Operations
import Support
import Testing

@Suite struct SetupConfigurationTests {
  private let refspec = "+refs/o8/*:refs/o8-remotes/origin/*"

  @Test func aPlainFetchBringsTheSharedRefs() async throws {
    try await HookWorkshop.open { shop in
      let other = try await shop.repository.clone(named: "upstream", options: ["--bare"])
      try await shop.repository.git("remote", "add", "origin", other.path)
      let before = try shop.picture()
      #expect(try await shop.configuration().install().first?.contains(refspec) == true)
      let once = try shop.picture()
      _ = try await shop.configuration().install()
      #expect(try shop.picture() == once)
      try await shop.repository.git(
        "push", "-q", other.path, "HEAD:refs/o8/ledger", "HEAD:refs/heads/main")
      try await shop.repository.git("fetch", "-q")
      #expect(try await shop.repository.id("refs/o8-remotes/origin/ledger").count == 40)
      #expect(try await shop.repository.id("refs/remotes/origin/main").count == 40)
      try shop.configuration().uninstall()
      #expect(try shop.picture() == before)
    }
  }

  @Test func whatTheUserHasSetIsNotSetAgain() async throws {
    try await HookWorkshop.open { shop in
      try await shop.repository.git("remote", "add", "origin", "/nowhere")
      try await shop.repository.git("config", "--add", "remote.origin.fetch", refspec)
      try await shop.repository.git("config", "notes.displayRef", "refs/notes/*")
      let before = try shop.picture()
      _ = try await shop.configuration().install()
      #expect(try shop.picture() == before)
    }
  }

  @Test func mirrorsAndRemotesThatFetchNothingAreLeftAlone() async throws {
    try await HookWorkshop.open { shop in
      try await shop.repository.git("remote", "add", "--mirror=fetch", "copy", "/nowhere")
      try await shop.repository.git("config", "remote.bare.url", "/nowhere")
      let report = try await shop.configuration().install()
      #expect(report.contains { $0.hasPrefix("copy: not fetched") && $0.contains("mirror") })
      #expect(report.contains { $0.hasPrefix("bare: not fetched") })
      #expect(try await shop.repository.tryGit("config", "remote.bare.fetch").exit == 1)
    }
  }

  @Test func aRemoteThatCameOrWentIsFollowed() async throws {
    try await HookWorkshop.open { shop in
      try await shop.repository.git("remote", "add", "origin", "/nowhere")
      _ = try await shop.configuration().install()
      try await shop.repository.git("remote", "rename", "origin", "up")
      _ = try await shop.configuration().install()
      let values = try await shop.repository.git("config", "--get-regexp", "o8|remote")
      #expect(values.contains("remote.up.fetch +refs/o8/*:refs/o8-remotes/up/*"))
      #expect(!values.contains("o8-remotes/origin"))
      try await shop.repository.git("remote", "remove", "up")
      _ = try await shop.configuration().install()
      #expect(try await shop.repository.tryGit("config", "remote.up.fetch").exit == 1)
      #expect(try await shop.repository.git("remote").isEmpty)
    }
  }

  @Test func logShowsNotesAndSaysNothingWhileThereAreNone() async throws {
    try await HookWorkshop.open { shop in
      _ = try await shop.configuration().install()
      #expect(try await shop.repository.tryGit("log", "-1").error.isEmpty)
      try await shop.repository.git("notes", "--ref=o8", "add", "-m", "approved by ann")
      #expect(try await shop.repository.git("log", "-1").contains("approved by ann"))
    }
  }

  @Test func hooksAndTheRestComeAndGoSeparately() async throws {
    try await HookWorkshop.open { shop in
      try await shop.repository.git("config", "core.hooksPath", "tools")
      let before = try shop.picture()
      _ = try await shop.configuration().install()
      let without = try shop.picture()
      _ = try await shop.installer().install(protecting: shop.protected)
      _ = try await shop.configuration().install()
      #expect(try await shop.installer().status(protecting: shop.protected).isComplete)
      _ = try shop.installer().uninstall()
      #expect(try shop.picture() == without)
      try shop.configuration().uninstall()
      #expect(try shop.picture() == before)
    }
  }

  @Test func aConfigurationThatGitIsWritingIsLeftAlone() async throws {
    try await HookWorkshop.open { shop in
      try Data().write(to: URL(fileURLWithPath: shop.common + "/config.lock"))
      await #expect(throws: SetupError.self) { try await shop.configuration().install() }
      #expect(shop.text(shop.common + "/config.lock") == "")
    }
  }
}
