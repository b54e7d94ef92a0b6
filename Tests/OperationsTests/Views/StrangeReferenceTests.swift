import Fixtures
import Git
import Model
import Store
import Support
import Testing

@testable import Operations

@Suite("What stands among o8's references and is none of them")
struct StrangeReferenceTests {
  @Test("is named by status and reconcile, with the command that drops it")
  func named() async throws {
    try await PacketScene.with { scene in
      let id = try await scene.open("Fine")
      let main = try await scene.repository.id("main")
      let blob = try await scene.repository.git("rev-parse", "main:a.txt")
      try await scene.repository.git("update-ref", "refs/o8/packets/zzz", main)
      try await scene.repository.git("update-ref", "refs/o8/heads/\(id.hex)", blob)
      try await scene.repository.git("update-ref", "refs/o8/other", main)
      let strange = try scene.workspace().overview().strange
      #expect(strange.count == 3)
      #expect(strange.contains { $0.contains("refs/o8/packets/zzz is named after no packet") })
      #expect(strange.contains { $0.contains("refs/o8/heads/\(id) holds a blob") })
      let report = try await scene.workspace().reconcile()
      #expect(Set(report.problems).isSuperset(of: strange))
      for sentence in strange {
        let command = try #require(sentence.split(separator: ": ").last).split(separator: " ")
        try await scene.repository.program.require(
          "git", command.dropFirst().prefix(4).map(String.init))
      }
      #expect(try scene.workspace().overview().strange == [])
    }
  }
}
