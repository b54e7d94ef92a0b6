import Fixtures
import Foundation
import Git
import Model
import Operations
import Store
import Support
import Testing
import Trust

/// A clone without any hook, so that nothing but the server can say no, and the bare repository
/// that it pushes to, in which the real program is `pre-receive`.
struct ServerScene: Sendable {
  let fixture: GovernedFixture
  /// The bare repository.
  let server: TestProgram
  let identity: ObjectID

  var repository: TestRepository { fixture.repository }
  static let main = GovernedFixture.main
  static let everything = "refs/o8/*:refs/o8/*"

  /// With the policy, what the ledger says and main on the server already, unless it is empty.
  static func with(
    _ files: [String: String] = ["a.txt": "one\n"], isEmpty: Bool = false,
    policy change: (inout Policy) throws -> Void = { _ in },
    _ body: (ServerScene) async throws -> Void
  ) async throws {
    try await GovernedFixture.with(files, policy: change) { fixture in
      let scene = try await ServerScene(serving: fixture, named: "server")
      try await scene.install()
      if !isEmpty {
        let said = try await scene.push([everything, "main"])
        try #require(said.exit == 0, "\(said.error)")
      }
      try await body(scene)
    }
  }

  init(serving fixture: GovernedFixture, named name: String) async throws {
    self.fixture = fixture
    var server = fixture.repository.program
    server.directory = fixture.repository.scratch + "/\(name).git"
    try await fixture.repository.git("init", "-q", "--bare", "-b", "main", server.directory)
    self.server = server
    identity = try fixture.governed().policies.repo
  }

  func install() async throws {
    try await server.require(
      HookScene.program, ["hooks", "install", "--server", "--repo", identity.hex])
  }

  /// Pushes past all that the clone itself would ask.
  @discardableResult
  func push(
    _ specs: [String], atomic: Bool = true
  ) async throws -> (exit: Int32, output: String, error: String) {
    let options = ["push", "--no-verify", "--force"] + (atomic ? ["--atomic"] : [])
    return try await repository.program.run("git", options + [server.directory] + specs)
  }

  /// That nothing of a push is let in, and that the pusher is told why.
  func expectRefused(
    _ specs: [String], saying text: String, atomic: Bool = true,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let before = try await server.require("git", ["for-each-ref"])
    let said = try await push(specs, atomic: atomic)
    #expect(said.exit != 0, sourceLocation: sourceLocation)
    #expect(said.error.contains("remote: error: "), "\(said.error)", sourceLocation: sourceLocation)
    #expect(said.error.contains(text), "\(said.error)", sourceLocation: sourceLocation)
    let after = try await server.require("git", ["for-each-ref"])
    #expect(after == before, sourceLocation: sourceLocation)
  }

  func expectTaken(
    _ specs: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let said = try await push(specs)
    #expect(said.exit == 0, "\(said.error)", sourceLocation: sourceLocation)
  }

  /// What the server holds; nil for nothing.
  func held(_ name: ReferenceName) throws -> ObjectID? {
    try Repository.discover(from: server.directory).target(of: name)
  }

  func heldMain() throws -> ObjectID { try #require(try held(Self.main)) }
}

extension ServerScene {
  /// A commit with any parents and the tree of another commit, on no branch.
  func commit(_ tree: String, parents: [ObjectID], _ message: String = "x") async throws -> ObjectID
  {
    let above = parents.flatMap { ["-p", $0.hex] }
    let words = ["commit-tree", tree, "-m", message] + above
    return try #require(ObjectID(try await repository.program.require("git", words)))
  }

  /// The merge by which work that was handed in would land, on no branch.
  func merge(_ handed: Handed, onto base: ObjectID? = nil) async throws -> ObjectID {
    let tree = try await repository.git(
      "merge-tree", "--write-tree", (base ?? handed.base).hex, handed.head.hex)
    return try await commit(tree, parents: [base ?? handed.base, handed.head])
  }

  /// Lands work in the clone as `git o8 merge` does and returns the commit.
  @discardableResult
  func land(_ handed: Handed, tip: ObjectID? = nil) async throws -> ObjectID {
    let prev = try fixture.value()
    let commit = try await merge(handed, onto: prev)
    try await fixture.claim(handed, from: prev, by: commit, tip: tip)
    try await repository.git("reset", "-q", "--hard", commit.hex)
    return commit
  }

  /// Somebody with a key of their own.
  func stamp(of key: PrivateKey, as name: String = "ann") throws -> Stamp {
    Stamp(try #require(PrincipalName(name)), at: GovernedFixture.now, keys: [key.publicKey]) {
      [try key.sign($0).armored]
    }
  }

  /// An owner's leave for a move.
  func force(from old: ObjectID?, to new: ObjectID?, rewind: Bool) async throws {
    let epoch = try Judge(fixture.governed()).epoch(of: Self.main, at: try #require(old ?? new))
    try await fixture.enter(
      .forced(
        Forced(
          branch: Self.main, old: old, new: new, rewind: rewind, reason: "an outage",
          epoch: try #require(epoch))))
  }
}

extension ServerScene {
  /// Appends a policy as somebody signs it, with what they say of the branches.
  func sign(
    _ policy: Policy, tips: [ReferenceName: ObjectID]? = nil, stamp: Stamp? = nil
  ) async throws {
    let (git, stamp, text) = (try fixture.open(), stamp ?? fixture.stamp, PolicyText(policy))
    let main = try git.target(of: Self.main).map { [Self.main: $0] } ?? [:]
    let change = PolicyChange(tips: tips ?? main, ledger: try git.target(of: Layout.ledger))
    let draft = EventDraft(
      .policy(change), of: nil, subject: "a policy", stamp: stamp,
      attachments: [
        PolicyAttachment.policy: text.policy, PolicyAttachment.signers: text.signers,
      ])
    try await Store(git).append([draft], to: Layout.policy, .policy, signing: stamp.signing)
  }
}
