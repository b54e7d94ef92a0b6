import Git
import Model
import Operations
import Store
import Support
import Testing
import Trust

/// A policy that was begun in a clone whose remote has one already.
@Suite("A second root of trust")
struct ForeignPolicyTests {
  private func setUp(
    _ workspace: Workspace, _ remotes: SetupRequest.Remotes = .ask
  ) async throws -> SetupReport {
    var request = SetupRequest()
    (request.hooks, request.remotes) = (.leave, remotes)
    return try await workspace.setUp(request)
  }

  private func with(
    _ body: (SetupWorkshop, TestRepository, Workspace) async throws -> Void
  ) async throws {
    try await SetupWorkshop.open { shop in
      try await shop.setUp()
      let clone = try await shop.repository.clone(named: "clone")
      let workspace = try shop.workspace(at: clone.path, home: shop.repository.scratch + "/bob")
      #expect(try await setUp(workspace, .offline).beginning == .founded)
      try await body(shop, clone, workspace)
    }
  }

  private func expectNamed(
    _ workspace: Workspace, at place: SourceLocation = #_sourceLocation
  ) async throws {
    let findings = try await workspace.examination().findings
    let finding = try #require(
      findings.first { $0.subject == .remotes }, "\(findings)", sourceLocation: place)
    #expect(finding.weight == .broken, sourceLocation: place)
    #expect(finding.text.hasPrefix("origin is another repository"), sourceLocation: place)
    #expect(finding.remedy?.text.contains("git o8 uninstall --refs && git o8 init") == true)
    #expect(try workspace.overview().warnings.contains { $0.hasPrefix("origin is another") })
  }

  private func expectRefused(
    _ workspace: Workspace, _ remotes: SetupRequest.Remotes,
    at place: SourceLocation = #_sourceLocation
  ) async throws {
    let problem = try await #require(throws: Problem.self, sourceLocation: place) {
      try await setUp(workspace, remotes)
    }
    #expect(problem.kind == .refused && problem.message.hasPrefix("origin is another repository"))
    #expect(problem.hint?.contains("git o8 uninstall --refs && git o8 init") == true)
  }

  @Test func isToldAfterAFetchAndTheWayOutLeadsOut() async throws {
    try await with { shop, clone, workspace in
      try await clone.git("fetch", "-q", "origin")
      try await expectNamed(workspace)
      try await expectRefused(workspace, .offline)
      try await expectRefused(workspace, .ask)
      _ = try await workspace.takeOut(.drop)
      #expect(try await setUp(workspace).beginning == .joined(remote: "origin"))
      #expect(try await workspace.examination().count(.broken) == 1, "only hooks are lacking")
      let mine = try Repository.discover(from: clone.path)
      #expect(try mine.target(of: Layout.policy) == shop.open().target(of: Layout.policy))
    }
  }

  @Test func isFoundOutByInitThatAsksTheRemote() async throws {
    try await with { _, _, workspace in
      try await expectRefused(workspace, .ask)
      try await expectNamed(workspace)
    }
  }

  @Test func ofARemoteThatNoProtectedBranchFollowsIsOnlyRemarkedUpon() async throws {
    try await SetupWorkshop.open { shop in
      try await shop.setUp()
      try await SetupWorkshop.open { other in
        try await other.setUp { $0.gates = [] }
        let clone = try await shop.repository.clone(named: "clone")
        let workspace = try shop.workspace(at: clone.path, home: shop.repository.scratch + "/bob")
        #expect(try await setUp(workspace).beginning == .joined(remote: "origin"))
        try await clone.git("remote", "add", "fork", other.repository.path)
        try await clone.git(
          "fetch", "-q", "fork", "+refs/o8/policy:refs/o8-remotes/fork/policy")
        let report = try await setUp(workspace)
        #expect(report.notes.contains { $0.hasPrefix("fork is another repository") })
        let findings = try await workspace.examination().findings
        #expect(
          findings.contains {
            $0.subject == .remotes && $0.weight == .advice && $0.text.hasPrefix("fork is another")
          }, "\(findings)")
      }
    }
  }

  @Test func isNotSeenInAnEarlierPolicyOrOneThatIsNone() async throws {
    try await with { _, clone, workspace in
      let mine = try #require(try Repository.discover(from: clone.path).target(of: Layout.policy))
      let head = try await clone.git("rev-parse", "HEAD").filter { !$0.isWhitespace }
      for value in [mine.hex, head] {
        try await clone.git("update-ref", "refs/o8-remotes/origin/policy", value)
        let findings = try await workspace.examination().findings
        #expect(!findings.contains { $0.text.contains("another repository") }, "\(findings)")
      }
    }
  }
}
