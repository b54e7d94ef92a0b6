import Fixtures
import Foundation
import Git
import Model
import Support
import Testing
import Trust

@testable import Operations

@Suite("A proof that is remembered")
struct ProofMemoryTests {
  private func proof(
    _ scene: OwnersScene, _ trust: ProofTrust = .remembering
  ) async throws -> Verification {
    try await scene.workspace().verification(of: .everything, trust)
  }

  private func landed(_ body: (OwnersScene) async throws -> Void) async throws {
    try await OwnersScene.with { scene in
      for name in ["one", "two"] {
        let handed = try await scene.fixture.approved(name, ["\(name).txt": "\(name)\n"])
        _ = try await scene.workspace().merge(handed.packet.hex)
      }
      _ = try await scene.workspace().force(
        ForceRequest(
          branch: "main", commit: try await scene.branch("three").hex, reason: "in a hurry"))
      try await body(scene)
    }
  }

  private func file(_ scene: OwnersScene) -> URL {
    URL(fileURLWithPath: scene.repository.gitDirectory + "/o8/proofs/everything")
  }

  @Test func itSaysWordForWordWhatTheFreshOneSaid() async throws {
    try await landed { scene in
      let fresh = try await proof(scene)
      let known = try await proof(scene)
      #expect(!fresh.isRemembered)
      #expect(known.isRemembered && known.isProved)
      #expect(known.branches.map(\.steps) == fresh.branches.map(\.steps))
      #expect(known.branches[0].steps.map(\.title) == ["one", "two", "in a hurry"])
      #expect(known.branches[0].steps[0].approvals.map(\.principal) == [GovernedFixture.ann])
      #expect(
        known.branches[0].steps[0].approvals[0].keys == [scene.fixture.signer.key.fingerprint])
      var tally = StepTally()
      (tally.admitted, tally.forced) = (2, 1)
      #expect(fresh.branches.map(\.tally) == [tally] && known.branches.map(\.tally) == [tally])
      #expect(known.branches[0].notable(2) == Array(fresh.branches[0].steps.suffix(2)))
      #expect(try await !proof(scene, .fresh).isRemembered)
    }
  }

  @Test func whateverItRestsOnHasAnotherValueItIsProvedAnew() async throws {
    try await landed { scene in
      _ = try await proof(scene)
      try await scene.change(.settings(["attempts=9"]))
      #expect(try await !proof(scene).isRemembered)
      #expect(try await proof(scene).isRemembered)
      try await scene.repository.git("branch", "other")
      #expect(try await !proof(scene).isRemembered)
      try await scene.repository.git(
        "update-ref", "refs/o8-remotes/origin/ledger", "refs/o8/ledger")
      #expect(try await !proof(scene).isRemembered)
      #expect(try await proof(scene).isRemembered)
      try await scene.repository.git("remote", "add", "elsewhere", "/nowhere")
      #expect(try await !proof(scene).isRemembered)
      #expect(try await proof(scene).isRemembered)
    }
  }

  @Test func aSettingThatIsIncludedIsOneOfThose() async throws {
    try await landed { scene in
      let shared = scene.repository.scratch + "/shared.config"
      try await scene.repository.git("config", "--local", "include.path", shared)
      _ = try await proof(scene)
      #expect(try await proof(scene).isRemembered)
      try "[branch \"main\"]\n\tremote = elsewhere\n".write(
        toFile: shared, atomically: false, encoding: .utf8)
      #expect(try await !proof(scene).isRemembered)
      #expect(try await proof(scene).isRemembered)
    }
  }

  @Test(arguments: ["others read it", "zeros", "nothing"])
  func aSecretThatIsNoneRemembersNothing(how: String) async throws {
    try await landed { scene in
      _ = try await proof(scene)
      #expect(try await proof(scene).isRemembered)
      let maker = try KeyMaker(environment: scene.fixture.environment)
      let key = URL(fileURLWithPath: maker.path).deletingLastPathComponent()
        .appending(path: "proofs.key").path
      switch how {
      case "others read it": try await scene.repository.program.require("chmod", ["644", key])
      case "zeros": try Data(count: 32).write(to: URL(fileURLWithPath: key))
      default: try Data().write(to: URL(fileURLWithPath: key))
      }
      for _ in 0..<2 {
        let found = try await proof(scene)
        #expect(found.isProved && !found.isRemembered)
      }
    }
  }

  @Test func aMemoryThatSomebodyElseWroteProvesNothing() async throws {
    try await landed { scene in
      _ = try await proof(scene)
      let honest = try Data(contentsOf: file(scene))
      var forged = honest
      forged[honest.count / 2] ^= 1
      for lie in [forged, honest.dropLast(), Data(), honest + honest] {
        try Data(lie).write(to: file(scene))
        #expect(try await !proof(scene).isRemembered)
      }
      // Made by the same program with another user's secret.
      var environment = scene.fixture.environment
      environment["XDG_CONFIG_HOME"] = scene.repository.scratch + "/mallory"
      let mallory = try Workspace(
        in: scene.repository.path, program: HookScene.program, environment: environment,
        now: { GovernedFixture.now })
      _ = try await mallory.verification(of: .everything, .remembering)
      #expect(try await mallory.verification(of: .everything, .remembering).isRemembered)
      #expect(try await !proof(scene).isRemembered)
    }
  }

  @Test func aProofOfLessIsNoneOfMore() async throws {
    try await landed { scene in
      let less = try await scene.workspace().verification(of: .protected, .remembering)
      #expect(less.isProved)
      let there = file(scene).deletingLastPathComponent().appending(path: "protected")
      try FileManager.default.copyItem(at: there, to: file(scene))
      #expect(try await !proof(scene).isRemembered)
    }
  }

  @Test func aBranchThatIsCalledLikeALanesIsWatchedWhereItIsProtected() async throws {
    try await landed { scene in
      try await scene.repository.git("branch", "o8/release")
      try await scene.change(.settings(["protected=[main, o8/release]"]))
      _ = try await proof(scene)
      try await scene.repository.git("branch", "o8/a-lane-3f9a2c1")
      let known = try await proof(scene).isRemembered
      #expect(known, "a lane's branch is nobody's evidence")
      try await scene.repository.git(
        "-c", "core.hooksPath=/dev/null", "branch", "-f", "o8/release", "main~1")
      #expect(try await !proof(scene).isRemembered)
    }
  }

  @Test func whatIsNotProvedIsNotRemembered() async throws {
    try await landed { scene in
      try await scene.repository.git(
        "-c", "core.hooksPath=/dev/null", "commit", "-q", "--allow-empty", "-m", "sneaked")
      #expect(try await !proof(scene).isProved)
      #expect(try await !proof(scene).isRemembered)
    }
  }
}
