import Fixtures
import Support
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Another user's repository")
struct OwnershipTests {
  @Test(
    "is refused with what trusts it, by whatever command",
    .enabled(if: getuid() == 0, "only root can give a repository away"))
  func refused() async throws {
    try await GovernedFixture.with { fixture in
      let (program, path) = (fixture.repository.program, fixture.repository.path)
      try await program.require("chown", ["-R", "12345", path])
      for words in [["status"], ["dispatch", "fix", "--", "true"], ["verify", "--all"]] {
        let answer = try await program.run(HookScene.program, ["-C", path] + words)
        #expect(answer.exit == 2)
        #expect(answer.error.contains("it belongs to another user; if you trust it: git config"))
      }
      try await program.require("chown", ["-R", "0", path])
      #expect(try await program.run(HookScene.program, ["-C", path, "list"]).exit == 0)
    }
  }
}
