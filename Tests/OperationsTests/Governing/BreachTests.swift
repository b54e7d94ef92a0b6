import Fixtures
import Foundation
import Git
import Model
import Operations
import Store
import Support
import Testing
import Trust

@Suite("Breaches")
struct BreachTests {
  /// Ways past the local hook that move main to `evil` on some git.
  static let ways = [
    ["-c", "core.hooksPath=/dev/null", "update-ref", "refs/heads/main", "evil"],
    ["branch", "-C", "evil", "main"],
  ]

  @Test(arguments: ways.indices)
  func whatMovedIsRecordedOnceAndTheWaysBackAreNamed(way: Int) async throws {
    try await OwnersScene.with { scene in
      let before = try #require(try scene.value())
      let evil = try await scene.branch("evil")
      try await scene.repository.git("switch", "-q", "--detach")
      _ = try await scene.repository.program.run("git", Self.ways[way])
      // Some versions of git ask the hook in one of these ways: then nothing has happened.
      guard try scene.value() == evil else { return }
      #expect(try scene.workspace().overview().branches.first?.uncovered == 1)
      #expect(try scene.entries(.breach).isEmpty)
      let done = try await scene.workspace().reconcile()
      #expect(done.actions.map(\.kind) == [.breachRecorded])
      let remark = try #require(done.problems.first { $0.contains("breach") })
      #expect(remark.contains("git o8 adopt --breach main"))
      #expect(remark.contains("git o8 force main \(before.short) --rewind"))
      guard case .breach(let breach) = LedgerBody(try scene.entries(.breach)[0].envelope) else {
        Issue.record("no breach")
        return
      }
      #expect((breach.old, breach.new) == (before, evil))
      let again = try await scene.workspace().reconcile()
      #expect(again.actions == [])
      #expect(again.problems.contains { $0.contains("breach") })
    }
  }

  @Test func theForcedWayBackIsAsItSays() async throws {
    try await OwnersScene.with { scene in
      let before = try #require(try scene.value())
      try await scene.branch("evil")
      try await scene.repository.git("switch", "-q", "--detach")
      try await scene.repository.git(
        "-c", "core.hooksPath=/dev/null", "update-ref", "refs/heads/main", "evil")
      _ = try await scene.workspace().reconcile()
      _ = try await scene.workspace().force(
        ForceRequest(branch: "main", commit: before.hex, reason: "a breach", rewinds: true))
      #expect(try await scene.workspace().verification(of: .protected).isProved)
      #expect(try await scene.workspace().reconcile().problems == [])
    }
  }
}

extension BreachTests {
  @Test(arguments: [1, 2])
  func whatGotAroundTheRuleCanBeReviewedAfterwards(commits: Int) async throws {
    try await OwnersScene.with { scene in
      let before = try #require(try scene.value())
      try await scene.repository.git("config", "core.hooksPath", "/dev/null")
      for number in 0..<commits {
        try await scene.repository.commit(["b.txt": "\(number)\n"], message: "sneaked")
      }
      try await scene.repository.git("config", "--unset", "core.hooksPath")
      let tip = try #require(try scene.value())
      let workspace = try scene.workspace()
      let adopted = try await workspace.adoptBreach(
        of: "main", title: nil, scope: [], .here { _ in })
      let packet = try #require(try Judge(scene.fixture.governed()).packet(adopted.packet.id))
      #expect(packet.presented?.base == before)
      #expect(packet.presented?.head == tip)
      #expect(try await !workspace.verification(of: .protected).isProved)
      let docket = try workspace.docket(for: VerdictRequest(.approve, on: packet.id.hex))
      _ = try await workspace.sign(docket)
      #expect(try await workspace.verification(of: .protected).isProved)
      #expect(try workspace.inbox().errands[0].commands == ["git o8 merge \(packet.id.short)"])
      let preview = try await workspace.previewOfMerge(packet.id.hex)
      #expect((preview.commit, preview.entry) == (tip, nil))
      let report = try await workspace.merge(packet.id.hex)
      #expect((report.prev, report.commit) == (before, tip) && report.entry != nil)
      let done = try await workspace.reconcile()
      #expect(!done.actions.map(\.kind).contains(.landingRecorded))
      #expect(try Judge(scene.fixture.governed()).packet(packet.id)?.state == .landed)
      #expect(try scene.value() == tip)
    }
  }

  @Test func aMergeAroundTheRuleIsReviewedAsTheMergeItIs() async throws {
    try await OwnersScene.with(policy: { $0.landing = [.merge] }) { scene in
      let evil = try await scene.branch("evil")
      try await scene.repository.git(
        "-c", "core.hooksPath=/dev/null", "merge", "-q", "--no-ff", "--no-edit", "evil")
      let workspace = try scene.workspace()
      let adopted = try await workspace.adoptBreach(
        of: "main", title: nil, scope: [], .here { _ in })
      let packet = try #require(try Judge(scene.fixture.governed()).packet(adopted.packet.id))
      #expect(packet.presented?.head == evil)
      _ = try await workspace.sign(
        try workspace.docket(for: VerdictRequest(.approve, on: packet.id.hex)))
      #expect(try await workspace.verification(of: .protected).isProved)
    }
  }

  @Test func beforeItIsApprovedNothingIsRecorded() async throws {
    try await OwnersScene.with { scene in
      try await scene.repository.git("config", "core.hooksPath", "/dev/null")
      try await scene.repository.commit(["b.txt": "two\n"], message: "sneaked")
      try await scene.repository.git("config", "--unset", "core.hooksPath")
      let workspace = try scene.workspace()
      let adopted = try await workspace.adoptBreach(
        of: "main", title: nil, scope: [], .here { _ in })
      let id = adopted.packet.id
      let early = await #expect(throws: Problem.self) { try await workspace.merge(id.hex) }
      #expect(early?.hint == "git o8 verdict \(id.short) approve --merge")
      #expect(try scene.entries(.landed).isEmpty)
    }
  }

  @Test func whereEverythingIsCoveredThereIsNothingToReview() async throws {
    try await OwnersScene.with { scene in
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace().adoptBreach(
          of: nil, title: nil, scope: [], .here { _ in })
      }
      #expect(problem?.kind == .noSuchThing)
    }
  }
}
