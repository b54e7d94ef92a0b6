import Fixtures
import Foundation
import Lanes
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("A provider that is said to refuse")
struct ProviderWaitTests {
  private static let manifest = """
    name = echo
    program = sh
    prompt = input
    launch = -c "echo two > a.txt"
    parser = plain
    """

  @Test("is told where its packets wait, and is tried at once where a person says so")
  func insisted() async throws {
    try await LaneScene.with { scene in
      let file = scene.repository.scratch + "/echo.runtime"
      try Data(Self.manifest.utf8).write(to: URL(fileURLWithPath: file))
      try await scene.repository.git("config", "o8.runtimeManifest", file)
      let until = GovernedFixture.now.adding(seconds: 3600)
      let actor = try scene.fixture.governed().actor(environment: scene.fixture.environment)
      try await scene.fixture.governed().store.tell(
        ProviderRefusal(
          kind: .auth, text: "Not logged in", since: GovernedFixture.now, until: until),
        of: "echo", by: actor.name, clone: "another", at: GovernedFixture.now)
      let packet = try await scene.workspace.open(
        Opened(title: "Fix it", branch: GovernedFixture.main, runtime: "echo", attempts: 1),
        prompt: nil, in: scene.fixture.governed())
      let shown = try await scene.workspace.report(on: packet.id.hex)
      let words =
        "a lane was told by echo, until \(until.text): “Not logged in”; "
        + "git o8 resume \(packet.id.short) tries now"
      #expect(shown.queued == words)
      let done = try await scene.workspace.resume(
        packet.id.hex, message: nil, .here { _ in })
      #expect(done.packet.state == .review)
    }
  }
}
