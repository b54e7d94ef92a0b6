import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// What the views say of a packet that has landed, and whose landing owners have taken back.
@Suite("Views of what owners took back")
struct TakenBackViewTests {
  private static let all = ListFilter(includesClosed: true)

  /// A packet has landed on main; then Ann rewinds main to before it.
  private func takenBack(
    afterSharing isShared: Bool = true,
    _ body: (SharingScene, _ packet: ObjectID, _ commit: ObjectID) async throws -> Void
  ) async throws {
    try await SharingScene.with { scene in
      try await scene.settle()
      let new = try scene.ann.value()
      let handed = try await scene.ann.approved("bad", ["a.txt": "bad\n"])
      let landed = try await scene.workspace(scene.ann).merge(handed.packet.hex).commit
      if isShared {
        try await scene.sync(scene.ann)
      }
      _ = try await scene.workspace(scene.ann).force(
        ForceRequest(branch: "main", commit: new.hex, reason: "it was bad", rewinds: true))
      try await body(scene, handed.packet, landed)
    }
  }

  /// That all views of a clone say the same of a packet which nobody can bring on.
  private func expectAlike(
    _ id: ObjectID, _ told: String, in workspace: Workspace
  ) async throws {
    let report = try await workspace.report(on: id.hex)
    #expect(report.packet.state == .review && report.missing == [:])
    #expect(report.unheld?.cause == .takenBack && report.notes.contains(told), "\(report.notes)")
    let listed = try #require(try workspace.packets(Self.all).packets.first)
    #expect(listed.id == id && listed.state == .review && listed.note == told)
    let full = try await workspace.packetsInFull(Self.all).reports
    #expect(full.map(\.packet.state) == [.review] && full.map(\.unheld) == [report.unheld])
    let waited = try await workspace.wait(Waiting(packets: [id.hex]))
    #expect(waited.map(\.state) == [.review])
    #expect(workspace.nextCommand(for: waited[0]) != nil)
  }

  @Test("every clone has it alike, nobody is asked for anything, and nothing opens it again")
  func views() async throws {
    try await takenBack { scene, id, commit in
      let told = "it landed as \(commit.short), which ann took back: it was bad"
      try await expectAlike(id, told, in: scene.workspace(scene.ann))
      try await scene.settle()
      // Bob never had it: landing and rewind came to him at once.
      for clone in scene.fixture.clones {
        let workspace = try scene.workspace(clone)
        try await expectAlike(id, told, in: workspace)
        #expect(try clone.target(Layout.packet(id)) == nil)
        #expect(try workspace.packets().packets == [])
        #expect(try workspace.inbox().errands == [])
        let refused = await #expect(throws: Problem.self) {
          try await workspace.previewOfMerge(id.hex)
        }
        #expect(refused?.message.contains(told) == true)
        #expect(refused?.hint == "git o8 show \(id.short) tells its story")
      }
    }
  }

  @Test("one that was open still is closed by what its views name")
  func open() async throws {
    try await takenBack(afterSharing: false) { scene, id, commit in
      let workspace = try scene.workspace(scene.ann)
      let told = "it landed as \(commit.short), which ann took back: it was bad"
      try await expectAlike(id, told, in: workspace)
      let errand = try #require(try workspace.inbox().errands.first)
      #expect(errand.kind == .unheld && errand.reason == told)
      #expect(errand.commands.last == "git o8 cancel \(id.short)")
      _ = try await workspace.cancel(id.hex, reason: nil)
      #expect(try workspace.packets(Self.all).packets.map(\.state) == [.cancelled])
      #expect(try workspace.inbox().errands == [])
    }
  }

  @Test("who claims that another packet landed as what was taken back hides nothing")
  func falseClaim() async throws {
    try await takenBack { scene, _, commit in
      let handed = try await scene.ann.approved("good", ["b.txt": "good\n"])
      let workspace = try scene.workspace(scene.ann)
      #expect(try workspace.inbox().errands.map(\.kind) == [.land])
      try await scene.ann.claim(handed, from: scene.ann.value(), by: commit)
      let report = try await workspace.report(on: handed.packet.hex)
      #expect(report.packet.state == .approved && report.unheld?.cause == .otherWay)
      #expect(try workspace.inbox().errands.map(\.kind) == [.land])
      #expect(try await workspace.merge(handed.packet.hex).packet == handed.packet)
    }
  }

  @Test("a branch that is behind the one it follows is said before anything lands there in vain")
  func outrun() async throws {
    try await SharingScene.with { scene in
      try await scene.settle()
      let handed = try await scene.bob.approved("late", ["c.txt": "c\n"])
      let first = try await scene.ann.approved("first", ["b.txt": "b\n"])
      _ = try await scene.workspace(scene.ann).merge(first.packet.hex)
      let bob = try scene.workspace(scene.bob)
      let before = try bob.packets()
      #expect(before.warnings == [])
      try await scene.sync(scene.ann)
      try await scene.sync(scene.bob)
      let command = "git merge --ff-only origin/main"
      let told =
        "main here is behind origin/main, and what lands before it follows is displaced: \(command)"
      #expect(try bob.packets().warnings == [told])
      let shown = try await bob.report(on: handed.packet.hex)
      #expect(shown.packet.state == .approved && shown.notes == ["cannot land: \(told)"])
      let errand = try #require(try bob.inbox().errands.first)
      #expect(errand.kind == .obstructed && errand.commands.last == command)
      let (ledger, main) = (try scene.bob.target(Layout.ledger), try scene.bob.value())
      for isPreview in [true, false] {
        let problem = await #expect(throws: Problem.self) {
          _ =
            isPreview
            ? try await bob.previewOfMerge(handed.packet.hex)
            : try await bob.merge(handed.packet.hex)
        }
        #expect(
          problem?.hint
            == "\(command) takes it along, then: git o8 merge \(handed.packet.short)")
      }
      // Nothing that could be displaced was claimed.
      #expect(try scene.bob.target(Layout.ledger) == ledger && scene.bob.value() == main)
      try await scene.bob.repository.git("merge", "-q", "--ff-only", "origin/main")
      #expect(try bob.packets().warnings == [])
      // No gate is asked for that could carry the approval along.
      await #expect(throws: Problem.self) { try await bob.merge(handed.packet.hex) }
      _ = try await bob.sign(
        try bob.docket(for: VerdictRequest(.approve, on: handed.packet.hex)))
      _ = try await bob.merge(handed.packet.hex)
      #expect(try await scene.sync(scene.bob).refusal == nil)
      #expect(try scene.packet(handed.packet, in: scene.bob)?.state == .landed)
    }
  }
}
