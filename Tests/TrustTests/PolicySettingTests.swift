import Fixtures
import Model
import Testing
import Trust

@Suite("Setting values of a policy")
struct PolicySettingTests {
  private let text = PolicyText(
    policy: Array(
      """
      version: 1
      protected: [main]  # a comment
      principals: {ann: {roles: [owner, operator], of: ann}}
      require: {owner: 1, operator: 1, reviewer: 0, "src/**": {reviewer: 1}}
      gates:
        - {name: test, run: make test, timeoutSeconds: 900, paths: ["**"]}
      rules: {scope: error, conflictMarkers: error, secrets: error, diffFilesMax: 200,
        diffLinesMax: 5000, sensitive: []}
      landing: [merge]
      attempts: 3
      carry: disjoint
      selfReview: allowed
      expires: 2027-11-21
      may: {cancelled: [operator]}

      """.utf8), signers: [])

  private func set(_ settings: String...) throws -> Policy {
    try text.setting(settings.compactMap { PolicySetting($0) }).parsed()
  }

  @Test func valuesAreSetWhereTheWordsLead() throws {
    #expect(try set("carry=never", "attempts=5").attempts == 5)
    #expect(try set("rules.secrets=off").rules.secrets == .off)
    #expect(try set("require.reviewer=2").require.byRole[.reviewer] == 2)
    #expect(try set("landing=[merge, squash]").landing == [.merge, .squash])
    #expect(try set("gates.test.timeoutSeconds=60").gates[0].timeoutSeconds == 60)
    #expect(try set("principals.ann.of=anna").principals.values.first?.human == "anna")
  }

  @Test func aWordWithADotIsQuoted() throws {
    let policy = try set("require.\"docs/*.md\"={reviewer: 3}")
    #expect(policy.require.byPath.map(\.pattern.text) == ["src/**", "docs/*.md"])
  }

  @Test func whatIsEmptyGoes() throws {
    #expect(try set("may=").may == [:])
    #expect(try set("gates.test=").gates == [])
    #expect(try set("require.\"src/**\"=").require.byPath == [])
  }

  @Test func aGateCanBeAdded() throws {
    let policy = try set("gates.lint={name: lint, run: make lint, timeoutSeconds: 9, paths: []}")
    #expect(policy.gates.map(\.name) == ["test", "lint"])
  }

  @Test(
    arguments: [
      "carrry=never", "carry=sometimes", "attempts=", "attempts=[", "gates.nope.run=x",
      "carry.x=1", "version=2", "principals.ann.roles=[worker, owner]",
    ])
  func whatMeansNothingIsRefused(setting: String) throws {
    #expect(throws: PolicyTextError.self) { try set(setting) }
  }

  @Test(arguments: ["carry", "=x", "a..b=1", ""])
  func whatIsNoSettingIsNone(text: String) { #expect(PolicySetting(text) == nil) }
}
