import Fixtures
import Foundation
import Git
import Model
import Operations
import Store
import Support
import Trust

/// A governed repository that Ann and Bob own together, with the real hooks, and a key of Eve's
/// that policy does not know.
struct OwnersScene: Sendable {
  let fixture: GovernedFixture
  let bob: Signer
  let eve: Signer

  var repository: TestRepository { fixture.repository }
  static let main = GovernedFixture.main

  static func with(
    owners: Int = 1, policy change: (inout Policy) throws -> Void = { _ in },
    _ body: (OwnersScene) async throws -> Void
  ) async throws {
    try await GovernedFixture.with { fixture in
      func signer(_ name: String) throws -> Signer {
        let maker = KeyMaker(directory: fixture.repository.scratch + "/" + name)
        _ = try maker.key(for: PrincipalName(name)!)
        return try Signer(named: maker.path, format: "ssh", home: nil)
      }
      let scene = OwnersScene(
        fixture: fixture, bob: try signer("bob"), eve: try signer("eve"))
      var policy = try fixture.governed().policy
      policy.principals[PrincipalName("bob")!] = Principal(
        roles: [.owner, .operator], human: "bob", keys: [scene.bob.key])
      policy.require.byRole[.owner] = owners
      try change(&policy)
      try await fixture.write(policy)
      try await fixture.repository.program.require(HookScene.program, ["hooks", "install"])
      try await body(scene)
    }
  }

  /// Who acts in this clone from now on.
  func become(_ name: String) async throws {
    let folder = name == "ann" ? "key" : name
    let path = KeyMaker(directory: repository.scratch + "/" + folder).path
    try await repository.git("config", "o8.signingKey", path)
  }

  func workspace(at instant: Instant = GovernedFixture.now) throws -> Workspace {
    try Workspace(
      in: repository.path, program: HookScene.program, environment: fixture.environment,
      now: { instant })
  }

  @discardableResult
  func change(_ request: PolicyRequest) async throws -> PolicyOutcome {
    let workspace = try workspace()
    return try await workspace.sign(try workspace.draft(request))
  }

  func policy() throws -> Policy { try fixture.governed().policy }
  func value(_ branch: ReferenceName = main) throws -> ObjectID? {
    try fixture.open().target(of: branch)
  }

  /// A commit on a branch of its own, from main.
  @discardableResult
  func branch(_ name: String) async throws -> ObjectID {
    try await HookScene(fixture: fixture).branch(name)
  }

  /// What the ledger says, by kind.
  func entries(_ kind: EventKind) throws -> [StoredEvent] {
    try fixture.governed().store.chain(.ledger, of: Layout.ledger).events
      .filter { $0.envelope.kind == kind }
  }
}
