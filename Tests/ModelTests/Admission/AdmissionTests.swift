import Model
import Testing

@Suite struct HonestSteps {
  @Test func aMergeOfWhatWasApprovedAndTested() throws {
    let scene = try Scene.merge()
    let admitted = try #require(scene.admitted)
    #expect(admitted.form == .merge && !admitted.carried && admitted.flags.isEmpty)
    #expect(admitted.verdicts == scene.evidence.verdicts.map(\.id))
    #expect(admitted.gates == scene.evidence.gates.map(\.id))
  }

  @Test func aSquashEvenAfterItsHeadIsGone() throws {
    var scene = try Scene.squash()
    #expect(scene.admitted?.form == .squash)
    scene.step.proposals = [:]
    #expect(scene.admitted?.form == .squash)
  }

  @Test func aFastForwardOfManyCommits() throws {
    #expect(try Scene.fastForward().admitted?.form == .fastForward)
  }

  @Test(arguments: [LandingForm.merge, .squash])
  func anApprovalCarriesOverStepsOnOtherPaths(form: LandingForm) throws {
    var scene = try Scene.carry()
    if form == .squash { scene.step.parents = [id("P")] }
    let admitted = try #require(scene.admitted)
    #expect(admitted.carried && admitted.form == form)
  }

  @Test func anOverrideByAnOwner() throws {
    var scene = try Scene.merge()
    scene.evidence.verdicts = []
    scene.overrides = [try Scene.override()]
    #expect(scene.ruling() == .forced(scene.overrides[0].id))
  }

  @Test func aSoloOwnerWhoAllowsSelfReview() throws {
    var scene = try Scene.merge()
    scene.policy.selfReview = .allowed
    scene.policy.require.byRole[.reviewer] = 1
    scene.evidence.verdicts = [
      try Scene.verdict(by: "ann", as: .operator) { $0.authors = [$0.author("ann")] },
      try Scene.verdict(by: "ann-claude", as: .reviewer),
    ]
    scene.evidence.gates = [try Scene.gated(by: "ann", tree: "T")]
    scene.evidence.workers = [try name("ann")]
    #expect(scene.admitted?.verdicts.count == 2)
  }

  @Test func aVerdictOfAnOlderPolicyWhoseAuthorStillHoldsTheRole() throws {
    var scene = try Scene.merge()
    scene.jurisdiction.known = [id("policy"), id("policy 2")]
    #expect(scene.admitted != nil)
  }

  @Test func aSensitivePathAndASubmoduleThatTheVerdictLists() throws {
    var scene = try Scene.merge()
    let link = TreeChange(
      pathBytes: Array("dep".utf8), old: nil,
      new: ChangedFile.Side(mode: 0o160000, id: id("dep 2")))
    scene.step.changes += [Scene.added(".GitHub/ci.yml"), link]
    scene.evidence.verdicts = [
      try Scene.verdict(by: "ben", as: .operator) {
        $0.sensitive = [".github/CI.yml"]
        $0.gitlinks = [GitlinkChange(path: "dep", old: nil, new: id("dep 2"))]
      }
    ]
    #expect(scene.admitted != nil)
  }

  @Test func whoTookTheirObjectionBackNoLongerBlocks() throws {
    var scene = try Scene.merge()
    scene.evidence.verdicts = [
      try Scene.verdict(by: "ben", as: .operator, .reject), scene.evidence.verdicts[0],
    ]
    #expect(scene.admitted != nil)
  }

  @Test func aStrippedCopyDoesNotHideTheSignedOne() throws {
    var scene = try Scene.merge()
    var stripped = scene.evidence.verdicts[0]
    stripped.id = id("copy")
    stripped.keys = []
    let evidence = scene.evidence
    scene.evidence = Evidence(
      packet: evidence.packet, verdicts: [stripped] + evidence.verdicts, gates: evidence.gates)
    #expect(scene.admitted?.verdicts == evidence.verdicts.map(\.id))
  }

  @Test func whatChangedAfterALandingIsFlaggedAndDoesNotUndoIt() throws {
    var scene = try Scene.merge()
    scene.evidence.later.verdicts = [try Scene.verdict(by: "cyd", as: .reviewer, .reject)]
    scene.evidence.later.gates = [
      try Scene.gated(by: "ci", tree: "T"), try Scene.gated(by: "ann", tree: "T", passed: false),
    ]
    scene.evidence.later.workers = [try name("ben"), try name("dan")]
    var newest = scene.policy
    newest.principals[try name("ben")] = nil
    scene.jurisdiction.newest = newest
    #expect(
      scene.admitted?.flags == [
        .objectedLater(try name("cyd"), .reject), .redLater(try name("ann"), gate: "test"),
        .workedLater(try name("ben")), .withdrawnSince(try name("ben")),
      ])
  }
}

extension Verdict {
  fileprivate func author(_ text: String) -> PrincipalName { PrincipalName(text)! }
}
