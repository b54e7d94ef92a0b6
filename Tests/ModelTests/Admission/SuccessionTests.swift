import Model
import Testing

@Suite struct Succession {
  private func version(_ text: String, tip: String?) throws -> PolicyVersion {
    PolicyVersion(
      id: id(text), policy: try Samples.policy(),
      tips: tip.map { [Samples.main: id($0)] } ?? [:])
  }

  private func problem(_ next: PolicyVersion, isForward: Bool = true) throws
    -> SuccessionProblem?
  {
    let versions = PolicyVersions([try version("1", tip: "A")])
    return versions.problem(appending: next) { _, _, _ in isForward }
  }

  @Test func aTipStaysOrGoesForward() throws {
    #expect(try problem(version("2", tip: "B")) == nil)
    #expect(try problem(version("2", tip: "A"), isForward: false) == nil)
    let back = try problem(version("2", tip: "0"), isForward: false)
    #expect(back == .tipWentBack(Samples.main))
  }

  @Test func aTipIsLeftOutOnlyOnceTheBranchIsOpen() throws {
    var next = try version("2", tip: nil)
    #expect(try problem(next) == .tipLeftOut(Samples.main))
    next.policy.protected = []
    #expect(try problem(next) == nil)
  }

  @Test func theFirstPolicyFollowsNothing() throws {
    let root = try version("1", tip: "A")
    #expect(PolicyVersions([]).problem(appending: root) { _, _, _ in false } == nil)
  }
}
