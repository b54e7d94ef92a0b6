import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

/// Pushes that would land without those who have to approve: owners of paths, or an operator where
/// reviewers may land some changes alone.
@Suite struct PushedApprovals {
  private static let everything = ServerScene.everything
  private static let cyd = PrincipalName("cyd")!

  /// A server, and a reviewer with a key of her own.
  private func scene(
    _ files: [String: String], policy change: (inout Policy) throws -> Void,
    _ body: (ServerScene, Stamp) async throws -> Void
  ) async throws {
    let key = try PrivateKey(comment: "cyd")
    let bot = try PrivateKey(comment: "bot")
    try await ServerScene.with(
      files,
      policy: { policy in
        policy.selfReview = .refused
        policy.principals[Self.cyd] = Principal(
          roles: [.reviewer], human: "cyd", keys: [key.publicKey])
        policy.principals[PrincipalName("bot")!] = Principal(
          roles: [.worker], human: "ann", keys: [bot.publicKey])
        try change(&policy)
      }
    ) { scene in
      try await body(scene, try scene.stamp(of: key, as: "cyd"))
    }
  }

  private func grantDocs(_ policy: inout Policy) {
    policy.reviewersAlone = [AloneGrant(paths: [Pattern("docs/**")!])]
    policy.rules.sensitive = [Pattern("docs/ci/**")!]
  }

  /// Work that Cyd alone approved, whatever it is, with all that her verdict has to list.
  private func reviewed(
    _ handed: Handed, by cyd: Stamp, _ scene: ServerScene
  ) async throws -> ObjectID {
    let changes = try scene.fixture.open().changes(from: handed.base, to: handed.tree)
    let policy = try scene.fixture.governed().policy
    let verdict = try scene.fixture.verdict(on: handed, as: .reviewer) {
      $0.sensitive = policy.sensitivePaths(among: changes.map(\.path))
    }
    try await scene.fixture.say(verdict, on: handed.packet, stamp: cyd)
    return try await scene.merge(handed)
  }

  private func main(_ commit: ObjectID) -> String { "\(commit):refs/heads/main" }

  @Test func aChangeLandsWithTheApprovalOfAnOwnerOfEveryPath() async throws {
    let files = ["CODEOWNERS": "/src/ @cyd\n* @ann\n/src/ @cyd\n", "src/a": "a\n"]
    try await scene(files, policy: { $0.codeOwners = .required }) { scene, cyd in
      let handed = try await scene.fixture.approved("lane", ["src/b": "b\n", "c": "c\n"])
      let commit = try await scene.merge(handed)
      try await scene.expectRefused(
        [main(commit), Self.everything],
        saying: "missing the approval of cyd, owner of /src/ (CODEOWNERS:3), for src/b")
      // The one who owns what it moves away from, too.
      let away = try await scene.fixture.approved("away", ["src/a": nil, "a": "a\n"])
      try await scene.expectRefused(
        [main(try await scene.merge(away)), Self.everything], saying: "for src/a")
      // A change that makes itself at home.
      let own = try await scene.fixture.hand("own", ["CODEOWNERS": "* @ann\n", "src/b": "b\n"])
      try await scene.fixture.say(
        try scene.fixture.verdict(on: own) { $0.sensitive = ["CODEOWNERS"] }, on: own.packet)
      try await scene.expectRefused(
        [main(try await scene.merge(own)), Self.everything], saying: "missing the approval of cyd")
      try await scene.fixture.say(
        try scene.fixture.verdict(on: handed, as: .reviewer), on: handed.packet, stamp: cyd)
      try await scene.expectTaken([main(commit), Self.everything])
    }
  }

  @Test func reviewersLandWhatPolicyGrantsThemAndNothingElse() async throws {
    try await scene(["docs/a": "a\n", "src/a": "a\n"], policy: grantDocs) { scene, cyd in
      let evil: [(String, [String: String?])] = [
        ("outside", ["docs/b": "b\n", "src/b": "b\n"]),
        ("rename-out", ["docs/a": nil, "src/b": "a\n"]),
        ("rename-into", ["src/a": nil, "docs/b": "a\n"]),
        ("twin", ["DOCS/b": "b\n"]), ("sensitive", ["docs/ci/run": "b\n"]),
      ]
      for (name, files) in evil {
        let commit = try await reviewed(
          try await scene.fixture.hand(name, files), by: cyd, scene)
        try await scene.expectRefused(
          [main(commit), Self.everything], saying: "missing 1 operator approval")
      }
      // A link leads anywhere.
      try await scene.repository.git("switch", "-q", "-c", "link", "main")
      try await scene.repository.program.require(
        "sh", ["-c", "ln -s ../src/a docs/link && git add -A && git commit -q -m link"])
      try await scene.repository.git("switch", "-q", "main")
      let link = try await reviewed(try await scene.fixture.handIn("link"), by: cyd, scene)
      try await scene.expectRefused(
        [main(link), Self.everything], saying: "missing 1 operator approval")

      let good = try await scene.fixture.hand("good", ["docs/b": "b\n"])
      let commit = try await scene.merge(good)
      try await scene.expectRefused([main(commit), Self.everything], saying: "no verdict covers")
      _ = try await reviewed(good, by: cyd, scene)
      try await scene.expectTaken([main(commit), Self.everything])
    }
  }

  @Test func aGrantThatComesWithThePushIsNoneUnlessOwnersSignedIt() async throws {
    try await scene(["docs/a": "a\n"], policy: { _ in }) { scene, cyd in
      let handed = try await scene.fixture.hand("lane", ["docs/b": "b\n"])
      var policy = try scene.fixture.governed().policy
      grantDocs(&policy)
      let before = try scene.fixture.open().target(of: Layout.policy)
      try await scene.sign(policy, stamp: cyd)
      let commit = try await reviewed(handed, by: cyd, scene)
      try await scene.expectRefused(
        [main(commit), Self.everything], saying: "0 of 1 owners of the policy before it")
      // Signed as it should be, but for the branch as it is after the step.
      try await scene.repository.git("update-ref", Layout.policy.text, try #require(before).hex)
      try await scene.repository.git("update-ref", "-d", Layout.pins.text)
      try await scene.sign(policy, tips: [ServerScene.main: commit])
      try await scene.expectRefused([main(commit), Self.everything], saying: "missing 1 operator")
      // Signed for the branch as it is, it is in force, in the same push too.
      try await scene.repository.git("update-ref", Layout.policy.text, try #require(before).hex)
      try await scene.repository.git("update-ref", "-d", Layout.pins.text)
      try await scene.sign(policy)
      try await scene.expectTaken([main(commit), Self.everything])
    }
  }

  @Test func aTierThatTheWorkerClaimsLetsNothingIn() async throws {
    func change(_ policy: inout Policy) {
      policy.may = ["dispatch": [.operator], "edit": [.operator]]
      policy.reviewersAlone = [AloneGrant(tiers: [.light])]
    }
    try await scene(["a": "a\n"], policy: change) { scene, cyd in
      // What it was dispatched as, an operator signed; what the worker makes of it, nobody who may.
      let handed = try await scene.fixture.hand("lane", ["b": "b\n"])
      let governed = try scene.fixture.governed()
      let packet = try #require(try governed.storyOfPacket(handed.packet))
      var work = packet.work
      work.tier = .light
      let bot = Stamp(PrincipalName("bot")!, at: GovernedFixture.now)
      let draft = EventDraft(.edited(work), of: handed.packet, stamp: bot, state: .gating)
      try await governed.store.append([draft], to: Layout.packet(handed.packet), .packet)
      let commit = try await reviewed(handed, by: cyd, scene)
      try await scene.expectRefused(
        [main(commit), Self.everything],
        saying: "nobody who may say so has signed that it is of tier light")
      let signed = EventDraft(
        .edited(work), of: handed.packet, stamp: scene.fixture.stamp, state: .gating)
      try await governed.store.append(
        [signed], to: Layout.packet(handed.packet), .packet,
        signing: scene.fixture.stamp.signing)
      try await scene.expectTaken([main(commit), Self.everything])
    }
  }
}
