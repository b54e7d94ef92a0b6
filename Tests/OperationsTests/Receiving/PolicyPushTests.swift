import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

@Suite struct PushedPolicies {
  private static let policy = Layout.policy.text
  private static let ledger = Layout.ledger.text

  /// The policy with another word in it.
  private func changed(_ scene: ServerScene, attempts: Int = 5) throws -> Policy {
    var policy = try scene.fixture.governed().policy
    policy.attempts = attempts
    return policy
  }

  @Test func aPolicyThatOwnersSignedOnWhatStandsIsTaken() async throws {
    try await ServerScene.with { scene in
      try await scene.fixture.write(try changed(scene))
      try await scene.expectTaken([Self.policy])
      // In one push with what it is about.
      let handed = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      try await scene.land(handed)
      try await scene.fixture.write(try changed(scene, attempts: 6))
      try await scene.expectTaken([ServerScene.everything, "main"])
    }
  }

  @Test func aPolicyThatAStrangerSignedIsRefusedWithAllThatRestsOnIt() async throws {
    try await ServerScene.with { scene in
      let eve = try PrivateKey(comment: "eve")
      var policy = try scene.fixture.governed().policy
      let name = try #require(PrincipalName("eve"))
      policy.principals[name] = Principal(
        roles: [.owner, .operator], human: "eve", keys: [eve.publicKey])
      try await scene.sign(policy, stamp: try scene.stamp(of: eve))
      let handed = try await scene.fixture.hand("lane", ["b.txt": "b\n"])
      try await scene.fixture.say(
        try scene.fixture.verdict(on: handed), on: handed.packet,
        stamp: try scene.stamp(of: eve, as: "eve"))
      try await scene.land(handed)
      try await scene.expectRefused(
        [ServerScene.everything, "main"], saying: "0 of 1 owners of the policy before it")
    }
  }

  @Test func aPolicyIsOnlyEverContinued() async throws {
    try await ServerScene.with { scene in
      try await scene.fixture.write(try changed(scene))
      try await scene.expectTaken([Self.policy])
      // 51, 52: back to the one before, and another beginning.
      try await scene.expectRefused(
        ["\(scene.identity):\(Self.policy)"], saying: "is not behind it")
      try await scene.expectRefused([":\(Self.policy)"], saying: "only grows")
      let first = try scene.fixture.firstPolicy()
      try await scene.repository.git("update-ref", "-d", Self.policy)
      try await scene.repository.git("update-ref", "-d", Layout.pins.text)
      try await scene.sign(first)
      try await scene.expectRefused([Self.policy], saying: "this server is for")
    }
  }

  @Test func aPolicySignedBeforeTheBranchWentOnIsSignedAgain() async throws {
    try await ServerScene.with { scene in
      let policy = try changed(scene)
      let handed = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      try await scene.fixture.write(policy)
      try await scene.land(handed)
      try await scene.expectTaken([Self.ledger, "refs/o8/packets/*:refs/o8/packets/*", "main"])
      try await scene.expectRefused([Self.policy], saying: "it says that main is at")
      try await scene.repository.git("update-ref", Self.policy, scene.identity.hex)
      try await scene.repository.git("update-ref", "-d", Layout.pins.text)
      try await scene.sign(policy)
      try await scene.expectTaken([Self.policy])
    }
  }

  @Test func aPolicyMayNameOnlyWhatTheServerHolds() async throws {
    try await ServerScene.with { scene in
      let commit = try await scene.land(try await scene.fixture.approved("a", ["b.txt": "b\n"]))
      try await scene.fixture.write(try changed(scene))
      try await scene.expectRefused([Self.policy], saying: "which is not here")
      try await scene.expectRefused(
        [ServerScene.everything], saying: "main is at \(commit.short), where it never was here")
      try await scene.expectTaken([ServerScene.everything, "main"])
    }
  }

  @Test func aPolicyMayNotForgetWhatOwnersSaid() async throws {
    try await ServerScene.with { scene in
      try await scene.fixture.write(try changed(scene))
      let base = try scene.heldMain()
      let evil = try await scene.fixture.hand("evil", ["c.txt": "c\n"])
      try await scene.force(from: base, to: evil.head, rewind: false)
      try await scene.expectTaken([Self.ledger])
      try await scene.expectRefused([Self.policy], saying: "it was signed without the entry")
    }
  }

  @Test func aPolicySaysWhereEveryProtectedBranchStands() async throws {
    try await ServerScene.with { scene in
      try await scene.sign(try changed(scene), tips: [:])
      try await scene.expectRefused([Self.policy], saying: "does not say where main stands")
    }
  }

  @Test func whatAPolicyProtectsIsProtectedInThePushThatEndsThat() async throws {
    try await ServerScene.with { scene in
      var policy = try scene.fixture.governed().policy
      policy.protected = [Pattern("other")!]
      try await scene.sign(policy, tips: [:])
      let evil = try await scene.fixture.hand("evil", ["c.txt": "c\n"])
      let main = "\(evil.head):refs/heads/main"
      try await scene.expectRefused([Self.policy, main], saying: "main may not move")
      try await scene.expectTaken([Self.policy])
      try await scene.expectTaken([main])
    }
  }

  @Test func aServerWithoutAPolicyTakesInNothingElse() async throws {
    try await ServerScene.with(isEmpty: true) { scene in
      for name in ["main", "main:refs/heads/free", Self.ledger] {
        try await scene.expectRefused([name], saying: "no policy governs this repository")
      }
      try await scene.expectTaken([ServerScene.everything])
      try await scene.expectTaken(["main"])
    }
  }

  @Test func aServerTakesInNoOtherRepository() async throws {
    try await ServerScene.with { scene in
      let other = try await ServerScene(serving: scene.fixture, named: "other")
      try await scene.server.require(
        HookScene.program,
        [
          "-C", other.server.directory, "hooks", "install", "--server", "--repo",
          try scene.heldMain().hex,
        ])
      try await other.expectRefused([ServerScene.everything, "main"], saying: "this server is for")
    }
  }

  @Test func anExpiredPolicyFreezesBranchesAndNotItsRenewal() async throws {
    let past = try #require(CalendarDay("2026-01-01"))
    try await ServerScene.with(policy: { $0.expires = past }) { scene in
      let handed = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      let commit = try await scene.merge(handed)
      try await scene.expectRefused(
        ["\(commit):refs/heads/main", ServerScene.everything], saying: "the policy expired")
      var policy = try scene.fixture.governed().policy
      policy.expires = try #require(CalendarDay("2030-01-01"))
      try await scene.fixture.write(policy)
      try await scene.expectTaken(["\(commit):refs/heads/main", ServerScene.everything])
    }
  }
}
