import Fixtures
import Git
import Model
import Testing

@testable import Trust

@Suite("A move of steps that change very much")
struct ManyChangesTests {
  @Test func isRefusedBeforeItIsGathered() async throws {
    try await GovernedFixture.with { fixture in
      let first = try await fixture.approved("first", ["b.txt": "b\n"])
      let before = try fixture.value()
      let (landed, _) = try await fixture.land(first)
      func ruling(_ limit: Int, now: Instant?) throws -> MoveRuling {
        let judge = Judge(try fixture.governed())
        judge.changeLimit = limit
        return try judge.ruling(
          on: GovernedFixture.main, from: before, to: landed.commit, present: before, now: now)
      }
      #expect(admitted(try ruling(1, now: GovernedFixture.now)).count == 1)
      let error = #expect(throws: GitError.self) { try ruling(0, now: GovernedFixture.now) }
      #expect(error?.code == .tooLarge)
      // History stands, however much it changed.
      #expect(admitted(try ruling(0, now: nil)).count == 1)
    }
  }
}
