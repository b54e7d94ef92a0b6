import Fixtures
import Foundation
import Git
import Model
import Support
import Testing
import Trust

/// Two operators land from one base and share it at the same instant, as processes of their own,
/// with a server that judges.
@Suite("Landings that race to a server")
struct RacingLandingTests {
  private static let rounds = 3

  enum Way: String, Sendable, CaseIterable { case sync, push }

  @Test(arguments: Way.allCases)
  func oneGetsInAndNothingIsLost(way: Way) async throws {
    try await SharedFixture.with(policy: { policy in
      // Without a gate no verdict is carried over to what the other landed.
      policy.gates = [GovernedFixture.gate("test", "true")]
    }) { shared in
      let identity = try shared.ann.governed().policies.repo.hex
      try await shared.bare.program.require(
        HookScene.program, ["hooks", "install", "--server", "--repo", identity])
      for round in 1...Self.rounds { try await race(round, by: way, in: shared) }
      let files = try await shared.bare.git("ls-tree", "--name-only", "main").split(separator: "\n")
      let landed = (1...Self.rounds).flatMap { ["ann-\($0).txt", "bob-\($0).txt"] }
      #expect(Set(files.map(String.init)).isSuperset(of: landed))
      for fixture in shared.clones {
        let proof = try await o8(["verify", "--all"], in: fixture)
        #expect(proof.exit == 0, "\(proof)")
        let ledger = try await o8(["ledger", "--all"], in: fixture).output
        #expect(ledger.matches(of: #/ landed .* as [0-9a-f]+ on main/#).count >= landed.count)
      }
      #expect(
        try await shared.shared(shared.ann.repository) == shared.shared(shared.bob.repository))
    }
  }

  private func race(_ round: Int, by way: Way, in shared: SharedFixture) async throws {
    let base = try #require(try shared.atBare(GovernedFixture.main))
    let ann = try await land("ann-\(round)", in: shared.ann)
    let bob = try await land("bob-\(round)", in: shared.bob)
    async let first = share(shared.ann, by: way)
    async let second = share(shared.bob, by: way)
    let said = try await [first, second]

    let value = try #require(try shared.atBare(GovernedFixture.main))
    let parents = try await shared.bare.git("rev-parse", "\(value)^1")
    #expect(parents == base.hex, "exactly one step: \(said)")
    let winner = try #require([ann.commit, bob.commit].firstIndex(of: value), "\(said)")
    #expect(said[winner].exit == 0, "\(said)")
    let loser = shared.clones[1 - winner]
    if way == .push { #expect(said[1 - winner].exit != 0, "\(said)") }

    // Whoever was late is told so by their sync, this one or the next.
    let later = try await o8(["sync"], in: loser)
    #expect(later.exit == 0, "\(later)")
    let told = said[1 - winner].output + later.output
    #expect(told.contains("went another way first"), "\(said) \(later)")
    #expect(told.contains("git reset --keep origin/main"))
    try await loser.repository.git("reset", "-q", "--keep", "origin/main")
    let again = try await o8(["merge", [ann, bob][1 - winner].packet.hex], in: loser)
    #expect(again.exit == 0, "\(again)")
    for fixture in [loser, shared.clones[winner], loser] {
      let synced = try await o8(["sync"], in: fixture)
      #expect(synced.exit == 0, "\(synced)")
      try await fixture.repository.git("merge", "-q", "--ff-only", "origin/main")
    }
  }

  /// Lands a change of one's own in one's own clone.
  private func land(
    _ name: String, in fixture: GovernedFixture
  ) async throws -> (packet: ObjectID, commit: ObjectID) {
    let handed = try await fixture.approved(name, ["\(name).txt": "\(name)\n"])
    let said = try await o8(["merge", handed.packet.hex], in: fixture)
    try #require(said.exit == 0, "\(said)")
    return (handed.packet, try fixture.value())
  }

  private func share(
    _ fixture: GovernedFixture, by way: Way
  ) async throws -> (exit: Int32, output: String, error: String) {
    switch way {
    case .sync: try await o8(["sync"], in: fixture)
    case .push:
      try await fixture.repository.tryGit(
        "push", "--atomic", "origin", "main", "refs/o8/*:refs/o8/*")
    }
  }

  private func o8(
    _ words: [String], in fixture: GovernedFixture
  ) async throws -> (exit: Int32, output: String, error: String) {
    try await fixture.repository.program.run(HookScene.program, words)
  }
}
