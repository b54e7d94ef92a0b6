import Git
import Model
import Support
import Testing
import Trust

@testable import Operations

/// A branch whose name policy protects, and that no owner has adopted.
@Suite("A protected branch that nobody has adopted")
struct UnadoptedBranchTests {
  private func with(_ body: (SetupWorkshop) async throws -> Void) async throws {
    try await SetupWorkshop.open { shop in
      try await shop.setUp { $0.protect = ["main", "release/*"] }
      #expect(try await shop.workspace().verification(of: .protected, .remembering).isProved)
      try await body(shop)
    }
  }

  private static let said = "release/2 is protected and no owner has adopted it"

  private func expectNamed(
    in workspace: Workspace, at place: SourceLocation = #_sourceLocation
  ) async throws {
    for extent in [VerificationExtent.protected, .everything] {
      for trust in [ProofTrust.remembering, .remembering, .fresh] {
        let found = try await workspace.verification(of: extent, trust)
        #expect(!found.isProved, sourceLocation: place)
        #expect(
          found.problems.contains { $0.hasPrefix(Self.said) && $0.contains("git o8 init") },
          "\(extent) \(trust): \(found.problems)", sourceLocation: place)
      }
    }
    let problem = try await #require(throws: Problem.self, sourceLocation: place) {
      try await workspace.verification(of: .branch("release/2", wasProtected: false))
    }
    #expect(problem.kind == .refused && problem.message.hasPrefix(Self.said))
    #expect(problem.hint?.hasPrefix("git o8 init") == true)
    let findings = try await workspace.examination().findings
    #expect(
      findings.contains {
        $0.subject == .branches && $0.weight == .broken && $0.text.hasPrefix(Self.said)
      }, "\(findings)", sourceLocation: place)
    #expect(try workspace.overview().problems.contains { $0.hasPrefix(Self.said) })
    let remarks = try await workspace.reconcile().remarks
    #expect(remarks.contains { $0.hasPrefix(Self.said) }, "\(remarks)")
  }

  @Test func isNamedEverywhereUntilAnOwnerDoes() async throws {
    try await with { shop in
      let workspace = try shop.workspace()
      try await shop.repository.git("branch", "release/2")
      try await expectNamed(in: workspace)
      try await shop.setUp()
      let found = try await workspace.verification(of: .protected, .remembering)
      #expect(found.isProved, "\(found.problems)")
      #expect(found.branches.map(\.name.short) == ["main", "release/2"])
      #expect(
        try await workspace.verification(of: .branch("release/2", wasProtected: false)).isProved)
    }
  }

  @Test func isNamedWhereOnlyARemoteHasIt() async throws {
    try await with { shop in
      let clone = try await shop.repository.clone(named: "clone")
      var request = SetupRequest()
      request.hooks = .leave
      let workspace = try shop.workspace(at: clone.path, home: shop.repository.scratch + "/bob")
      _ = try await workspace.setUp(request)
      #expect(try await workspace.verification(of: .protected, .remembering).isProved)
      try await shop.repository.git("branch", "release/2")
      try await clone.git("fetch", "-q", "origin")
      try await expectNamed(in: workspace)
    }
  }

  @Test func isNotTakenForOneThatIsNotThereOrNotProtected() async throws {
    try await with { shop in
      try await shop.repository.git("branch", "other")
      let workspace = try shop.workspace()
      #expect(try await workspace.verification(of: .protected).isProved)
      for (name, message) in [
        ("release/9", "there is no branch release/9 here"),
        ("other", "policy protects no branch other"),
      ] {
        let problem = try await #require(throws: Problem.self) {
          try await workspace.verification(of: .branch(name, wasProtected: false))
        }
        #expect(problem.kind == .noSuchThing && problem.message == message)
      }
    }
  }

  @Test func isNoPlaceToSendWorkToInSilence() async throws {
    try await with { shop in
      try await shop.repository.git("branch", "release/2")
      let governed = try GovernedRepository(shop.open())
      let order = WorkOrder(governed: governed, standardRuntime: nil)
      func warnings(_ base: String) async throws -> [String] {
        var request = WorkRequest(title: "Work", prompt: nil)
        (request.base, request.command) = (base, ["true"])
        return try await order.work(request).warnings
      }
      let said = try await warnings("release/2")
      #expect(said.contains { $0.hasPrefix(Self.said) }, "\(said)")
      let other = try await warnings("main")
      #expect(other.isEmpty, "\(other)")
      let problem = try await #require(throws: Problem.self) {
        try await shop.workspace().adopt(
          "release/2", title: nil, scope: [], base: "main", .detached)
      }
      #expect(problem.message.hasPrefix(Self.said))
    }
  }
}
