import Fixtures
import Foundation
import Model
import Support
import Testing

@testable import Operations

extension LaneScene {
  /// A script at a terminal; the user's shell where there is none.
  func atTerminal(
    _ script: String?, in extra: [String: String] = [:], attempts: Int = 1,
    _ attendance: LaneAttendance = .detached, change: (inout WorkRequest) -> Void = { _ in }
  ) async throws -> Dispatched {
    var request = WorkRequest(
      title: "At a terminal", attempts: attempts, command: script.map { ["sh", "-c", $0] } ?? [])
    request.surface = .terminal
    change(&request)
    let workspace = try Workspace(
      in: repository.path, program: Self.programPath,
      environment: fixture.environment.merging(extra) { $1 }, now: { GovernedFixture.now })
    return try await workspace.dispatch(request, attendance)
  }

  func eventuallyHolds(_ condition: () async throws -> Bool) async throws {
    for _ in 0..<(TerminalWorkTests.seconds * 50) {
      if try await condition() { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("it never came to that")
  }

  func until(_ id: String, logs text: String) async throws {
    try await eventuallyHolds {
      var said: [String] = []
      try await workspace.log(id, after: 0, follows: false) { said.append($0.text) }
      return said.contains(text)
    }
  }

  func awaitReview(_ id: String) async throws -> Packet {
    try await workspace.wait(
      Waiting(packets: [id], until: .review, timeoutSeconds: TerminalWorkTests.seconds))[0]
  }

  /// What stands in the directory of a packet's lane, as tmux does.
  func processes(in packet: ObjectID) -> [Int32] {
    let place = repository.gitDirectory + "/o8/lanes/" + packet.hex
    return all.filter {
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\($0)/cwd")) == place
    }
  }

  func processes(saying words: String) -> [Int32] {
    all.filter { process in
      let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
      return String(decoding: line.map { $0 == 0 ? 32 : $0 }, as: UTF8.self).contains(words)
    }
  }

  private var all: [Int32] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
  }
}
