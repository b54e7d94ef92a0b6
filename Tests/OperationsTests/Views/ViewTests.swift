import Fixtures
import Git
import Model
import Operations
import Store
import Support
import Testing
import Trust

@Suite("What an operator sees")
struct ViewTests {
  @Test("a new commit voids older verdicts, and the report says why and what is missing")
  func voidedVerdicts() async throws {
    try await PacketScene.with { scene in
      let (id, presented) = try await scene.reviewed("Fix it")
      let before = try await scene.workspace().report(on: "fix")
      #expect(before.missing == [.operator: 1])
      try await scene.judge(
        id, presented, .revise,
        findings: [
          Finding(path: "src/a.txt", line: 1, severity: .error, text: "off by one")
        ])
      let next = try await scene.work(on: id)
      try await scene.present(id, next)
      let report = try await scene.workspace().report(on: "fix")
      #expect(report.packet.state == .review)
      let verdict = try #require(report.packet.verdicts.first)
      #expect(verdict.why == "the head moved from \(presented.head.short) to \(next.short)")
      #expect(report.missing == [.operator: 1])
      #expect(report.notes.isEmpty)
    }
  }

  @Test("a lane or a branch that has moved on is said")
  func movedOn() async throws {
    try await PacketScene.with { scene in
      let (id, presented) = try await scene.reviewed("Fix it")
      let lane = try #require(try scene.fixture.governed().storyOfPacket(id)?.lane)
      try await scene.repository.git("checkout", "-q", lane.short)
      let tip = try await scene.repository.commit(["src/a.txt": "by hand\n"])
      try await scene.repository.git("checkout", "-q", "main")
      let value = try await scene.repository.commit(["b.txt": "elsewhere\n"])
      let notes = try await scene.workspace().report(on: "fix").notes
      #expect(notes.count == 2)
      #expect(notes[0].contains("\(tip.prefix(7)); what is judged is \(presented.head.short)"))
      #expect(notes[1].contains("main has moved on from \(presented.base.short) to"))
      #expect(notes[1].contains(value.prefix(7)))
    }
  }

  @Test("a landed packet whose references are gone is shown from the ledger")
  func landed() async throws {
    try await PacketScene.with { scene in
      let (id, presented) = try await scene.reviewed("Fix it")
      try await scene.judge(id, presented, .approve)
      let (commit, entry) = try await scene.land(id, presented)
      let report = try await scene.workspace().report(on: id.short)
      #expect(report.packet.state == .landed)
      #expect(report.packet.landedCommit == commit)
      #expect(report.packet.closing?.id == entry)
      #expect(report.missing.isEmpty)
    }
  }

  @Test("a diff is what the reviewer judges, what came since a verdict, or an attempt's part")
  func diffs() async throws {
    try await PacketScene.with { scene in
      let (id, presented) = try await scene.reviewed("Fix it")
      // What others land meanwhile is no part of it.
      try await scene.repository.commit(["b.txt": "elsewhere\n"])
      let workspace = try scene.workspace()
      let whole = try await workspace.diff(of: "fix", .whole)
      #expect(whole.files.map(\.path) == ["src/a.txt"])
      #expect(whole.to == presented.head)
      #expect(try await workspace.text(of: whole).contains("+attempt 1"))
      await #expect(throws: Problem.self) { try await workspace.diff(of: "fix", .sinceVerdict) }
      try await scene.judge(id, presented, .revise)
      let next = try await scene.work(on: id)
      try await scene.does(.submit(head: next), id)
      let since = try await workspace.diff(of: "fix", .sinceVerdict)
      #expect((since.from, since.to) == (presented.head, next))
      let first = try await workspace.diff(of: "fix", .attempts(after: 0, last: 1))
      #expect((first.from, first.to) == (presented.base, presented.head))
      let second = try await workspace.diff(of: "fix", .attempts(after: 1, last: 2))
      #expect((second.from, second.to) == (presented.head, next))
      await #expect(throws: Problem.self) {
        try await workspace.diff(of: "fix", .attempts(after: 1, last: 3))
      }
      _ = try await scene.open("Not begun")
      await #expect(throws: Problem.self) { try await workspace.diff(of: "begun", .whole) }
    }
  }

  @Test("a line leads to its packet, verdicts and gates, also through a merge")
  func traces() async throws {
    try await PacketScene.with { scene in
      let (id, presented) = try await scene.reviewed("Fix it")
      try await scene.judge(id, presented, .approve)
      let (commit, entry) = try await scene.land(id, presented)
      let stray = try await scene.repository.commit(["c.txt": "by hand\n"])
      let workspace = try scene.workspace()
      let trace = try await workspace.trace("a.txt:1", from: scene.repository.path + "/src")
      #expect(trace.commit == presented.head)
      #expect(trace.line?.text == "attempt 1")
      #expect(trace.step?.commit == commit)
      guard case .landed(let landings) = trace.step?.cause else {
        Issue.record("\(trace)")
        return
      }
      #expect(landings.map(\.entry) == [entry])
      #expect(landings[0].status == .confirmed)
      #expect(landings[0].packet.state == .landed)
      #expect(landings[0].verdicts.count == 1 && landings[0].gates.count == 1)
      #expect(try await workspace.trace("src", from: scene.repository.path).step == trace.step)
      let hand = try await workspace.trace("HEAD", from: "/")
      #expect(hand.commit.hex == stray && hand.step?.cause == .unrecorded)
      guard case .adopted = try await workspace.trace("HEAD~2", from: "/").step?.cause else {
        Issue.record("the adopted commit is not seen as such")
        return
      }
      let off = try await scene.repository.git("commit-tree", "-m", "off", "HEAD^{tree}")
      #expect(try await workspace.trace(off, from: "/").step == nil)
      for nothing in ["nothing", "src/a.txt:9", "-x", "../../etc"] {
        await #expect(throws: (any Error).self) { try await workspace.trace(nothing, from: "/") }
      }
    }
  }

  @Test("the ledger is listed newest first, through joins, and what counts for nothing is not")
  func ledger() async throws {
    try await PacketScene.with { scene in
      let (one, two) = (try await scene.open("One"), try await scene.open("Two"))
      try await scene.close(one)
      let store = try scene.fixture.governed().store
      let before = try #require(try store.repository.target(of: Layout.ledger))
      try await scene.close(two)
      let ours = try #require(try store.repository.target(of: Layout.ledger))
      try store.repository.move(Layout.ledger, from: ours, to: before)
      try await scene.fixture.adopt()
      let theirs = try #require(try store.repository.target(of: Layout.ledger))
      let joined = try store.join(.ledger, ours: ours, fetched: theirs)
      try store.repository.move(Layout.ledger, from: theirs, to: joined)
      let entries = try scene.workspace().ledger()
      #expect(entries.count == 4)
      #expect(entries.map(\.envelope.clock) == entries.map(\.envelope.clock).sorted(by: >))
      #expect(Set(entries.map(\.id)).isSuperset(of: [ours, theirs, before]))
      #expect(entries.last?.envelope.kind == .adopted)
    }
  }

  @Test("an inbox holds what waits for this operator, with the command for it")
  func inbox() async throws {
    try await PacketScene.with { scene in
      let review = try await scene.reviewed("To judge")
      let approved = try await scene.reviewed("To land", "src/b.txt")
      try await scene.judge(approved.id, approved.presented, .approve)
      _ = try await scene.open("Queued")
      let inbox = try scene.workspace().inbox()
      #expect(inbox.principal == GovernedFixture.ann)
      let kinds = Dictionary(uniqueKeysWithValues: inbox.errands.map { ($0.packet, $0) })
      #expect(kinds.count == 2)
      #expect(kinds[review.id]?.kind == .judge)
      #expect(kinds[review.id]?.reason == "needs approval by 1 operator")
      #expect(kinds[approved.id]?.commands == ["git o8 merge \(approved.id.short)"])
      let overview = try scene.workspace().overview()
      #expect(overview.counts == [.review: 1, .approved: 1, .queued: 1])
      #expect(overview.branches.map(\.name) == [GovernedFixture.main])
      #expect(overview.branches[0].upstream == nil)
      #expect(overview.repairs.isEmpty)
    }
  }

  @Test("what nobody here may decide waits for others")
  func othersDecide() async throws {
    let bob = try #require(PrincipalName("bob"))
    try await PacketScene.with { policy in
      policy.principals[bob] = Principal(
        roles: [.reviewer], human: "bob",
        keys: [
          SigningKey(
            type: "ssh-ed25519",
            base64: "AAAAC3NzaC1lZDI1NTE5AAAAIA0uSprXprFDuLzX1Sc2tGrWGQ5Oohh1xIvvvMqbuHMr")
        ])
      policy.require = Requirements(byRole: [.owner: 1, .operator: 0, .reviewer: 1])
    } _: { scene in
      let id = try await scene.open("To judge")
      let head = try await scene.work(on: id)
      try await scene.does(.submit(head: head), id)
      let packet = try #require(try scene.fixture.governed().storyOfPacket(id))
      try await scene.does(
        .present(
          Presented(
            started: packet.submission?.started, base: try #require(packet.base), head: head,
            tree: try scene.fixture.open().commit(head).tree, require: [:])), id)
      let inbox = try scene.workspace().inbox()
      #expect(inbox.errands.map(\.kind) == [.othersJudge])
      #expect(inbox.errands[0].reason == "needs approval by 1 reviewer")
    }
  }

  @Test("branches are compared with their upstream, and what was cut in half is named")
  func overview() async throws {
    try await PacketScene.with { scene in
      let (id, presented) = try await scene.reviewed("Fix it")
      try await scene.judge(id, presented, .approve)
      try await scene.repository.git(
        "update-ref", "refs/remotes/origin/main", presented.base.hex)
      try await scene.repository.git("config", "branch.main.remote", "origin")
      try await scene.repository.git("config", "branch.main.merge", "refs/heads/main")
      try await scene.land(id, presented, keepingReferences: true)
      let overview = try scene.workspace().overview()
      let upstream = try #require(overview.branches.first?.upstream)
      #expect((upstream.ahead, upstream.behind) == (2, 0))
      // The upstream decides, and has not made the step yet: to push is nothing to put right.
      #expect(overview.repairs == [])
      #expect(overview.inbox.errands.map(\.kind) == [.push])
      try await scene.repository.git("update-ref", "refs/remotes/origin/main", "main")
      #expect(
        try scene.workspace().overview().repairs
          == ["packet \(id.short) is closed, and its references are still here"])
    }
  }
}
