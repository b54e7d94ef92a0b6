import Foundation
import Git
import Model
import Operations
import Store
import Support
import Testing
import Trust

@Suite("Setting up a clone")
struct JoiningSetupTests {
  /// A clone of a repository that is set up, and a home for its user.
  private func join(
    _ body: (SetupWorkshop, _ clone: TestRepository, _ home: String) async throws -> Void
  ) async throws {
    try await SetupWorkshop.open { shop in
      try await shop.setUp()
      let clone = try await shop.repository.clone(named: "clone")
      try await body(shop, clone, shop.repository.scratch + "/bob")
    }
  }

  private func setUp(
    _ clone: TestRepository, _ shop: SetupWorkshop, _ home: String
  ) async throws -> SetupReport {
    var request = SetupRequest()
    request.hooks = .leave
    return try await shop.workspace(at: clone.path, home: home).setUp(request)
  }

  @Test func itTakesOverThePolicyOfItsRemote() async throws {
    try await join { shop, clone, home in
      let report = try await setUp(clone, shop, home)
      #expect(report.beginning == .joined(remote: "origin"))
      #expect(report.isFirstUse)
      let mine = try Repository.discover(from: clone.path)
      for name in [Layout.policy, Layout.ledger] {
        #expect(try mine.target(of: name) == shop.open().target(of: name))
      }
      #expect(try await setUp(clone, shop, home).beginning == .present)
    }
  }

  @Test func theLineForAnOwnerMakesTheKeyAPrincipals() async throws {
    try await join { shop, clone, home in
      let line = try #require(try await setUp(clone, shop, home).enrolment)
      #expect(line.hasPrefix("git o8 policy add ann-2 --role operator --key 'ssh-ed25519 "))
      let key = try #require(line.split(separator: "'").last).description
      let new = NewPrincipal(name: "ann-2", roles: [.operator], key: key)
      let workspace = try shop.workspace()
      _ = try await workspace.sign(try workspace.draft(.add(new)))
      try await clone.git("fetch", "-q", "origin", "refs/o8/*:refs/o8/*")
      let report = try await setUp(clone, shop, home)
      #expect(report.principal.text == "ann-2")
      #expect(report.roles == [.operator])
      #expect(report.enrolment == nil)
    }
  }

  @Test func whoIsNoOwnerChangesNothing() async throws {
    try await join { shop, clone, home in
      _ = try await setUp(clone, shop, home)
      var request = SetupRequest()
      request.hooks = .leave
      request.gates = []
      let workspace = try shop.workspace(at: clone.path, home: home)
      let problem = await #expect(throws: Problem.self) { try await workspace.setUp(request) }
      #expect(problem?.kind == .refused)
    }
  }

  @Test func whatAFetchBroughtIsEnoughWithoutTheRemote() async throws {
    try await join { shop, clone, home in
      try await clone.git("fetch", "-q", "origin", "+refs/o8/*:refs/o8-remotes/origin/*")
      // A crash after the ledger and before the policy.
      let ledger = try await clone.id("refs/o8-remotes/origin/ledger")
      try await clone.git("update-ref", Layout.ledger.text, ledger)
      #expect(try await setUp(clone, shop, home).beginning == .joined(remote: "origin"))
    }
  }

  @Test func aPolicyThatNobodySignedIsNotTakenOver() async throws {
    try await SetupWorkshop.open { shop in
      try await shop.repository.git("update-ref", Layout.policy.text, "HEAD")
      let clone = try await shop.repository.clone(named: "clone")
      await #expect(throws: NotGoverned.self) {
        try await setUp(clone, shop, shop.repository.scratch + "/bob")
      }
      #expect(try Repository.discover(from: clone.path).target(of: Layout.policy) == nil)
    }
  }

  @Test func aWorktreeOfTheRepositoryIsAsGood() async throws {
    try await SetupWorkshop.open { shop in
      let path = shop.repository.scratch + "/side"
      try await shop.repository.git("worktree", "add", "-q", "-b", "side", path)
      var request = SetupRequest()
      request.hooks = .leave
      let report = try await shop.workspace(at: path).setUp(request)
      #expect(report.protected == ["main"])
      #expect(try shop.repository.read(".git/config").contains("begin git-o8"))
    }
  }
}
