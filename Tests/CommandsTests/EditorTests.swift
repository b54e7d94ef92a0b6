import Fixtures
import Foundation
import Model
import Support
import Synchronization
import Testing
import Trust

@testable import Commands

@Suite("A text that is missing is asked for in the editor")
struct EditorTests {
  /// Runs the words as if somebody were at the terminal, with an editor that runs `script` on the
  /// file `$1`.
  private func run(
    _ words: [String], in scene: PacketScene, editor script: String, isInteractive: Bool = true,
    environment extra: [String: String] = [:]
  ) async throws -> (Int32, String) {
    let editor = scene.repository.scratch + "/an editor"
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: editor))
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: editor)
    let said = Mutex("")
    let context = Context(
      directory: scene.repository.path, program: "/bin/true",
      environment: scene.fixture.environment.merging(["GIT_EDITOR": "'\(editor)'"]) { $1 }
        .merging(extra) { $1 },
      isInteractive: isInteractive, now: { PacketScene.later }
    ) { _, text in said.withLock { $0 += text } }
    let status = await CommandRun(words).exitStatus(in: context)
    return (status, said.withLock { $0 })
  }

  @Test("what stands above the line is the text, headings and all")
  func steer() async throws {
    try await PacketScene.with { scene in
      let id = try await scene.open("Fix it")
      let script =
        #"{ printf '\n# Look\n\n'; echo 'at this'; cat "$1"; } >"$1.new"; mv "$1.new" "$1""#
      let (status, text) = try await run(["steer", id.short], in: scene, editor: script)
      #expect(status == 0, "\(text)")
      let packet = try #require(try scene.fixture.governed().storyOfPacket(id))
      #expect(packet.messages == ["# Look\n\nat this"])
    }
  }

  @Test("an empty text does nothing and says so, an editor that fails too")
  func empty() async throws {
    try await PacketScene.with { scene in
      let id = try await scene.open("Fix it")
      let (status, text) = try await run(["steer", id.short], in: scene, editor: "true")
      #expect(status == 1)
      #expect(text.contains("the text is empty"))
      #expect(try await run(["steer", id.short], in: scene, editor: "exit 3").0 == 2)
      #expect(try scene.fixture.governed().storyOfPacket(id)?.messages == [])
    }
  }

  @Test("a verdict's writer sees what it is about; with a message nobody is asked")
  func verdict() async throws {
    try await PacketScene.with { scene in
      let id = try await scene.reviewed("Fix it").id
      let script = #"cp "$1" "$1.seen"; echo 'too slow' >"$1""#
      let (status, text) = try await run(
        ["verdict", id.short, "revise"], in: scene, editor: script)
      #expect(status == 0, "\(text)")
      let packet = try #require(try scene.fixture.governed().storyOfPacket(id))
      #expect(packet.verdicts.last?.verdict.summary == "too slow")
      let seen = try scene.repository.read(".git/o8/EDITMSG.md.seen")
      #expect(seen.contains("# What is wrong with it?") && seen.contains("# packet \(id.short)"))
      let other = try await scene.reviewed("Other", "src/b.txt").id
      let given = try await run(
        ["verdict", other.short, "revise", "-m", "no"], in: scene, editor: "exit 9")
      #expect(given.0 == 0, "\(given.1)")
    }
  }

  @Test("without a terminal, or in a lane, no editor is opened")
  func nobody() async throws {
    try await PacketScene.with { scene in
      let id = try await scene.open("Fix it")
      let script = "touch \"$1.opened\""
      let alone = try await run(
        ["steer", id.short], in: scene, editor: script, isInteractive: false)
      let inLane = try await run(
        ["steer", id.short], in: scene, editor: script, environment: ["O8_PACKET": id.hex])
      let asked = try await run(
        ["dispatch", "More", "-e", "--", "true"], in: scene, editor: script, isInteractive: false)
      #expect([alone.0, inLane.0, asked.0] == [1, 1, 1])
      let file = scene.repository.path + "/.git/o8/EDITMSG.md.opened"
      #expect(!FileManager.default.fileExists(atPath: file))
    }
  }
}
