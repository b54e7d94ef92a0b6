import Fixtures
import Foundation
import Model
import Support

@testable import Operations

/// A governed repository, and an agent CLI on PATH that is a shell script and speaks as claude does.
struct OddAgentScene: Sendable {
  let lanes: LaneScene
  /// The script's path.
  let program: String

  private static let manifest = """
    name = odd
    prompt = input
    launch = run
    resume = run --resume {session}
    session = told
    parser = claude
    """

  /// What such a script says first, and last where all went well.
  static let begins =
    #"{"type":"system","subtype":"init","session_id":"one","model":"odd-1"}"#
  static let ends =
    #"{"type":"result","subtype":"success","is_error":false,"result":"ok","session_id":"one"}"#

  static func with(
    _ script: String, policy change: (inout Policy) throws -> Void = { _ in },
    _ body: (OddAgentScene) async throws -> Void
  ) async throws {
    try await LaneScene.with(policy: change) { plain in
      let folder = plain.repository.scratch + "/bin"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let (program, text) = ("\(folder)/odd", "\(folder)/odd.runtime")
      try Data(manifest.utf8).write(to: URL(fileURLWithPath: text))
      try write(script, to: program)
      try await plain.repository.git("config", "o8.runtimeManifest", text)
      var environment = plain.fixture.environment
      environment["PATH"] = "\(folder):\(environment["PATH"] ?? "")"
      let workspace = try Workspace(
        in: plain.repository.path, program: LaneScene.programPath, environment: environment,
        now: { GovernedFixture.now })
      let lanes = LaneScene(fixture: plain.fixture, workspace: workspace)
      try await body(OddAgentScene(lanes: lanes, program: program))
    }
  }

  /// It tells its version and reads its prompt; the rest is what a test has it do.
  private static func write(_ script: String, to path: String) throws {
    let text = """
      #!/bin/sh
      case $1 in --version) echo 'odd 1.0.0'; exit ;; esac
      begins='\(begins)' ends='\(ends)'
      cat >/dev/null
      \(script)

      """
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }

  func dispatch(attempts: Int = 1) async throws -> Packet {
    let request = WorkRequest(title: "Odd", runtime: "odd", attempts: attempts)
    return try await lanes.workspace.dispatch(request, .here { _ in }).packet
  }

  /// What `git o8 log` tells, events as `KIND SUBJECT: TEXT`.
  func log(of packet: Packet) async throws -> [String] {
    var texts: [String] = []
    try await lanes.workspace.log(packet.id.hex, after: 0, follows: false) { entry in
      switch entry {
      case .line(let line): texts.append(line.text)
      case .event(let event): texts.append("\(event.kind) \(event.subject ?? ""): \(event.text)")
      }
    }
    return texts
  }
}
