import Fixtures
import Git
import Lanes
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// What the views say of a packet whose approval was given on an earlier base and carries.
@Suite("Views of what carries")
struct CarriedViewTests {
  /// An approved packet whose base has moved, and on whose new base the gates have run again.
  private func with(
    policy change: (inout Policy) throws -> Void = { _ in },
    moving files: [String: String?] = ["b.txt": "other\n"],
    _ body: (LandingScene, Packet) async throws -> Void
  ) async throws {
    try await LandingScene.with(policy: { policy in
      policy.gates = [GovernedFixture.gate("ok", "true")]
      try change(&policy)
    }) { scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      try await scene.landByHand(files)
      try await body(scene, packet)
    }
  }

  private func regated(
    policy change: (inout Policy) throws -> Void = { _ in },
    moving files: [String: String?] = ["b.txt": "other\n"],
    _ body: (LandingScene, Packet) async throws -> Void
  ) async throws {
    try await with(policy: change, moving: files) { scene, packet in
      let gated = try await scene.workspace().gate(packet.id.hex) { _ in }
      try await body(scene, gated.packet)
    }
  }

  @Test("every view has it approved and merges next, writes nothing, and the landing agrees")
  func views() async throws {
    try await regated { scene, packet in
      #expect(packet.state == .approved)
      let workspace = try scene.workspace()
      let objects = try await scene.repository.git("count-objects")
      let approved = try #require(try await workspace.report(on: "fix").packet.verdicts.last)
      #expect(approved.isValid && approved.isCarried)
      let sentence = "its approval on \(approved.verdict.base.short) carries over"
      let listed = try #require(try workspace.packets().packets.first)
      #expect(listed.state == .approved && listed.note == sentence)
      let full = try #require(try await workspace.packetsInFull().reports.first)
      #expect(full.packet.carried?.base == approved.verdict.base)
      #expect(full.packet.carried?.verdicts == [approved.id])
      #expect(full.missing.isEmpty)
      let errand = try #require(try workspace.inbox().errands.first)
      #expect(errand.kind == .land && errand.reason == "approved: \(sentence)")
      #expect(errand.commands == ["git o8 merge \(packet.id.short)"])
      let overview = try workspace.overview()
      #expect(overview.counts == [.approved: 1] && overview.inbox.errands == [errand])
      let shown = try await workspace.report(on: "fix")
      #expect(shown.packet.state == .approved && shown.missing.isEmpty && shown.notes.isEmpty)
      for until in [PacketState.approved, .review, nil] {
        let waited = try await workspace.wait(
          Waiting(packets: ["fix"], until: until, timeoutSeconds: 60))
        #expect(waited.map(\.state) == [.approved])
        #expect(workspace.disappointment(waited[0], Waiting(packets: [], until: until)) == nil)
      }
      #expect(try workspace.packets(ListFilter(states: [.review])).packets.isEmpty)
      #expect(try await scene.repository.git("count-objects") == objects)
      let report = try await workspace.merge("fix")
      #expect(report.isCarried)
    }
  }

  @Test("where the base moves on once more, the gates that have to run first are named")
  func movedAgain() async throws {
    try await regated { scene, packet in
      try await scene.landByHand(["c.txt": "more\n"])
      let workspace = try scene.workspace()
      let shown = try await workspace.report(on: "fix")
      #expect(shown.packet.state == .approved && shown.packet.carried?.gates == ["ok"])
      #expect(shown.notes.count == 1)
      #expect(shown.notes.first?.hasSuffix("`git o8 merge` runs the gates there first") == true)
      #expect(try workspace.inbox().errands.first?.kind == .land)
      #expect(try await workspace.merge("fix").isCarried)
      _ = packet
    }
  }

  @Test("a preview says which gates a landing runs first, and that it lands then")
  func preview() async throws {
    try await with { scene, packet in
      let before = try await scene.references()
      let preview = try await scene.workspace().previewOfMerge("fix")
      #expect(preview.gatesFirst == ["ok"] && preview.isCarried && preview.entry == nil)
      #expect(preview.prev == (try scene.main()))
      #expect(try await scene.references() == before)
      #expect(try await scene.workspace().merge(packet.id.hex).prev == preview.prev)
    }
  }

  @Test(
    "what does not carry needs an approval in every view, and the preview says so",
    arguments: [Obstacle.sameFile, .neverCarried, .noGate, .fastForwardOnly])
  func refused(_ obstacle: Obstacle) async throws {
    let lines = (1...20).map { "\($0)\n" }.joined()
    try await LandingScene.with(["a.txt": lines, "b.txt": "one\n"], policy: obstacle.policy) {
      scene in
      let packet = try await scene.approve(
        ["a.txt": lines.replacing("\n20\n", with: "\ntwenty\n")])
      try await scene.landByHand(
        obstacle == .sameFile ? ["a.txt": "one\n" + lines.dropFirst(2)] : ["b.txt": "two\n"])
      let workspace = try scene.workspace()
      await #expect(throws: Problem.self) { try await workspace.previewOfMerge("fix") }
      try await expectHeld(packet, scene, by: obstacle)
      _ = try await workspace.gate("fix") { _ in }
      let shown = try await workspace.report(on: packet.id.hex)
      #expect(shown.packet.state == .review && shown.missing == [.operator: 1])
      #expect(shown.packet.carried == nil && shown.packet.verdicts.last?.isValid == false)
      #expect(try workspace.packets().packets.map(\.state) == [.review])
      #expect(try workspace.inbox().errands.map(\.kind) == [.judge])
      await #expect(throws: Problem.self) { try await workspace.merge("fix") }
    }
  }

  /// That no view calls it ready, before its gates run on the base of now.
  private func expectHeld(
    _ packet: Packet, _ scene: LandingScene, by obstacle: Obstacle
  ) async throws {
    let (id, workspace) = (packet.id.short, try scene.workspace())
    let shown = try await workspace.report(on: packet.id.hex)
    #expect(shown.packet.state == .review && shown.missing == [.operator: 1])
    #expect(
      shown.packet.obstacle?.remedy == (obstacle == .fastForwardOnly ? .rebase : .approvalThere))
    let sentence = try #require(shown.packet.obstacle?.sentence)
    #expect(shown.notes.filter { $0.hasPrefix(sentence) }.count == 1)
    let listed = try #require(try workspace.packets().packets.first)
    #expect(listed.state == .review && listed.note == sentence)
    #expect(try await workspace.packetsInFull().reports.map(\.packet.state) == [.review])
    let errand = try #require(try workspace.inbox().errands.first)
    #expect(errand.kind == .obstructed && errand.reason == sentence)
    let commands = ["git o8 gate \(id)", "git o8 verdict \(id) approve --merge"]
    let path = try scene.worktree(of: packet).path
    let first =
      obstacle == .fastForwardOnly
      ? ["git -C \(ShellWord.quoted(path)) rebase main"] : []
    #expect(Array(errand.commands.dropFirst()) == first + commands)
    #expect(try workspace.overview().counts == [.review: 1])
    let waited = try await workspace.wait(Waiting(packets: ["fix"], timeoutSeconds: 60))
    #expect(waited.map(\.obstacle) == [shown.packet.obstacle])
  }

  @Test("a policy that asks more of what was approved is heeded by every view", arguments: [1, 2])
  func newerPolicy(landings: Int) async throws {
    try await LandingScene.with(policy: { $0.gates = [GovernedFixture.gate("ok", "true")] }) {
      scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      if landings == 2 { try await scene.landByHand(["b.txt": "other\n"]) }
      let workspace = try scene.workspace()
      var policy = try scene.fixture.governed().policy
      policy.rules.sensitive = [try #require(Pattern("a.txt"))]
      try await scene.fixture.write(policy)
      let id = packet.id.short
      let shown = try await workspace.report(on: packet.id.hex)
      #expect(shown.packet.state == .review && shown.missing == [.operator: 1])
      let approve = "git o8 verdict \(id) approve"
      #expect(
        shown.packet.obstacle?.commands
          == (landings == 2
            ? ["git o8 gate \(id)", "\(approve) --merge"] : ["\(approve) --merge"]))
      #expect(try workspace.inbox().errands.first?.commands.last?.hasPrefix(approve) == true)
      await #expect(throws: Problem.self) { try await workspace.previewOfMerge("fix") }
      if landings == 2 { _ = try await workspace.gate("fix") { _ in } }
      let docket = try workspace.docket(for: VerdictRequest(.approve, on: packet.id.hex))
      #expect(docket.verdict.sensitive == ["a.txt"])
      _ = try await workspace.sign(docket)
      #expect(try workspace.packets().packets.map(\.state) == [.approved])
      #expect(try await workspace.merge("fix").packet == packet.id)
    }
  }

  @Test("a gate that policy has now and that never ran is said, and run by what is named")
  func newerGate() async throws {
    try await LandingScene.with(policy: { $0.gates = [GovernedFixture.gate("ok", "true")] }) {
      scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      var policy = try scene.fixture.governed().policy
      policy.gates.append(GovernedFixture.gate("more", "true"))
      try await scene.fixture.write(policy)
      let workspace = try scene.workspace()
      let errand = try #require(try workspace.inbox().errands.first)
      #expect(errand.kind == .obstructed && errand.reason.contains("gate more has not run"))
      #expect(errand.commands.last == "git o8 gate \(packet.id.short)")
      await #expect(throws: Problem.self) { try await workspace.merge("fix") }
      _ = try await workspace.gate("fix") { _ in }
      #expect(try workspace.packets().packets.map(\.state) == [.approved])
      #expect(try await workspace.merge("fix").packet == packet.id)
    }
  }

  enum Obstacle: Sendable {
    case sameFile, neverCarried, noGate, fastForwardOnly

    func policy(_ policy: inout Policy) {
      policy.gates = self == .noGate ? [] : [GovernedFixture.gate("ok", "true")]
      if self == .neverCarried { policy.carry = .never }
      if self == .fastForwardOnly { policy.landing = [.fastForward] }
    }
  }

  @Test("where owners have to approve, theirs carries too", arguments: [false, true])
  func owners(isOwned: Bool) async throws {
    try await LandingScene.with(
      ["a.txt": "one\n", "b.txt": "one\n", "CODEOWNERS": "a.txt \(isOwned ? "@ann" : "@zoe")\n"],
      policy: { policy in
        policy.gates = [GovernedFixture.gate("ok", "true")]
        policy.codeOwners = .required
      }
    ) { scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      try await scene.landByHand(["b.txt": "two\n"])
      let workspace = try scene.workspace()
      guard isOwned else {
        await #expect(throws: Problem.self) { try await workspace.previewOfMerge("fix") }
        return
      }
      #expect(try await workspace.previewOfMerge("fix").gatesFirst == ["ok"])
      _ = try await workspace.gate("fix") { _ in }
      #expect(try await workspace.report(on: packet.id.hex).packet.carried != nil)
      #expect(try await workspace.merge("fix").isCarried)
    }
  }

  @Test("a rejection by anybody, or a reject of an older head, takes the carried approval away")
  func objection() async throws {
    try await regated { scene, packet in
      let workspace = try scene.workspace()
      let docket = try workspace.docket(
        for: VerdictRequest(.revise, on: packet.id.hex, summary: "no"))
      _ = try await workspace.sign(docket)
      #expect(try await workspace.report(on: packet.id.hex).packet.state != .approved)
    }
  }

  @Test("one that has landed here and is not final yet is approved too, and nothing is missing")
  func pending() async throws {
    try await with { scene, packet in
      let prev = try scene.main()
      try await scene.repository.git("update-ref", "refs/remotes/origin/main", prev.hex)
      for (key, value) in [("remote", "origin"), ("merge", "refs/heads/main")] {
        try await scene.repository.git("config", "branch.main.\(key)", value)
      }
      let workspace = try scene.workspace()
      let report = try await workspace.merge("fix")
      let shown = try await workspace.report(on: packet.id.hex)
      #expect(shown.landing?.commit == report.commit)
      #expect(shown.packet.state == .approved && shown.missing.isEmpty)
      #expect(try workspace.packets().packets.map(\.state) == [.approved])
      #expect(try workspace.inbox().errands.map(\.kind) == [.push])
    }
  }
}
