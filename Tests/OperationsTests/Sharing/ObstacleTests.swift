import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// 39: a reference whose name is a directory of another's, which git then cannot have.
@Suite("A name in the way of another")
struct ObstacleTests {
  @Test("at a remote without hooks stops neither the rest nor other people, and the way out works")
  func atTheRemote() async throws {
    try await SharingScene.with { scene in
      let packet = try await scene.open("Mend it", in: scene.ann)
      let other = try await scene.open("Tidy up", in: scene.ann)
      let name = Layout.packet(packet)
      let main = try await scene.bob.repository.id("main")
      try await scene.bob.repository.git(
        "push", "-q", "--no-verify", "origin", "\(main):\(name)/x", "\(main):refs/o8/hints/x")
      let report = try await scene.sync(scene.ann)
      #expect(report.refusal == nil)
      let need = try #require(report.needs.first, "\(report)")
      #expect(need.text.contains("\(name)/x stands in the way of \(name) at origin"))
      #expect(try scene.fixture.atBare(Layout.packet(other)) != nil, "the rest went")
      #expect(try scene.fixture.atBare(name) == nil)
      try await scene.sync(scene.bob)
      #expect(try scene.packet(other, in: scene.bob) != nil)
      #expect(try scene.packet(packet, in: scene.ann)?.title == "Mend it", "nothing was lost")

      let command = try #require(need.commands.first)
      try await scene.ann.repository.program.require("sh", ["-c", command])
      let again = try await scene.sync(scene.ann)
      #expect(again.needs == [])
      try await scene.sync(scene.bob)
      #expect(try scene.packet(packet, in: scene.bob)?.title == "Mend it")
    }
  }

  @Test("here is put aside where a packet's reference belongs", arguments: ["x", "x/y"])
  func here(below: String) async throws {
    try await PacketScene.with { scene in
      let id = try await scene.open("Fine")
      let main = try await scene.repository.id("main")
      let heads = Layout.heads(id)
      try await scene.repository.git("update-ref", "\(heads)/\(below)", main)
      let head = try #require(ObjectID(main))
      try await scene.fixture.governed().store.addHead(head, for: id)
      let git = try scene.fixture.open()
      #expect(try git.target(of: heads) != nil)
      let aside = try git.references(under: Layout.quarantines)
      #expect(aside.map(\.target) == [head])
      #expect(
        try await scene.workspace().examination().findings.contains {
          $0.subject == .references && $0.text.contains("refused is kept apart")
        })
    }
  }
}
