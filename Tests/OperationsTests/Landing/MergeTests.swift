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

@Suite("Landing")
struct MergeTests {
  @Test("an approved packet lands as a merge, with ledger, note and checkout, and leaves nothing")
  func lands() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n", "dir/new.txt": "new\n"])
      let prev = try scene.main()
      let head = try #require(packet.head)
      try scene.repository.write(["unrelated.txt": "mine\n"])
      let report = try await scene.workspace().merge("fix")
      #expect(try scene.main() == report.commit)
      let commit = try scene.fixture.open().commit(report.commit)
      #expect(commit.parents == [prev, head])
      #expect(
        commit.message == "Merge packet \(packet.id.short): Fix it\n\nO8-Packet: \(packet.id)\n")
      #expect(try scene.repository.read("a.txt") == "two\n")
      #expect(try scene.repository.read("dir/new.txt") == "new\n")
      #expect(try await scene.status() == ["?? unrelated.txt"])
      let note = try await scene.repository.git("log", "-1", "--notes=o8", "--format=%N")
      #expect(note.contains("Verdict: approve by ann as operator"))
      #expect(report.remarks == [])
      #expect(report.closing?.kept == [])
      try scene.expectGone(packet)
      #expect(try scene.packet(packet.id).state == .landed)
      #expect(try scene.fixture.governed().store.landingIntent() == nil)
    }
  }

  @Test("a preview tells when the policy ends, and what to do where it has")
  func previewOfTheEnd() async throws {
    for (day, isOver) in [("2026-11-25", false), ("2026-11-21", true)] {
      let expires = try #require(CalendarDay(day))
      try await LandingScene.with(policy: { $0.expires = expires }) { scene in
        _ = try await scene.approve(["a.txt": "two\n"])
        let workspace = try scene.workspace()
        let told = try workspace.inbox().warnings
        #expect(told.count == 1 && told[0].hasSuffix(": git o8 policy renew"))
        #expect(try workspace.packets().warnings == (isOver ? told : []))
        #expect(try workspace.docket(for: VerdictRequest(.approve, on: "fix")).warnings == told)
        guard isOver else {
          let remarks = try await workspace.previewOfMerge("fix").remarks
          return #expect(
            remarks == ["the policy ends on 2026-11-25, in 4 days: git o8 policy renew"])
        }
        let problem = try await #require(throws: Problem.self) {
          try await workspace.previewOfMerge("fix")
        }
        #expect(problem.message.contains("the policy expired on 2026-11-21"), "\(problem)")
        #expect(problem.hint?.hasSuffix("git o8 policy renew") == true)
      }
    }
  }

  @Test("a preview says the same and moves nothing")
  func preview() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      let before = try await scene.references()
      let report = try await scene.workspace().previewOfMerge("fix")
      #expect(report.entry == nil)
      #expect(report.packet == packet.id)
      #expect(try await scene.references() == before)
    }
  }

  @Test("what nobody approved does not land, and says what is missing")
  func unapproved() async throws {
    try await LandingScene.with { scene in
      _ = try await scene.present(["a.txt": "two\n"])
      let before = try await scene.references()
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace().merge("fix")
      }
      #expect(problem?.kind == .refused)
      #expect(problem?.message.contains("still needed: 1 operator") == true)
      #expect(try await scene.references() == before)
    }
  }

  @Test("approvals carry over a base that moved elsewhere, once its gates are green")
  func carries() async throws {
    try await LandingScene.with(
      policy: { $0.gates = [GovernedFixture.gate("ok", "grep -q other b.txt")] },
      { scene in
        let first = try await scene.approve(["a.txt": "two\n"], titled: "First")
        let second = try await scene.approve(["b.txt": "other\n"], titled: "Second")
        _ = try await scene.workspace().merge(second.id.hex)
        let report = try await scene.workspace().merge(first.id.hex)
        #expect(report.isCarried)
        #expect(try scene.repository.read("a.txt") == "two\n")
        #expect(try scene.repository.read("b.txt") == "other\n")
        #expect(try scene.packet(first.id).state == .landed)
        try scene.expectGone(first)
      })
  }

  @Test("red gates on the new base keep it from landing")
  func redOnNewBase() async throws {
    try await LandingScene.with(
      policy: { $0.gates = [GovernedFixture.gate("ok", "grep -q one b.txt")] },
      { scene in
        let first = try await scene.approve(["a.txt": "two\n"], titled: "First")
        try await scene.landByHand(["b.txt": "other\n"])
        let prev = try scene.main()
        let problem = await #expect(throws: Problem.self) {
          try await scene.workspace().merge(first.id.hex)
        }
        #expect(problem?.kind == .refused)
        #expect(problem?.message.contains("red") == true)
        #expect(try scene.main() == prev)
        #expect(try scene.packet(first.id).pending?.because == ["ok"])
      })
  }

  @Test("where both sides touch a file, it is gated and needs a new approval")
  func overlap() async throws {
    let long = (1...20).map { "\($0)\n" }.joined()
    try await LandingScene.with(["a.txt": long]) { scene in
      let packet = try await scene.approve(
        ["a.txt": long.replacing("\n20\n", with: "\ntwenty\n")])
      try await scene.landByHand(["a.txt": "one\n" + long.dropFirst(2)])
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace().merge("fix")
      }
      #expect(problem?.kind == .refused)
      #expect(problem?.message.contains("needs a new approval") == true)
      let renewed = try scene.packet(packet.id)
      #expect(renewed.state == .review)
      #expect(renewed.presented?.base == (try scene.main()))
      #expect(renewed.verdicts.first?.isValid == false)
      let workspace = try scene.workspace()
      _ = try await workspace.sign(
        try workspace.docket(for: VerdictRequest(.approve, on: packet.id.hex)))
      let report = try await workspace.merge("fix")
      #expect(!report.isCarried)
      #expect(try scene.packet(packet.id).state == .landed)
    }
  }

  @Test("a conflict names its paths and waits for its worker")
  func conflict() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      try await scene.landByHand(["a.txt": "three\n"])
      let prev = try scene.main()
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace().merge("fix")
      }
      #expect(problem?.kind == .refused)
      #expect(problem?.message.contains("a.txt") == true)
      #expect(problem?.hint?.contains("git o8 resume") == true)
      #expect(try scene.main() == prev)
      #expect(try scene.packet(packet.id).state == .waiting)
    }
  }

  @Test("a new commit on the lane is nobody's approval")
  func newCommit() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      let prev = try scene.main()
      _ = try await scene.commit(["a.txt": "evil\n"], in: scene.worktree(of: packet))
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace().merge("fix")
      }
      #expect(problem?.kind == .stale)
      #expect(try scene.main() == prev)
    }
  }

  @Test("where policy wants no merges, the head itself lands")
  func fastForward() async throws {
    try await LandingScene.with(
      policy: { $0.landing = [.fastForward] },
      { scene in
        let packet = try await scene.approve(["a.txt": "two\n"])
        let report = try await scene.workspace().merge("fix")
        #expect(report.form == .fastForward)
        #expect(try scene.main() == packet.head)
        #expect(try scene.packet(packet.id).state == .landed)
      })
  }

  @Test("where policy wants squashes, one commit lands and the head is kept")
  func squash() async throws {
    try await LandingScene.with(
      policy: { $0.landing = [.squash] },
      { scene in
        let packet = try await scene.approve(["a.txt": "two\n"])
        let prev = try scene.main()
        let report = try await scene.workspace().merge("fix")
        #expect(report.form == .squash)
        #expect(try scene.fixture.open().commit(report.commit).parents == [prev])
        let archive = try #require(try scene.target(Layout.archive(GovernedFixture.now)))
        let head = try #require(packet.head)
        #expect(try scene.fixture.open().isAncestor(head, of: archive))
        #expect(try scene.packet(packet.id).state == .landed)
      })
  }

  @Test("of two merges at once each lands its packet, or one says it was second")
  func atOnce() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      let workspace = try scene.workspace()
      let results = await withTaskGroup(of: Result<LandingReport, any Error>.self) { group in
        for _ in 0..<3 {
          group.addTask {
            do { return .success(try await workspace.merge(packet.id, through: .finish)) } catch {
              return .failure(error)
            }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(results.count { (try? $0.get()) != nil } == 1)
      for case .failure(let error) in results {
        #expect((error as? Problem)?.kind == .stale)
      }
      let claims = try await scene.repository.git(
        "log", "--format=%s", "--grep=^O8-Kind: landed", Layout.ledger.text)
      #expect(claims.split(separator: "\n").count == 1 && claims.hasPrefix("landed: Fix it as "))
    }
  }
}
