import Model
import Testing

extension Scene {
  /// A merge of `docs/a` that Cyd reviewed and no operator saw, where policy grants that.
  static func alone(_ grant: AloneGrant? = nil) throws -> Scene {
    var scene = try merge()
    let docs = AloneGrant(paths: [try #require(Pattern("docs/**"))])
    scene.policy.reviewersAlone = [grant ?? docs]
    scene.step.changes = [added("docs/a")]
    scene.evidence.verdicts = [try verdict(by: "cyd", as: .reviewer)]
    scene.evidence.hands = [try name("ann")]
    return scene
  }

  /// The same for a tier, which Ann said as an operator.
  static func light() throws -> Scene {
    var scene = try alone(AloneGrant(tiers: [.light]))
    scene.policy.may = ["dispatch": [.operator], "edit": [.operator]]
    scene.evidence.tiers = [try signed(TierClaim(.light, by: .opened), by: "ann")]
    return scene
  }
}

@Suite("What reviewers land alone")
struct AloneTests {
  @Test func aGrantedChangeLandsByOneReviewerAndIsMarked() throws {
    var scene = try Scene.alone()
    #expect(scene.admitted?.isByReviewersAlone == true)
    scene.policy.reviewersAlone = []
    #expect(
      scene.said == ["missing 1 operator approval on \(scene.evidence.verdicts[0].body.proposal)"])
  }

  @Test func whatAnOperatorApprovedIsNotMarked() throws {
    var scene = try Scene.alone()
    scene.evidence.verdicts.append(try Scene.verdict(by: "ben", as: .operator))
    #expect(scene.admitted?.isByReviewersAlone == false)
  }

  @Test func whatElsePolicyAsksForStaysAsked() throws {
    var scene = try Scene.alone()
    scene.policy.require.byRole[.reviewer] = 2
    #expect(scene.said.contains { $0.hasPrefix("missing 1 reviewer") })
    scene = try Scene.alone()
    let docs = try #require(Pattern("docs/**"))
    scene.policy.require.byPath = [PathRequirement(pattern: docs, byRole: [.owner: 1])]
    #expect(scene.said.contains { $0.hasPrefix("missing 1 owner") })
    scene = try Scene.alone()
    scene.evidence.gates = []
    #expect(scene.said.contains { $0.contains("gate test has not run") })
    scene = try Scene.alone()
    scene.evidence.verdicts.append(try Scene.verdict(by: "ann", as: .reviewer, .reject))
    #expect(scene.said.contains { $0.contains("ann said reject") })
    scene = try Scene.alone()
    scene.policy.codeOwners = .required
    scene.step.owners = .read(try CodeOwners(Array("* @ben\n".utf8), at: "CODEOWNERS"))
    #expect(scene.said.contains { $0.contains("approval of ben") })
  }

  @Test func oneReviewerIsAskedForAtLeast() throws {
    var scene = try Scene.alone()
    scene.evidence.verdicts = [try Scene.verdict(by: "dee", as: .owner)]
    #expect(scene.said.contains { $0.hasPrefix("missing 1 reviewer") })
  }

  @Test(
    arguments: [
      Scene.added("src/a"), Scene.added("docs"), Scene.added("xdocs/a"),
      // Another spelling is another directory where letters count.
      Scene.added("DOCS/a"), Scene.added("Docs/a"),
      change("docs/link", new: 0o120000), change("docs/module", new: 0o160000),
      change("docs/tool", new: 0o100755), change("docs/odd", new: 0o100664),
      change("docs/was-link", old: 0o120000, new: 0o100644),
      change("docs/was-module", old: 0o160000), change("src/moved", old: 0o100644),
      TreeChange(
        pathBytes: Array("docs/".utf8) + [0xff], old: nil,
        new: ChangedFile.Side(mode: 0o100644, id: id("new"))),
      Scene.added("docs/.github/x"),
    ])
  func oneOtherPathIsEnoughToNeedAnOperator(other: TreeChange) throws {
    var scene = try Scene.alone()
    scene.policy.rules.sensitive = ["docs/.github/**"].compactMap { Pattern($0) }
    scene.step.changes.append(other)
    scene.evidence.verdicts = [
      try Scene.verdict(by: "cyd", as: .reviewer) {
        $0.sensitive = [other.path]
        $0.gitlinks = StaticReview.gitlinks(in: [
          ChangedFile(path: other.path, old: other.old, new: other.new)
        ])
      }
    ]
    #expect(scene.said.contains { $0.hasPrefix("missing 1 operator") }, "\(scene.ruling())")
  }

  @Test func aProgramThatWasOneMayChangeAndAnythingMayGo() throws {
    var scene = try Scene.alone()
    scene.step.changes += [
      change("docs/tool", old: 0o100755, new: 0o100755), change("docs/gone", old: 0o100755),
    ]
    #expect(scene.admitted != nil)
  }

  @Test func whoHadAHandInItDoesNotStandAlone() throws {
    var scene = try Scene.alone()
    scene.evidence.hands = [try name("cyd")]
    #expect(scene.said.contains { $0.contains("the approval of cyd does not stand alone") })
    // Nor does an agent for its human.
    scene = try Scene.alone()
    scene.evidence.verdicts = [try Scene.verdict(by: "ann-claude", as: .reviewer)]
    #expect(scene.said.contains { $0.contains("ann-claude does not stand alone") })
    scene.policy.selfReview = .allowed
    #expect(scene.admitted?.isByReviewersAlone == true)
  }

  @Test func aTierCountsAsSomebodySaidWhoMay() throws {
    var scene = try Scene.light()
    scene.step.changes = [Scene.added("src/a")]
    #expect(scene.admitted?.isByReviewersAlone == true)
    scene.evidence.tiers.append(try Scene.signed(TierClaim(.heavy, by: .edited), by: "ben"))
    #expect(scene.admitted == nil)
    scene.evidence.tiers.append(try Scene.signed(TierClaim(.light, by: .edited), by: "ann"))
    #expect(scene.admitted != nil)
  }

  @Test(arguments: ["bot", "cyd", "eve", "unsigned", "another key", "nobody reserves"])
  func aForgedTierIsNone(how: String) throws {
    var scene = try Scene.light()
    let claim = TierClaim(.light, by: .opened)
    switch how {
    case "unsigned": scene.evidence.tiers = [try Scene.signed(claim, by: "ann", keys: [])]
    case "another key": scene.evidence.tiers = [try Scene.signed(claim, by: "ann", keys: ["bot"])]
    case "nobody reserves": scene.policy.may = ["dispatch": [.operator]]
    default: scene.evidence.tiers = [try Scene.signed(claim, by: how)]
    }
    #expect(scene.admitted == nil)
    #expect(scene.said.contains("nobody who may say so has signed that it is of tier light"))
  }

  @Test func theWorkerDoesNotSayHowSmallItsWorkIs() throws {
    var scene = try Scene.light()
    scene.evidence.workers = [try name("ann")]
    #expect(scene.admitted == nil)
    // Heavier it may not make it either.
    scene = try Scene.light()
    scene.evidence.tiers.append(try Scene.signed(TierClaim(.heavy, by: .edited), by: "bot"))
    #expect(scene.admitted != nil)
  }

  @Test func whoIsCalledAWorkerMayStillSayThatItIsMore() throws {
    var scene = try Scene.light()
    scene.evidence.tiers.append(try Scene.signed(TierClaim(.heavy, by: .edited), by: "ben"))
    #expect(scene.admitted == nil)
    // Anybody can write so, unsigned.
    scene.evidence.workers = [try name("ben")]
    #expect(scene.admitted == nil)
    scene.evidence.tiers.append(try Scene.signed(TierClaim(.light, by: .edited), by: "ben"))
    #expect(scene.admitted == nil)
  }

  @Test func pathsAndTiersOfOneGrantGoTogetherAndGrantsDoNot() throws {
    var scene = try Scene.light()
    let docs = try #require(Pattern("docs/**"))
    scene.policy.reviewersAlone = [AloneGrant(paths: [docs], tiers: [.light])]
    #expect(scene.admitted != nil)
    scene.step.changes.append(Scene.added("src/a"))
    #expect(scene.admitted == nil)
    scene.policy.reviewersAlone.append(AloneGrant(tiers: [.light, .standard]))
    #expect(scene.admitted != nil)
  }
}

private func change(_ path: String, old: UInt32? = nil, new: UInt32? = nil) -> TreeChange {
  func side(_ mode: UInt32?, _ content: String) -> ChangedFile.Side? {
    mode.map { ChangedFile.Side(mode: $0, id: id(content)) }
  }
  return TreeChange(
    pathBytes: Array(path.utf8), old: side(old, "old"), new: side(new, "new"))
}
