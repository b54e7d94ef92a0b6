import Model
import Testing
import Trust

@Suite("What a policy may say besides")
struct PolicyOwnersTests {
  private func parse(_ more: String) throws(PolicyTextError) -> Policy {
    let text = """
      version: 1
      protected: [main]
      principals: {ann: {roles: [owner, operator], of: ann}, bot: {roles: [worker], of: ann}}
      require: {owner: 1, operator: 1, reviewer: 0}
      gates: []
      rules: {scope: error, conflictMarkers: error, secrets: error, diffFilesMax: 200, \
      diffLinesMax: 5000, sensitive: []}
      landing: [merge]
      attempts: 3
      carry: disjoint
      selfReview: allowed
      expires: 2027-11-21

      """
    return try PolicyText(policy: Array((text + more + "\n").utf8), signers: []).parsed()
  }

  @Test func allOfItIsOffUnlessItIsSaid() throws {
    let policy = try parse("")
    #expect(policy.codeOwners == .ignored && policy.owners == [:])
    #expect(policy.reviewersAlone == [] && policy.isolation == nil && policy.network == nil)
    #expect(policy.runtimes == nil && policy.roles(of: "claude") == RuntimeRole.allCases)
    let text = String(decoding: PolicyText(policy).policy, as: UTF8.self)
    // A policy that uses none of it is one that any reader of the format takes.
    for key in ["codeowners", "owners", "reviewersAlone", "isolation", "network", "runtimes"] {
      #expect(!text.contains("\(key):"))
    }
  }

  @Test func itIsReadAsItIsMeant() throws {
    let policy = try parse(
      """
      codeowners: required
      owners: {"@Org/Net": [ann], ann@example.com: [ann]}
      reviewersAlone: [{paths: ["docs/**"]}, {tiers: [light]}]
      may: {dispatch: [operator], edit: [owner]}
      isolation: sandbox
      network: workers
      runtimes: {claude: [worker, reviewer], exec: [worker]}
      """)
    let ann = try #require(PrincipalName("ann"))
    #expect(policy.codeOwners == .required)
    #expect(policy.owners == ["@org/net": [ann], "ann@example.com": [ann]])
    #expect(policy.reviewersAlone.map(\.words) == ["docs/**", "anything of tier light"])
    #expect(policy.isolation == .sandbox && policy.network == .workers)
    #expect(policy.runtimes == ["claude": [.worker, .reviewer], "exec": [.worker]])
    #expect(policy.roles(of: "claude") == [.worker, .reviewer] && policy.roles(of: "codex") == [])
    #expect(policy.refusal(toWorkWith: "exec") == nil)
    #expect(policy.refusal(toWorkWith: "codex")?.hint == "those it lets: claude, exec")
  }

  @Test(
    arguments: [
      ("codeowners: yes", "12:13", "must be one of: ignored, routing, required"),
      ("isolation: none", "12:12", "must be one of: sandbox, clone, worktree"),
      ("network: gates", "12:10", "must be one of: all, workers, none"),
      ("network: none", "12:10", "isolation: sandbox is missing"),
      ("isolation: clone\nnetwork: workers", "13:10", "isolation: sandbox is missing"),
      ("runtimes: [claude]", "12:11", "must be a mapping"),
      ("runtimes: {Claude: [worker]}", "12:12", "'Claude' must be a runtime's name"),
      ("runtimes: {claude: worker}", "12:20", "must be a list"),
      ("runtimes: {claude: []}", "12:20", "is empty"),
      ("runtimes: {claude: [owner]}", "12:21", "must be one of: worker, reviewer, manager"),
      ("runtimes: {claude: [worker, worker]}", "12:29", "is given twice"),
      ("runtimes: {claude: [worker], claude: [manager]}", "12:12", "given twice"),
      ("owners: {ann: [ann]}", "12:10", "must be @name, @team/name or a mail address"),
      ("owners: {\"@x\": []}", "12:16", "is empty"),
      ("owners: {\"@x\": [eve]}", "12:17", "eve is not among the principals"),
      ("owners: {\"@x\": [ann], \"@X\": [ann]}", "12:23", "is given twice"),
      ("reviewersAlone: []", "12:17", "is empty"),
      ("reviewersAlone: [{}]", "12:18", "must name paths, tiers or both"),
      ("reviewersAlone: [{paths: []}]", "12:26", "is empty"),
      ("reviewersAlone: [{tier: [light]}]", "12:19", "has no key 'tier'"),
      ("reviewersAlone: [{tiers: [light]}]", "12:18", "reserve dispatch and edit"),
      ("reviewersAlone: [{tiers: [light]}]\nmay: {dispatch: [operator]}", "12:18", "reserve"),
      (
        "reviewersAlone: [{tiers: [light]}]\nmay: {dispatch: [operator], edit: [worker]}",
        "12:18", "without worker"
      ),
    ])
  func whatIsWrongIsNamedWithItsPlace(text: String, place: String, says: String) throws {
    let error = try #require(throws: PolicyTextError.self) { try parse(text) }
    #expect("\(error.line):\(error.column)" == place)
    #expect(error.message.contains(says), "\(error.message)")
  }
}
