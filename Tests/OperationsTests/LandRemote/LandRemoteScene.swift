import Fixtures
import Foundation
import Git
import Lanes
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// Two clones whose packets land on the branch of the bare repository between them.
struct LandRemoteScene: Sendable {
  let sharing: SharingScene

  var ann: GovernedFixture { sharing.ann }
  var bob: GovernedFixture { sharing.bob }
  var bare: TestRepository { sharing.bare }
  static let main = GovernedFixture.main

  /// - Parameter judged: whether the bare repository has our server hook.
  static func with(
    judged: Bool = false, gates: [Gate] = [],
    policy change: (inout Policy) throws -> Void = { _ in },
    _ body: (LandRemoteScene) async throws -> Void
  ) async throws {
    try await SharingScene.with(policy: { policy in
      policy.gates = gates
      try change(&policy)
    }) { sharing in
      let scene = LandRemoteScene(sharing: sharing)
      for clone in sharing.fixture.clones {
        try await clone.repository.git("config", LandRemote.key, "origin")
      }
      if judged {
        let identity = try sharing.ann.governed().policies.repo.hex
        try await sharing.bare.program.require(
          HookScene.program, ["hooks", "install", "--server", "--repo", identity])
      }
      try await body(scene)
    }
  }

  func workspace(_ clone: GovernedFixture) throws -> Workspace { try sharing.workspace(clone) }

  func merge(_ handed: Handed, in clone: GovernedFixture) async throws -> LandingReport {
    try await workspace(clone).merge(handed.packet.hex)
  }

  /// A merge whose process dies behind a step.
  func merge(
    _ handed: Handed, in clone: GovernedFixture, through step: LandingStep
  ) async throws -> LandingReport {
    try await workspace(clone).merge(handed.packet, through: step)
  }

  func merge(
    _ handed: Handed, in clone: GovernedFixture, on remote: any SharedRemote
  ) async throws -> LandingReport {
    try await workspace(clone).merge(
      handed.packet, on: remote, asking: .nobody, tell: { _ in }, through: .finish)
  }

  func atBare(_ name: ReferenceName) throws -> ObjectID? { try sharing.fixture.atBare(name) }

  /// All references but those that say what a remote was seen to have.
  func own(_ clone: GovernedFixture) async throws -> [String] {
    try await clone.repository.git("for-each-ref", "--format=%(refname) %(objectname)")
      .split(separator: "\n").map(String.init)
      .filter { !$0.hasPrefix("refs/remotes/") && !$0.hasPrefix("refs/o8-remotes/") }
      .filter { !$0.hasPrefix("refs/o8-local/pins") }
  }

  /// A script that the bare repository runs at a push.
  func hook(_ name: String, _ body: String?) throws {
    let path = "\(bare.path)/hooks/\(name)"
    guard let body else { return try FileManager.default.removeItem(atPath: path) }
    try Data("#!/bin/sh\n\(body)\n".utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }

  /// That a packet has landed once: there, here, in the ledger, in the work tree.
  func expectLanded(
    _ packet: ObjectID, as commit: ObjectID, in clone: GovernedFixture,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    #expect(try atBare(Self.main) == commit, sourceLocation: sourceLocation)
    #expect(try clone.value() == commit, sourceLocation: sourceLocation)
    #expect(
      try atBare(Layout.ledger) == clone.target(Layout.ledger), sourceLocation: sourceLocation)
    #expect(
      try sharing.packet(packet, in: clone)?.landedCommit == commit, sourceLocation: sourceLocation)
    for name in [Layout.packet(packet), Layout.heads(packet)] {
      #expect(try clone.target(name) == nil, sourceLocation: sourceLocation)
      #expect(try atBare(name) == nil, sourceLocation: sourceLocation)
    }
    let claims = try clone.governed().store.ledgerIndex().records(ofPacket: packet)
      .count { $0.kind == .landed }
    #expect(claims == 1, sourceLocation: sourceLocation)
    let status = try await clone.repository.git("status", "--porcelain")
    #expect(status == "", sourceLocation: sourceLocation)
    #expect(try clone.governed().store.landingIntent() == nil, sourceLocation: sourceLocation)
    let proof = try await workspace(clone).verification(of: .everything)
    #expect(proof.isProved, "\(proof)", sourceLocation: sourceLocation)
  }
}

/// A remote that is really there, with something of the test's in front of every push.
struct TroubledRemote: SharedRemote {
  let name = "origin"
  private let real = GitRemote(name: "origin", timeoutSeconds: nil)
  /// Returns the answer that is heard in place of the real one.
  let pushing: @Sendable (_ push: () async throws -> PushAnswer) async throws -> PushAnswer
  var fetching: @Sendable () throws -> Void = {}

  func fetch(
    _ wanted: [ReferenceName], to location: RepositoryLocation
  ) async throws -> Fetched {
    try fetching()
    return try await real.fetch(wanted, to: location)
  }

  func push(
    _ moves: [ReferenceMove], _ form: PushForm, from location: RepositoryLocation
  ) async throws -> PushAnswer {
    try await pushing { try await real.push(moves, form, from: location) }
  }

  /// What git says where the line is cut.
  static let cut = GitError(
    .programFailed(exit: 128), "run", on: "git push", "the remote end hung up unexpectedly")
}
