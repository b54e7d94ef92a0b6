import Fixtures
import Git
import Lanes
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("Owners of paths")
struct OwnersTests {
  private static let cyd = PrincipalName("cyd")!

  /// Cyd owns `src`, Ann the rest.
  private func scene(
    _ use: CodeOwnersUse, _ file: String = "* @ann\n/src/ @cyd\n",
    _ change: (inout Policy) throws -> Void = { _ in },
    _ body: (LandingScene) async throws -> Void
  ) async throws {
    let files = ["a.txt": "one\n", "src/a": "a\n", "CODEOWNERS": file]
    try await LandingScene.with(
      files,
      policy: { policy in
        policy.codeOwners = use
        policy.principals[Self.cyd] = Principal(
          roles: [.reviewer, .operator], human: "cyd", keys: [try PrivateKey(comment: "").publicKey]
        )
        try change(&policy)
      }, body)
  }

  @Test func theInboxSaysWhyItWaitsForMe() async throws {
    try await scene(.required) { scene in
      let mine = try await scene.present(["a.txt": "two\n"], titled: "Mine")
      let hers = try await scene.present(["src/a": "b\n"], titled: "Hers")
      let both = try await scene.present(["src/a": "c\n", "b.txt": "c\n"], titled: "Both")
      let errands = try scene.workspace().inbox().errands
      func errand(_ packet: Packet) throws -> Errand {
        try #require(errands.first { $0.packet == packet.id })
      }
      #expect(try errand(mine).kind == .judge)
      #expect(
        try errand(mine).reason == "you own * (CODEOWNERS:1); needs approval by 1 operator")
      #expect(try errand(mine).owns.map(\.line) == [1])
      // An operator is needed, and Cyd is one and looks at it anyway.
      #expect(try errand(hers).kind == .othersJudge)
      #expect(
        try errand(hers).reason
          == "needs approval by 1 operator, an owner of /src/ (CODEOWNERS:2): cyd")
      #expect(try errand(hers).owns.isEmpty)
      #expect(try errand(both).kind == .judge)
      #expect(
        try errand(both).reason
          == "you own * (CODEOWNERS:1); needs approval by 1 operator, an owner of /src/ "
          + "(CODEOWNERS:2): cyd")
    }
  }

  @Test func routingSendsItToOwnersAndAsksNobodyMore() async throws {
    try await scene(.routing) { scene in
      let hers = try await scene.present(["src/a": "b\n"])
      let errand = try #require(try scene.workspace().inbox().errands.first)
      #expect(errand.kind == .othersJudge)
      #expect(
        errand.reason == "needs approval by 1 operator; cyd owns /src/ (CODEOWNERS:2)")
      let early = try await #require(throws: Problem.self) {
        try await scene.workspace().merge(hers.id.hex)
      }
      #expect(early.hint == "git o8 verdict \(hers.id.short) approve --merge")
      let workspace = try scene.workspace()
      let docket = try workspace.docket(for: VerdictRequest(.approve, on: hers.id.hex))
      let judgement = try await workspace.sign(docket)
      #expect(judgement.state == .approved && judgement.owners.isEmpty)
      #expect(try workspace.inbox().errands.map(\.kind) == [.land])
      _ = try await workspace.merge(hers.id.hex)
    }
  }

  @Test func whatLacksAnOwnerIsNotApprovedAndDoesNotLand() async throws {
    try await scene(.required) { scene in
      let hers = try await scene.present(["src/a": "b\n"])
      let workspace = try scene.workspace()
      let docket = try workspace.docket(for: VerdictRequest(.approve, on: hers.id.hex))
      let judgement = try await workspace.sign(docket)
      #expect(judgement.missing.isEmpty)
      #expect(judgement.owners.map(\.able) == [[Self.cyd]])
      let report = try await workspace.report(on: hers.id.hex)
      #expect(report.owners.map(\.line) == [2] && report.isOwnersTurn)
      let refusal = try await #require(throws: Problem.self) {
        try await workspace.merge(hers.id.hex)
      }
      #expect(refusal.kind == .refused)
      #expect(
        refusal.message.contains(
          "missing the approval of cyd, owner of /src/ (CODEOWNERS:2), for src/a"))
      #expect(refusal.hint?.hasPrefix("it takes cyd: git o8 sync") == true, "\(refusal)")
      #expect(try workspace.inbox().errands.map(\.kind) == [.othersJudge])
    }
  }

  @Test func aLaneTellsWhoHasToApproveAndThePacketWaitsForThem() async throws {
    let file = "/b.txt @cyd\n"
    try await LaneScene.with(
      ["a.txt": "one\n", "CODEOWNERS": file],
      policy: { policy in
        policy.codeOwners = .required
        policy.principals[Self.cyd] = Principal(roles: [.reviewer], human: "cyd", keys: [])
      }
    ) { scene in
      let sent = try await scene.dispatch("echo b >b.txt")
      #expect(sent.packet.presented?.owners == [[Self.cyd]])
      let docket = try scene.workspace.docket(
        for: VerdictRequest(.approve, on: sent.packet.id.hex))
      let judgement = try await scene.workspace.sign(docket)
      #expect(judgement.state == .review)
      #expect(judgement.next == "still needed: an owner of /b.txt (CODEOWNERS:1): cyd")
    }
  }

  @Test func linesThatNameNobodyAreNamed() async throws {
    let file = "* @ann\n/x/ @Stranger @org/net\n!y @ann\n/z/ @ci\n"
    let ci = PrincipalName("ci")!
    try await scene(
      .ignored, file, { $0.principals[ci] = Principal(roles: [.gate], human: "ci") }
    ) { scene in
      let workspace = try scene.workspace()
      let check = try #require(try workspace.policyCheck().owners.first)
      #expect(
        check.complaints.map(\.sentence) == [
          "CODEOWNERS:2: nobody in the policy is @Stranger; nobody in the policy is @org/net",
          "CODEOWNERS:3: a pattern cannot be negated with !",
          "CODEOWNERS:4: @ci is ci, who signs no verdicts",
        ])
      let draft = try workspace.draft(.settings(["codeowners=required"]))
      #expect(draft.consequences == check.complaints.map { "main: \($0.sentence)" })
      #expect(check.complaints.count(where: { $0.isBlocking }) == 3)
      #expect(
        draft.difference.effects.map(\.text) == [
          "CODEOWNERS: not heeded → says who has to approve a change"
        ])
      let named = NewPrincipal(
        name: "ann", roles: [], key: nil, owners: ["@Org/Net", "@stranger"])
      _ = try await workspace.sign(try workspace.draft(.add(named)))
      #expect(try workspace.policyCheck().owners.first?.complaints.count == 2)
      let gone = PolicyRequest.Removal(name: "ann", owners: ["@org/net"])
      let effects = try workspace.draft(.remove(gone)).difference.effects
      #expect(effects.map(\.text) == ["in CODEOWNERS @org/net is ann no longer"])
      #expect(throws: Problem.self) {
        try workspace.draft(.remove(PolicyRequest.Removal(name: "cyd", owners: ["@org/net"])))
      }
    }
  }

  @Test func whoLeavesIsNoOwnerAnyMore() async throws {
    try await scene(.required, { $0.owners = ["@org/net": [Self.cyd, GovernedFixture.ann]] }) {
      scene in
      let draft = try scene.workspace().draft(.remove(PolicyRequest.Removal(name: "cyd")))
      #expect(try draft.text.parsed().owners == ["@org/net": [GovernedFixture.ann]])
      #expect(draft.consequences.contains("main: CODEOWNERS:2: nobody in the policy is @cyd"))
    }
  }

  private func scene(
    _ use: CodeOwnersUse, _ change: (inout Policy) throws -> Void,
    _ body: (LandingScene) async throws -> Void
  ) async throws {
    try await scene(use, "* @ann\n/src/ @cyd\n", change, body)
  }
}

@Suite("Landings by reviewers alone")
struct LandingAloneTests {
  @Test func theyAreMarkedWhereverTheyAreTold() async throws {
    try await LandingScene.with(
      ["docs/a": "a\n", "a.txt": "a\n"],
      policy: { policy in
        // Ann is only a reviewer of what she lands here.
        policy.principals[GovernedFixture.ann]?.roles = [.owner, .reviewer, .gate]
        policy.reviewersAlone = [AloneGrant(paths: [Pattern("docs/**")!])]
      }
    ) { scene in
      let packet = try await scene.present(["docs/b": "b\n"])
      let workspace = try scene.workspace()
      let before = try await workspace.report(on: packet.id.hex)
      #expect(before.missing == [.reviewer: 1])
      #expect(before.notes == ["reviewers may land it alone, without an operator"])
      let docket = try workspace.docket(for: VerdictRequest(.approve, on: packet.id.hex))
      #expect(docket.verdict.role == .reviewer)
      _ = try await workspace.sign(docket)
      // Cut behind the claim, it is completed as what it was.
      let landing = try await workspace.merge(packet.id, through: .claim)
      #expect(landing.remarks.first == "reviewers alone let it in: no operator approved it")
      let left = try #require(try scene.fixture.governed().store.landingIntent())
      #expect(left.landed.isByReviewersAlone)
      _ = try await workspace.reconcile()
      let commit = try scene.main()
      #expect(commit == landing.commit)
      let note = try await scene.repository.git("notes", "--ref=o8", "show", commit.hex)
      #expect(note.contains("Alone: reviewers only, no operator"))
      let entry = try #require(
        try workspace.ledger().first { $0.envelope.kind == .landed })
      guard case .landed(let landed) = entry.body else {
        Issue.record("it is no landing")
        return
      }
      #expect(landed.isByReviewersAlone)
      #expect(entry.envelope.subject.hasSuffix("on main, by reviewers alone"))
      #expect(entry.envelope.fields["reviewersAlone"] == true)
      let proof = try await workspace.verification(of: .protected)
      guard case .admitted(let admitted)? = proof.branches.first?.steps.last?.finding else {
        Issue.record("it is not proved")
        return
      }
      #expect(admitted.isByReviewersAlone)
      for trust in [ProofTrust.fresh, .remembering, .remembering] {
        let proof = try await scene.workspace().verification(of: .protected, trust)
        #expect(proof.branches.map(\.tally.byReviewersAlone) == [1], "\(trust)")
      }
      // What is remembered of a proof says so too.
      let line = try #require(proof.branches[0].steps.last.flatMap(ProofText.line))
      #expect(
        ProofText.steps(Array(line.utf8)[...]) == [try #require(proof.branches[0].steps.last)])

      let other = try await scene.present(["a.txt": "b\n"], titled: "Code")
      #expect(try await workspace.report(on: other.id.hex).missing == [.operator: 1])
      let approval = try workspace.docket(for: VerdictRequest(.approve, on: other.id.hex))
      _ = try await workspace.sign(approval)
      await #expect(throws: Problem.self) { try await workspace.merge(other.id.hex) }
    }
  }
}
