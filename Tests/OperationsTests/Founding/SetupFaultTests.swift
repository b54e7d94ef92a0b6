import Foundation
import Git
import Model
import Operations
import Store
import Support
import Testing
import Trust

@Suite("Setting up where something is in the way")
struct SetupFaultTests {
  @Test func noCommitsYet() async throws {
    try await withRepository { repository in
      let shop = SetupWorkshop(repository: repository)
      let problem = await #expect(throws: Problem.self) { try await shop.setUp() }
      #expect(problem?.hint == "make a first commit")
      #expect(!FileManager.default.fileExists(atPath: home(of: shop) + "/o8"))
    }
  }

  @Test func bare() async throws {
    try await SetupWorkshop.open(options: ["--bare"]) { shop in
      let problem = await #expect(throws: Problem.self) { try await shop.setUp() }
      #expect(problem?.message.contains("it is bare") == true)
    }
  }

  @Test("locks that a killed run left stop neither the next nor taking it all out")
  func killedBefore() async throws {
    try await SetupWorkshop.open { shop in
      try await shop.repository.commit()
      let before = try await shop.picture()
      for lock in ["config.lock", "refs/notes/o8.lock", "refs/o8-local/pins.lock"] {
        try shop.repository.write([".git/\(lock)": ""])
      }
      _ = try await shop.setUp()
      try shop.repository.write([".git/config.lock": ""])
      _ = try await shop.workspace().takeOut(.drop)
      #expect(try await shop.picture() == before)
    }
  }

  @Test("a lock that somebody holds is theirs")
  func lockedNow() async throws {
    try await SetupWorkshop.open { shop in
      try await shop.repository.commit()
      let lock = shop.repository.gitDirectory + "/config.lock"
      try Data().write(to: URL(fileURLWithPath: lock))
      let holder = try FileHandle(forWritingTo: URL(fileURLWithPath: lock))
      let error = await #expect(throws: SetupError.self) { try await shop.setUp() }
      #expect(error?.hint.contains("delete that file") == true)
      #expect(FileManager.default.fileExists(atPath: lock))
      try holder.close()
    }
  }

  @Test("packed references that cannot be read are not missing ones", arguments: [-20, 0])
  func tornReferences(cut: Int) async throws {
    try await SetupWorkshop.open { shop in
      try await shop.repository.commit()
      _ = try await shop.setUp()
      try await shop.repository.git("pack-refs", "--all")
      let path = shop.repository.gitDirectory + "/packed-refs"
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      if cut < 0 { bytes.removeLast(-cut) } else { bytes[bytes.count / 2] = 0 }
      try bytes.write(to: URL(fileURLWithPath: path))
      for attempt in [true, false] {
        let problem = await #expect(throws: (any Error).self) {
          if attempt { _ = try await shop.setUp() } else { _ = try GovernedRepository(shop.open()) }
        }
        #expect(problem.map { Problem($0).message }?.contains("packed references") == true)
      }
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    }
  }

  @Test func shallow() async throws {
    try await SetupWorkshop.open { shop in
      try await shop.repository.commit()
      let copy = shop.repository.scratch + "/copy"
      try await shop.repository.git(
        "clone", "-q", "--depth=1", "file://" + shop.repository.path, copy)
      let problem = await #expect(throws: Problem.self) {
        try await shop.workspace(at: copy).setUp(SetupRequest())
      }
      #expect(problem?.hint == "git fetch --unshallow")
    }
  }

  @Test func aFormatThatLibgit2CannotReadIsNamed() async throws {
    try await SetupWorkshop.open(options: ["--object-format=sha256"]) { shop in
      let problem = #expect(throws: Problem.self) { try shop.workspace() }
      #expect(problem?.kind == .environment)
      #expect(problem?.message.contains("sha256") == true)
    }
  }

  @Test func aDetachedHeadIsNoObstacleWhereTheBranchIsKnown() async throws {
    try await SetupWorkshop.open { shop in
      try await shop.repository.git("checkout", "-q", "--detach")
      #expect(try await shop.setUp().protected == ["main"])
    }
  }

  @Test func replacementsAreNamed() async throws {
    try await SetupWorkshop.open { shop in
      let first = try await shop.repository.id("HEAD")
      let second = try await shop.repository.commit()
      try await shop.repository.git("replace", second, first)
      #expect(try await shop.setUp().notes.contains { $0.contains("refs/replace/") })
    }
  }

  @Test func anUnwritableRepositoryIsLeftAsItWas() async throws {
    try await SetupWorkshop.open { shop in
      // A file where a folder is needed stops root too.
      try Data().write(to: URL(fileURLWithPath: shop.repository.gitDirectory + "/refs/o8"))
      let before = try await shop.picture()
      await #expect(throws: GitError.self) { try await shop.setUp { $0.hooks = .install } }
      #expect(try await shop.picture() == before)
    }
  }

  @Test(.enabled(if: getuid() != 0, "root may write everywhere"))
  func aReadOnlyRepositoryIsSaidToBeOne() async throws {
    try await SetupWorkshop.open { shop in
      try await shop.repository.program.require("chmod", ["-R", "a-w", ".git"])
      await #expect(throws: GitError.self) { try await shop.setUp() }
      try await shop.repository.program.require("chmod", ["-R", "u+w", ".git"])
    }
  }

  @Test func aRemoteThatCannotBeAskedStopsANewPolicy() async throws {
    try await SetupWorkshop.open { shop in
      try await shop.repository.git("remote", "add", "origin", "/nonexistent/repository")
      let problem = await #expect(throws: Problem.self) { try await shop.setUp() }
      #expect(problem?.kind == .environment)
      #expect(problem?.hint?.contains("--offline") == true)
      #expect(try shop.open().target(of: Layout.policy) == nil)
      #expect(try await shop.setUp { $0.remotes = .offline }.beginning == .founded)
    }
  }

  @Test func aPolicyThatIsGoneIsNotBegunAgain() async throws {
    try await SetupWorkshop.open { shop in
      try await shop.setUp()
      try await shop.repository.git("update-ref", "-d", Layout.policy.text)
      let problem = await #expect(throws: Problem.self) { try await shop.setUp() }
      #expect(problem?.kind == .refused)
      #expect(try shop.open().target(of: Layout.policy) == nil)
    }
  }

  @Test func aBranchThatLeftItsPolicyBehindIsNotAdopted() async throws {
    try await SetupWorkshop.open { shop in
      try await shop.repository.commit()
      try await shop.setUp()
      try await shop.repository.git("update-ref", "-d", Layout.ledger.text)
      try await shop.repository.git("update-ref", "-d", Layout.pins.text)
      try await shop.repository.git("reset", "-q", "--hard", "HEAD~1")
      let problem = await #expect(throws: Problem.self) { try await shop.setUp() }
      #expect(problem?.message.contains("it has left") == true)
    }
  }

  @Test func aWorkerSetsNothingUpAndTakesNothingOut() async throws {
    try await SetupWorkshop.open { shop in
      var environment = shop.repository.program.environment
      environment["O8_PACKET"] = String(repeating: "a", count: 40)
      let lane = try Workspace(
        in: shop.repository.path, program: "/git-o8", environment: environment,
        now: { SetupWorkshop.now })
      let before = try await shop.picture()
      let problem = await #expect(throws: Problem.self) { try await lane.setUp(SetupRequest()) }
      #expect(problem?.kind == .refused)
      await #expect(throws: Problem.self) { try await lane.takeOut(.drop) }
      #expect(try await shop.picture() == before)
    }
  }

  private func home(of shop: SetupWorkshop) -> String {
    shop.repository.program.environment["XDG_CONFIG_HOME"] ?? "/nonexistent"
  }
}
