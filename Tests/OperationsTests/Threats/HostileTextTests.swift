import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

/// 36: what somebody pushed is shown as it is, and does nothing to a terminal.
@Suite struct HostileTextTests {
  private static let title = "nice\u{1b}[2J\u{202e}eert\u{200b}\u{9b}31m\nlanded"

  @Test func whatOthersPushedIsShownHarmlessly() async throws {
    try await ServerScene.with { scene in
      let forge = try Forge(scene.fixture)
      var work = Opened(title: Self.title, branch: GovernedFixture.main, runtime: "exec")
      work.acceptance = [Self.title]
      let root = try forge.commit(forge.envelope { $0.fields = EventBody.opened(work).fields })
      try await scene.expectTaken(["\(root):\(Layout.packet(root))"])
      try await scene.repository.git("update-ref", Layout.packet(root).text, root.hex)
      for words in [
        ["list"], ["list", "--json"], ["show", root.hex], ["show", root.hex, "--json"],
        ["status"], ["inbox"], ["log", root.hex], ["cancel", root.hex], ["ledger"],
      ] {
        let said = try await scene.repository.program.run(HookScene.program, words)
        for text in [said.output, said.error] {
          let hostile = text.unicodeScalars.filter { scalar in
            let category = scalar.properties.generalCategory
            return category == .format || category == .control && scalar != "\n"
          }
          #expect(hostile.isEmpty, "\(words): \(text.debugDescription)")
        }
      }
    }
  }
}
