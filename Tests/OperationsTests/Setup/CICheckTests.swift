import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust
import Yams

@testable import Operations

@Suite("A check for a CI")
struct CICheckTests {
  @Test("of plain sh lets through what was judged, and nothing else")
  func shell() async throws {
    try await LaneScene.with { scene in
      let remote = "\(scene.repository.scratch)/remote.git"
      try await scene.repository.git("init", "-q", "--bare", remote)
      try await scene.repository.git("remote", "add", "origin", remote)
      try await scene.repository.git("push", "-q", "origin", "main", "refs/o8/*:refs/o8/*")
      let check = try scene.workspace.ciCheck(for: .shell, of: nil)
      let script = "\(scene.repository.scratch)/check.sh"
      try Data(check.text.utf8).write(to: URL(fileURLWithPath: script))
      func proposed(_ name: String) async throws -> Int32 {
        try await scene.repository.program.run(
          "sh", [script],
          environment: [
            "PATH": Self.path, "O8_REMOTE": remote, "O8_PROPOSED": name,
          ]
        ).exit
      }

      let handed = try await scene.fixture.approved("good", ["b.txt": "b\n"])
      let prev = try scene.fixture.value()
      try await scene.repository.git("merge", "-q", "--no-ff", "-m", "merged", handed.head.hex)
      try await scene.fixture.claim(handed, from: prev, by: try scene.fixture.value())
      try await scene.repository.git(
        "push", "-q", "origin", "main:refs/heads/good", "refs/o8/*:refs/o8/*")
      #expect(try await proposed("refs/heads/good") == 0)

      try await scene.repository.commit(["c.txt": "unread\n"])
      try await scene.repository.git("push", "-q", "origin", "main:refs/heads/bad")
      #expect(try await proposed("refs/heads/bad") == 3)

      // Whoever can push takes the evidence away, or puts another repository's in its place.
      try await scene.repository.git("push", "-q", "origin", ":refs/o8/policy")
      #expect(try await proposed("refs/heads/good") != 0)
      _ = try await GovernedFixture.with { other in
        try await other.repository.git("push", "-q", "-f", remote, "refs/o8/*:refs/o8/*")
      }
      #expect(try await proposed("refs/heads/good") != 0)
    }
  }

  @Test(
    "is YAML for each host, with the repository and the branch filled in",
    arguments: [
      CIHost.github, .gitlab, .forgejo,
    ])
  func yaml(host: CIHost) async throws {
    try await LaneScene.with { scene in
      let check = try scene.workspace.ciCheck(for: host, of: "main")
      let root = try #require(try Yams.compose(yaml: check.text))
      let repo = try scene.fixture.governed().policies.repo.hex
      var commands: [String] = []
      if host == .gitlab {
        commands = root["o8"]?["script"]?.array().compactMap(\.string) ?? []
        #expect(root["o8"]?["variables"]?["GIT_STRATEGY"]?.string == "none")
      } else {
        // From the branch itself, never from what is proposed.
        #expect(root["on"]?["pull_request_target"]?["branches"]?.array().first?.string == "main")
        commands = root["jobs"]?["verify"]?["steps"]?.array().compactMap { $0["run"]?.string } ?? []
      }
      let last = try #require(commands.last)
      #expect(last.contains("git o8 verify 'refs/heads/main..refs/heads/o8-proposed'"))
      #expect(last.contains("--repo \(repo)"))
      #expect(!check.text.contains("{{"))
      #expect(!commands.contains { $0.contains("checkout") })
    }
  }

  private static let path: String = {
    let folder = URL(fileURLWithPath: LaneScene.programPath).deletingLastPathComponent().path
    return "\(folder):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
  }()

  @Test("takes no branch whose name would end a quote")
  func quoting() async throws {
    try await LaneScene.with(policy: { $0.protected = [Pattern("*")!] }) { scene in
      try await scene.repository.git("branch", "it's")
      #expect(throws: Problem.self) { try scene.workspace.ciCheck(for: .github, of: "it's") }
    }
  }
}
