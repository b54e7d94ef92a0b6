import Fixtures
import Foundation
import Model
import Support

@testable import Operations

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A governed repository, and a stand-in on PATH under the name of the CLI that it plays.
struct StandInScene: Sendable {
  let lanes: LaneScene
  let standIn: StandIn
  private let program: String

  private static let script = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Agents/stand-in").path

  /// Its one gate tells what would mend what it refuses.
  static func with(_ standIn: StandIn, _ body: (StandInScene) async throws -> Void) async throws {
    let check = "! grep -q BAD hello.txt || { echo '@write hello.txt good'; exit 1; }\n"
    try await LaneScene.with(
      ["a.txt": "one\n", "check.sh": check],
      gates: [GovernedFixture.gate("check", "sh check.sh")]
    ) { plain in
      let folder = plain.repository.scratch + "/bin"
      let program = "\(folder)/\(standIn.program)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(atPath: program, withDestinationPath: script)
      guard mkfifo(program + ".pipe", 0o600) == 0 else {
        throw ProgramFailure(description: "no pipe: \(errno)")
      }
      var environment = plain.fixture.environment
      environment["PATH"] = "\(folder):\(environment["PATH"] ?? "")"
      let workspace = try Workspace(
        in: plain.repository.path, program: LaneScene.programPath, environment: environment,
        now: { GovernedFixture.now })
      let lanes = LaneScene(fixture: plain.fixture, workspace: workspace)
      try await body(StandInScene(lanes: lanes, standIn: standIn, program: program))
    }
  }

  var workspace: Workspace { lanes.workspace }

  func dispatch(_ prompt: String, attempts: Int = 1) async throws -> Packet {
    try await workspace.dispatch(request(prompt, attempts: attempts), .here { _ in }).packet
  }

  func start(_ prompt: String) async throws -> Packet {
    try await workspace.dispatch(request(prompt, attempts: 1), .detached).packet
  }

  /// Returns once the stand-in waits for a signal.
  func untilItWaits() async throws {
    for _ in 0..<3000 {
      // A pipe that nobody reads yet cannot be opened so.
      let pipe = open(program + ".pipe", O_WRONLY | O_NONBLOCK)
      guard pipe < 0 else {
        close(pipe)
        return
      }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw ProgramFailure(description: "\(standIn.runtime) never waited")
  }

  /// The packet once its first attempt has ended and nothing of it runs.
  func whenItRests(_ sent: Packet) async throws -> Packet {
    for _ in 0..<3000 {
      if let packet = try lanes.packet(sent.id), packet.attempts.first?.end != nil,
        packet.state != .running
      {
        return packet
      }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw ProgramFailure(description: "\(standIn.runtime) never ended")
  }

  func log(of packet: Packet) async throws -> [String] {
    var texts: [String] = []
    try await workspace.log(packet.id.hex, after: 0, follows: false) { entry in
      switch entry {
      case .line(let line): texts.append(line.text)
      case .event(let event):
        texts.append([event.subject, event.text].compactMap(\.self).joined(separator: ": "))
      }
    }
    return texts
  }

  /// How many turns the stand-in knows of a conversation.
  func turns(of conversation: String) -> Int {
    let text = try? String(
      contentsOfFile: "\(program).conversation.\(conversation)", encoding: .utf8)
    return text?.split(separator: "\n").count ?? 0
  }

  private func request(_ prompt: String, attempts: Int) -> WorkRequest {
    WorkRequest(
      title: "Write it", prompt: prompt, runtime: standIn.runtime, attempts: attempts)
  }
}
