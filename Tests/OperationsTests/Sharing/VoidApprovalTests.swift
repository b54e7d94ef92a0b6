import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// An approval that goes by a policy which sync set aside, since another was first.
@Suite("Approvals that their branch does not heed")
struct VoidApprovalTests {
  private func with(
    _ body: (SharingScene, Workspace, Handed) async throws -> Void
  ) async throws {
    try await SharingScene.with { scene in
      try await scene.settle()
      try await scene.change(scene.bob) { $0.carry = .never }
      try await scene.sync(scene.bob)
      try await scene.change(scene.ann) { $0.attempts = 5 }
      let handed = try await scene.ann.approved("lane", ["c.txt": "c\n"])
      let workspace = try scene.workspace(scene.ann)
      #expect(try workspace.packets().packets.map(\.state) == [.approved])
      try await scene.sync(scene.ann)
      try await body(scene, workspace, handed)
    }
  }

  @Test("every view has it in review and says why, in every clone")
  func views() async throws {
    try await with { scene, _, handed in
      try await scene.settle()
      let id = handed.packet
      for clone in scene.fixture.clones {
        let workspace = try scene.workspace(clone)
        #expect(try workspace.packets().packets.map(\.state) == [.review])
        let report = try await workspace.report(on: id.hex)
        #expect(report.packet.state == .review && report.missing == [.operator: 1])
        let why = try #require(report.packet.verdicts.last?.why)
        #expect(why.hasSuffix("is not in force here, nor older"))
        let waited = try await workspace.wait(Waiting(packets: [id.hex]))
        #expect(waited.map(\.state) == [.review])
        let errand = try #require(try workspace.inbox().errands.first)
        #expect(errand.commands.last == "git o8 verdict \(id.short) approve --merge")
      }
    }
  }

  @Test("merge names the verdict that mends it, and with that it lands")
  func way() async throws {
    try await with { scene, workspace, handed in
      let id = handed.packet.hex
      let early = await #expect(throws: Problem.self) { try await workspace.merge(id) }
      #expect(early?.hint == "git o8 verdict \(handed.packet.short) approve --merge")
      let preview = await #expect(throws: Problem.self) {
        try await workspace.previewOfMerge(id)
      }
      #expect(preview?.hint == early?.hint)
      let judgement = try await workspace.sign(
        try workspace.docket(for: VerdictRequest(.approve, on: id)))
      #expect(judgement.state == .approved && !judgement.isRepeated)
      #expect(try workspace.packets().packets.map(\.state) == [.approved])
      _ = try await workspace.merge(id)
      #expect(try await scene.sync(scene.ann).refusal == nil)
      #expect(try scene.packet(handed.packet, in: scene.ann)?.state == .landed)
    }
  }
}
