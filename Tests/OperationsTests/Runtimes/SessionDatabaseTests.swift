import Fixtures
import Foundation
import Model
import Runtimes
import Support
import Testing

@testable import Operations

@Suite("Conversations that a CLI keeps in a database")
struct SessionDatabaseTests {
  /// With a home of its own.
  private func with(_ body: (Workspace, String) async throws -> Void) async throws {
    try await LaneScene.with { scene in
      let home = scene.repository.scratch + "/owner"
      let data = home + "/.local/share"
      for folder in ["opencode", "goose/sessions"] {
        try FileManager.default.createDirectory(
          atPath: "\(data)/\(folder)", withIntermediateDirectories: true)
      }
      var environment = scene.fixture.environment
      environment["HOME"] = home
      environment["XDG_DATA_HOME"] = nil
      try await body(
        Workspace(
          in: scene.repository.path, program: LaneScene.programPath, environment: environment,
          now: { GovernedFixture.now }), data)
    }
  }

  @Test("are listed, read, and given to a worker")
  func read() async throws {
    try await with { workspace, data in
      try TestDatabase.make(data + "/opencode/opencode.db", TestDatabase.opencode)
      try TestDatabase.make(data + "/goose/sessions/sessions.db", TestDatabase.goose)
      let list = try await workspace.sessions(of: nil, limit: 10)
      #expect(list.failures.isEmpty)
      #expect(
        list.sessions.map(\.name) == [
          "opencode:ses_2", "opencode:ses_1", "goose:20260301_1",
          "goose:0f0e0d0c-0b0a-4908-8706-050403020100",
        ])
      let name = try #require(SessionName("goose:20260301_1"))
      var told: [String] = []
      try await workspace.readSession(name, after: 1) { told.append("\($0.kind) \($0.text)") }
      #expect(
        told == [
          "message Hi.", #"tool_call {"command":"ls"}"#, "tool_result a.txt",
          "tool_result no such tool",
        ])
      let prompt = try await workspace.prompt(
        "Go on", title: "x", withContextOf: ["opencode:ses_1"])
      #expect(prompt?.contains("[2] user: Why?") == true)
      #expect(prompt?.contains("agent: Because.") == true)
    }
  }

  @Test("that are damaged are said to be, and hide no others")
  func damaged() async throws {
    try await with { workspace, data in
      try Data("no database at all, but a file".utf8)
        .write(to: URL(fileURLWithPath: data + "/opencode/opencode.db"))
      try TestDatabase.make(data + "/goose/sessions/sessions.db", TestDatabase.goose)
      let list = try await workspace.sessions(of: nil, limit: 10)
      #expect(list.sessions.count == 2)
      #expect(
        list.failures == [
          "opencode: the database is damaged, in use, or takes too long to read; "
            + "it can show one itself: opencode export ID"
        ])
      let name = try #require(SessionName("opencode:ses_1"))
      let problem = await #expect(throws: Problem.self) {
        try await workspace.readSession(name, after: 0) { _ in }
      }
      #expect(problem?.kind == .environment)
      #expect(problem?.hint == "it can show one itself: opencode export ses_1")
    }
  }
}
