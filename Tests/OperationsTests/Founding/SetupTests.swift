import Foundation
import Git
import Model
import Operations
import Store
import Support
import Testing
import Trust

@Suite("Setting up")
struct SetupTests {
  @Test func aRepositoryBeginsWithASignedPolicyAndItsBranchAdopted() async throws {
    try await SetupWorkshop.open { shop in
      let report = try await shop.setUp()
      #expect(report.beginning == .founded)
      #expect(report.isFirstUse)
      #expect(report.gates.map(\.run) == ["make test"])
      #expect(report.enrolment == nil)
      let governed = try GovernedRepository(shop.open())
      #expect(governed.policies.repo == report.repo)
      let main = try #require(ReferenceName(branch: "main"))
      let tip = try #require(try shop.open().target(of: main))
      #expect(governed.policies.newest.change.tips == [main: tip])
      let ledger = try governed.store.chain(
        .ledger, at: try #require(try shop.open().target(of: Layout.ledger)))
      #expect(ledger.events.map(\.envelope.kind) == [.adopted])
      #expect(try governed.store.pins()?.ledger == ledger.tip)
    }
  }

  @Test func whatIsJudgedFromThenOnHasAnEpochAndThePolicyThatWasAskedFor() async throws {
    try await SetupWorkshop.open { shop in
      try await shop.setUp()
      let gate = DetectedGate(name: "lint", run: "true", timeoutSeconds: 60)
      try await shop.setUp { $0.gates = [gate] }
      try await shop.repository.git("branch", "next")
      try await shop.setUp { $0.protect = ["next"] }
      let judge = Judge(try GovernedRepository(shop.open()))
      for name in ["main", "next"] {
        let branch = try #require(ReferenceName(branch: name))
        let tip = try #require(try shop.open().target(of: branch))
        #expect(try judge.epoch(of: branch, at: tip) != nil)
        let policy = try #require(try judge.policyInForce(on: branch, at: tip))
        #expect(policy.policy.gates.map(\.name) == ["lint"])
        #expect(policy.policy.protected.map(\.text) == ["main", "next"])
      }
      #expect(try judge.policyProblem() == nil)
    }
  }

  @Test func aBranchThatCameAfterThePolicyIsNamedByTheNextOne() async throws {
    try await SetupWorkshop.open { shop in
      try await shop.setUp()
      try await shop.repository.git("branch", "release/1")
      try await shop.setUp { $0.protect = ["release/*"] }
      try await shop.repository.git("branch", "release/2")
      try await shop.setUp()
      let governed = try GovernedRepository(shop.open())
      let release = try #require(ReferenceName(branch: "release/2"))
      let tip = try #require(try shop.open().target(of: release))
      #expect(try Judge(governed).policyInForce(on: release, at: tip) != nil)
      #expect(governed.policies.newest.change.tips[release] == tip)
      let count = governed.policies.steps.count
      try await shop.setUp()
      #expect(try GovernedRepository(shop.open()).policies.steps.count == count)
    }
  }

  @Test func twiceIsTheSameAsOnce() async throws {
    try await SetupWorkshop.open { shop in
      try await shop.setUp { $0.hooks = .install }
      let once = try await shop.picture()
      let report = try await shop.setUp { $0.hooks = .install }
      #expect(report.beginning == .present)
      #expect(try await shop.picture() == once)
    }
  }

  /// What a run leaves that died after each step: all that comes later is missing.
  @Test(arguments: 0..<4)
  func aRunThatDiedIsCompletedByTheNext(after step: Int) async throws {
    try await SetupWorkshop.open { shop in
      try await shop.setUp { $0.hooks = .install }
      let whole = try await shop.picture()
      let program = shop.repository
      _ = try shop.workspace().uninstallHooks()
      if step < 3 { try SetupConfiguration(shop.open().location).uninstall() }
      if step < 2 { try await program.git("update-ref", "-d", Layout.pins.text) }
      if step < 1 { try await program.git("update-ref", "-d", Layout.ledger.text) }
      try await shop.setUp { $0.hooks = .install }
      let again = try await shop.picture()
      #expect(again[1...] == whole[1...])
      let kinds = try await program.git("log", "--format=%s", Layout.ledger.text)
      #expect(kinds.split(separator: "\n").count == 1)
      #expect(try GovernedRepository(shop.open()).store.pins() != nil)
    }
  }

  @Test func twoAtOnceBeginOneRepository() async throws {
    try await SetupWorkshop.open { shop in
      // The key first, so that the two meet at the policy.
      _ = try KeyMaker(environment: shop.repository.program.environment)
        .key(for: #require(PrincipalName("ann")))
      async let one = shop.setUp()
      async let two = shop.setUp()
      let repos = try await [one.repo, two.repo]
      #expect(repos[0] == repos[1])
      let ledger = try await shop.repository.git("log", "--format=%s", Layout.ledger.text)
      #expect(ledger.split(separator: "\n").count == 1)
    }
  }

  @Test func aKeyThatIsNamedIsUsedFromThenOn() async throws {
    try await SetupWorkshop.open { shop in
      let maker = KeyMaker(directory: shop.repository.scratch + "/a \"key\"")
      let key = try maker.key(for: #require(PrincipalName("ann")))
      let before = try shop.repository.read(".git/config")
      let report = try await shop.setUp { $0.key = maker.path }
      #expect(report.fingerprint == key.fingerprint)
      #expect(try await shop.repository.git("config", "o8.signingKey") == maker.path)
      #expect(try await shop.setUp().fingerprint == key.fingerprint)
      _ = try await shop.workspace().takeOut(.keep)
      #expect(try shop.repository.read(".git/config") == before)
    }
  }

  @Test func aKeyPutInItsPlaceByHandStays() async throws {
    try await SetupWorkshop.open { shop in
      let maker = KeyMaker(directory: shop.repository.scratch + "/key")
      _ = try maker.key(for: #require(PrincipalName("ann")))
      try await shop.setUp { $0.key = maker.path }
      try await shop.repository.git("config", "o8.signingKey", "/another/key")
      _ = try await shop.workspace().takeOut(.keep)
      #expect(try await shop.repository.git("config", "o8.signingKey") == "/another/key")
    }
  }

  @Test func aKeyOfTheUsersIsPreferredAndAnOpenPGPOneIsPassedOver() async throws {
    try await SetupWorkshop.open { shop in
      let maker = KeyMaker(directory: shop.repository.scratch + "/key")
      let key = try maker.key(for: #require(PrincipalName("ann")))
      try await shop.repository.git("config", "user.signingKey", maker.path + ".pub")
      #expect(try await shop.setUp().fingerprint == key.fingerprint)
    }
    try await SetupWorkshop.open { shop in
      try await shop.repository.git("config", "user.signingKey", "0xDEADBEEF")
      guard case .made(_, now: true) = try await shop.setUp().keyOrigin else {
        Issue.record("a key is made")
        return
      }
    }
  }
}
