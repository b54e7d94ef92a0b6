import Fixtures
import Foundation
import Git
import Lanes
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("A lane that died")
struct LaneCrashTests {
  @Test("after any event of its story goes on to review")
  func goesOn() async throws {
    let gate = GovernedFixture.gate("check", "grep -q good a.txt")
    try await LaneScene.with(gates: [gate]) { scene in
      let script =
        "if test -e b.txt; then echo good > a.txt; else echo bad > a.txt; echo > b.txt; fi"
      let sent = try await scene.dispatch(script, attempts: 9)
      #expect(sent.packet.state == .review)
      let id = sent.packet.id
      let story = sent.packet.log
      #expect(story.count == 11)
      for last in story.dropLast() {
        try await scene.repository.git("update-ref", Layout.packet(id).text, last.id.hex)
        let packet = try await scene.goOn(id)
        #expect(packet.state == .review, "after \(last.kind) \(last.id.short)")
        #expect(packet.ignored.isEmpty)
        #expect(packet.liveAttempt == nil)
      }
    }
  }

  @Test("keeps the conversation that was chosen, whatever its worker wrote")
  func session() async throws {
    try await LaneScene.with { plain in
      // What a hook of the worker's own can put in front of what its program says.
      let other = "11111111-2222-4333-8444-555555555555"
      let scene = try await plain.with(
        program: "mine", saying: #"{"type":"system","subtype":"init","session_id":"\#(other)"}"#,
        as: "launch = {prompt} {session}\nresume = {prompt} {session}\nsession = chosen\n"
          + "parser = claude\n")
      let sent = try await scene.workspace.dispatch(
        WorkRequest(title: "Fix it", runtime: "mine", attempts: 2), .here { _ in })
      let id = sent.packet.id
      let chosen = try #require(sent.packet.attempts.first?.session)
      let started = try #require(sent.packet.log.first { $0.kind == .started })
      try await scene.repository.git("update-ref", Layout.packet(id).text, started.id.hex)
      let packet = try await scene.goOn(id)
      #expect(packet.attempts.prefix(2).map { $0.end?.session } == [chosen, chosen])
      #expect(packet.attempts.first?.end?.outcome == .crashed)
    }
  }
}

extension LaneScene {
  /// The same with a program on PATH that says a line and fails, and the runtime that it is.
  fileprivate func with(
    program: String, saying line: String, as manifest: String
  ) async throws -> LaneScene {
    let folder = repository.scratch + "/bin"
    let script =
      "#!/bin/sh\ncase $1 in --version) echo 1.2.3 ;; *) echo '\(line)'; exit 1 ;; esac\n"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(script.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(program)"))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: "\(folder)/\(program)")
    let file = "\(folder)/\(program).runtime"
    try Data("name = \(program)\n\(manifest)".utf8).write(to: URL(fileURLWithPath: file))
    try await repository.git("config", "o8.runtimeManifest", file)
    var environment = fixture.environment
    environment["PATH"] = "\(folder):\(environment["PATH"] ?? "")"
    let workspace = try Workspace(
      in: repository.path, program: Self.programPath, environment: environment,
      now: { GovernedFixture.now })
    return LaneScene(fixture: fixture, workspace: workspace)
  }

  /// What a person or `reconcile` does with a packet whose lane is gone.
  fileprivate func goOn(_ id: ObjectID) async throws -> Packet {
    let packet = try #require(try packet(id))
    if packet.state == .queued {
      return try await workspace.send(packet, .here { _ in }).packet
    }
    return try await workspace.resume(id.hex, message: nil, .here { _ in }).packet
  }
}
