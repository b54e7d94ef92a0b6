import Model
import Support
import Testing

extension Scene {
  /// A merge of `src/a` and what else a test adds, on a branch with a file of owners.
  static func owned(_ text: String, by policy: (inout Policy) throws -> Void = { _ in }) throws
    -> Scene
  {
    var scene = try merge()
    scene.policy.codeOwners = .required
    try policy(&scene.policy)
    scene.step.owners = .read(try CodeOwners(Array(text.utf8), at: "CODEOWNERS"))
    return scene
  }
}

@Suite("Owners of paths have to approve")
struct OwnersAdmissionTests {
  @Test func anApprovalByAnyOwnerOfEachPathSuffices() throws {
    var scene = try Scene.owned("/src/ @cyd @ben\n/doc/ @CYD\n")
    #expect(scene.admitted != nil)
    scene.step.changes.append(Scene.added("doc/x"))
    #expect(
      scene.said == [
        "missing the approval of cyd, owner of /doc/ (CODEOWNERS:2), for doc/x"
      ])
    scene.evidence.verdicts.append(try Scene.verdict(by: "cyd", as: .reviewer))
    #expect(scene.admitted?.verdicts.count == 2)
  }

  @Test func whatNobodyOwnsNeedsNobodyMore() throws {
    #expect(try Scene.owned("/doc/ @cyd\n").admitted != nil)
    #expect(try Scene.owned("* @cyd\n/src/\n").admitted != nil)
    var scene = try Scene.merge()
    scene.policy.codeOwners = .required
    scene.step.owners = .absent
    #expect(scene.admitted != nil)
  }

  @Test func aTeamIsWhoPolicySaysItIs() throws {
    let file = "/src/ @Org/Net\n"
    var scene = try Scene.owned(file) { $0.owners = ["@org/net": [try name("ben")]] }
    #expect(scene.admitted != nil)
    scene.policy.owners = ["@org/net": [try name("cyd")]]
    #expect(scene.admitted == nil)
    // What policy says of a name goes before the name.
    scene = try Scene.owned("/src/ @ben\n") { $0.owners = ["@ben": [try name("cyd")]] }
    #expect(scene.said.contains { $0.contains("approval of cyd") })
  }

  @Test func aMailAddressIsThePrincipalOfThatNameOrWhoPolicySays() throws {
    let ben = "/src/ Ben@Example.com\n"
    #expect(
      try Scene.owned(ben) { $0.owners = ["ben@example.com": [try name("ben")]] }.admitted != nil)
    #expect(try Scene.owned(ben).admitted == nil)
  }

  @Test(
    arguments: [
      ("/src/ @stranger", "nobody whose verdict counts is @stranger, owner of /src/"),
      // Whose verdict could never count is nobody.
      ("/src/ @bot @ci", "nobody whose verdict counts is @bot, @ci"),
      // An agent of Ben's is not Ben, nor is Ann her agent.
      ("/src/ @ann-claude", "missing the approval of ann-claude"),
      ("* @ben\n!x @ben", "CODEOWNERS:2 cannot be understood and may say who owns src/a"),
      ("[Section]\n", "CODEOWNERS:1 cannot be understood and may say who owns src/a"),
      // A twin in other letters is the same file to some.
      ("/SRC/ @cyd", "missing the approval of cyd"),
    ])
  func itIsRefused(file: String, says: String) throws {
    let scene = try Scene.owned(file)
    #expect(scene.said.contains { $0.contains(says) }, "\(scene.said)")
  }

  @Test func aLineThatIsUnderstoodDecidesOverStrangeOnesBeforeIt() throws {
    #expect(try Scene.owned("!x @cyd\n/src/ @ben\n").admitted != nil)
  }

  @Test func whereNobodyLookedOrNothingCouldBeReadNothingLands() throws {
    var scene = try Scene.merge()
    scene.policy.codeOwners = .required
    #expect(scene.said == ["who owns the touched paths is not known: nobody looked"])
    scene.step.owners = .unreadable(path: "CODEOWNERS", why: "it is a symbolic link")
    #expect(scene.said.contains { $0.contains("CODEOWNERS cannot be read") })
    scene.overrides = [try Scene.override()]
    #expect(scene.ruling() == .forced(scene.overrides[0].id))
  }

  @Test func aChangeMayNotLeaveOwnersThatNobodyCanRead() throws {
    var scene = try Scene.owned("/src/ @ben\n")
    scene.step.ownersAfter = .unreadable(path: "CODEOWNERS", why: "it is a symbolic link")
    #expect(
      scene.said == ["it would leave a CODEOWNERS that nobody can read: it is a symbolic link"])
    scene.step.ownersAfter = .absent
    #expect(scene.admitted != nil)
  }

  @Test(arguments: CodeOwners.places + ["CodeOwners", "docs/codeowners", "CODEOWNERS/x"])
  func theFileOfOwnersItselfIsSensitive(path: String) throws {
    var scene = try Scene.owned("/src/ @ben\n")
    scene.policy.rules.sensitive = []
    scene.step.changes.append(Scene.added(path))
    #expect(scene.said.contains { $0.contains("does not list the sensitive path \(path)") })
    scene.evidence.verdicts = [
      try Scene.verdict(by: "ben", as: .operator) { $0.sensitive = [path] }
    ]
    #expect(scene.admitted != nil)
    scene.policy.codeOwners = .routing
    scene.evidence.verdicts = [try Scene.verdict(by: "ben", as: .operator)]
    #expect(scene.admitted != nil)
  }

  @Test func anOwnerWhoWorkedOnItIsNoJudgeOfIt() throws {
    var scene = try Scene.owned("/src/ @cyd\n")
    scene.evidence.verdicts.append(try Scene.verdict(by: "cyd", as: .reviewer))
    #expect(scene.admitted != nil)
    scene.evidence.workers.insert(try name("cyd"))
    #expect(scene.said.contains { $0.contains("missing the approval of cyd") })
    // Nor is a forged one an approval.
    scene.evidence.workers = []
    scene.evidence.verdicts[1].keys = []
    #expect(scene.admitted == nil)
  }

  @Test func manyLinesAreCounted() throws {
    let file = (0..<30).map { "/d\($0)/ @cyd\n" }.joined()
    var scene = try Scene.owned(file)
    scene.step.changes += (0..<30).map { Scene.added("d\($0)/x") }
    #expect(scene.reasons.count == 21)
    #expect(scene.said.contains("10 more lines of CODEOWNERS lack an owner's approval"))
  }
}

/// Scenes of random paths, files and approvals.
private func random(_ seed: Int) throws -> Scene {
  var random = SeededRandom(seed: UInt64(seed))
  let directories = ["src", "doc", "SRC", ".github", "gen"]
  let people = ["@ann", "@ben", "@cyd", "@dee", "@org/x", "@bot", "z@example.com", ""]
  let lines = (0..<Int.random(in: 0...5, using: &random)).map { _ in
    let owner = people.randomElement(using: &random)!
    return "/\(directories.randomElement(using: &random)!)/ \(owner)\n"
  }
  var scene = try Scene.owned(lines.joined())
  scene.policy.owners = ["@org/x": [try name("cyd")]]
  scene.policy.selfReview = Bool.random(using: &random) ? .allowed : .refused
  scene.policy.require.byRole[.operator] = Int.random(in: 0...1, using: &random)
  scene.policy.reviewersAlone = [
    AloneGrant(paths: ["doc/**", "gen/**"].compactMap { Pattern($0) })
  ]
  scene.step.changes = (0..<Int.random(in: 1...3, using: &random)).map { place in
    Scene.added("\(directories.randomElement(using: &random)!)/\(place)")
  }
  let voters: [(String, Role)] = [
    ("ann", .operator), ("ben", .operator), ("cyd", .reviewer), ("ann-claude", .reviewer),
    ("dee", .owner), ("ann", .reviewer),
  ]
  scene.evidence.verdicts = []
  for (voter, role) in voters.shuffled(using: &random).prefix(
    Int.random(in: 0...4, using: &random))
  {
    let paths = scene.step.changes.map(\.path)
    scene.evidence.verdicts.append(
      try Scene.verdict(by: voter, as: role) { $0.sensitive = paths })
  }
  scene.evidence.hands = [try name(["ann", "cyd", "eve"].randomElement(using: &random)!)]
  return scene
}

@Suite("Laws of owners and of reviewers alone")
struct ApprovalLaws {
  @Test(arguments: 0..<300)
  func whatLandsHasAnOwnersApprovalOnEveryPath(seed: Int) throws {
    let scene = try random(seed)
    guard let admitted = scene.admitted, case .read(let owners) = scene.step.owners else { return }
    let approvers = Set(
      scene.evidence.verdicts.filter { admitted.verdicts.contains($0.id) }.map(\.author))
    for path in scene.step.changes.map(\.path) {
      guard let line = owners.line(covering: path), !line.owners.isEmpty else { continue }
      let able = Set(line.owners.flatMap(scene.policy.principals(owning:)))
      #expect(!able.isDisjoint(with: approvers), "\(path): \(line)")
    }
  }

  @Test(arguments: 0..<300)
  func askingOwnersLetsNothingInThatElseStaysOut(seed: Int) throws {
    var scene = try random(seed)
    guard scene.admitted != nil else { return }
    scene.policy.codeOwners = .ignored
    #expect(scene.admitted != nil)
  }

  @Test(arguments: 0..<300)
  func whatReviewersLandAloneIsGrantedAndMarkedAndElseNothingChanges(seed: Int) throws {
    let scene = try random(seed)
    var without = scene
    without.policy.reviewersAlone = []
    guard let admitted = scene.admitted else {
      #expect(without.admitted == nil)
      return
    }
    // Whatever lands without the grant lands by the same approvals, and is not marked.
    #expect(admitted.isByReviewersAlone == (without.admitted == nil))
    guard admitted.isByReviewersAlone else {
      #expect(without.admitted == admitted)
      return
    }
    for change in scene.step.changes {
      #expect(change.path.hasPrefix("doc/") || change.path.hasPrefix("gen/"))
      #expect(scene.policy.sensitivePaths(among: [change.path]).isEmpty)
    }
    let reviewers = scene.evidence.verdicts.filter {
      admitted.verdicts.contains($0.id) && $0.body.role == .reviewer
    }
    #expect(!reviewers.isEmpty)
    guard scene.policy.selfReview == .refused else { return }
    func human(_ name: PrincipalName) -> String? { scene.policy.principals[name]?.human }
    let hands = scene.evidence.hands.union(scene.evidence.workers).map(human)
    #expect(reviewers.contains { !hands.contains(human($0.author)) })
  }
}
