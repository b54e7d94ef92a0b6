import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing

@testable import Operations

/// A bomb that makes 2^9 processes at most, each of which waits and is told by its mark.
private func bomb(_ mark: String) -> String {
  """
  printf 'if [ $1 -gt 0 ]; then sh /tmp/\(mark) $(($1-1)) & sh /tmp/\(mark) $(($1-1)) & fi; sleep 600' \
    >/tmp/\(mark)
  sh /tmp/\(mark) 9
  """
}

@Suite("Too many processes")
struct CrowdTests {
  /// What runs on of a bomb.
  private func remains(of mark: String) async throws -> Int {
    // In brackets the pattern is not found in the command that looks for it.
    let pattern = "/tmp/[\(mark.prefix(1))]\(mark.dropFirst()) "
    let said = try await TestProgram(directory: "/", home: "/").run(
      "sh", ["-c", "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' | grep -c '\(pattern)'"])
    return Int(said.output.filter(\.isNumber)) ?? 0
  }

  @Test(
    "in a cage end the attempt with a word about it, and take nothing along", .caged,
    .timeLimit(.minutes(15)))
  func caged() async throws {
    try await LaneScene.with { scene in
      try await scene.repository.git("config", "o8.maxProcesses", "200")
      let sent = try await scene.caged("echo two >a.txt\n\(bomb("crowd-caged"))")
      #expect(sent.packet.state == .failed)
      let end = try #require(sent.packet.attempts.first?.end)
      #expect(end.outcome == .failed)
      #expect(end.notes.contains { $0.contains("more than 200 processes at once") }, "\(end.notes)")
      #expect(end.head != nil, "what it did before is kept")
      #expect(try await remains(of: "crowd-caged") == 0)
      let next = try await scene.caged("echo three >a.txt") { $0.title = "Another" }
      #expect(next.packet.state == .review, "\(next.halt ?? "")")
    }
  }

  @Test("in a gate are a red gate, whose log says why", .caged, .timeLimit(.minutes(15)))
  func gate() async throws {
    try await LaneScene.with(gates: [GovernedFixture.gate("bomb", bomb("crowd-gate"))]) { scene in
      try await scene.repository.git("config", "o8.maxProcesses", "200")
      let sent = try await scene.caged("echo two >a.txt")
      #expect(sent.packet.state == .failed, "\(sent.packet.state)")
      #expect(sent.packet.gates.map(\.gate.passed) == [false])
      let report = try await scene.workspace.report(on: sent.packet.id.hex)
      #expect(
        report.red?.contains("more than 200 processes at once") == true, "\(report.red ?? "")")
      #expect(try await remains(of: "crowd-gate") == 0)
    }
  }

  /// Settings that no lane could go by.
  static let bad = [
    ["o8.maxProcesses", "some"], ["o8.maxMemory", "-1"], ["o8.maxLanes", "0"],
    ["o8.cageNetwork", "some"], ["o8.cageRead", "here"],
  ]

  @Test("a setting that no lane could go by stops what would need it, before anything is written")
  func configured() async throws {
    try await LaneScene.with { scene in
      try await scene.repository.git("branch", "work")
      for setting in Self.bad {
        let (key, value) = (setting[0], setting[1])
        try await scene.repository.git("config", key, value)
        let before = try await scene.repository.git("for-each-ref")
        for attendance in [LaneAttendance.detached, .here { _ in }] {
          let problem = await #expect(throws: Problem.self) {
            try await scene.workspace.dispatch(
              WorkRequest(title: "One", command: ["true"]), attendance)
          }
          #expect(problem?.kind == .environment)
          #expect(problem?.message.contains("\(key) is \(value)") == true)
        }
        let problem = await #expect(throws: Problem.self) {
          try await scene.workspace.adopt(
            "work", title: nil, scope: [], base: nil, .here { _ in })
        }
        #expect(problem?.message.contains("\(key) is \(value)") == true)
        #expect(try await scene.repository.git("for-each-ref") == before)
        let findings = try await scene.workspace.examination().findings
        #expect(
          findings.contains {
            $0.subject == .isolation && $0.text.contains("\(key) is \(value)")
              && $0.text.hasSuffix("no work starts here")
          })
        // Whether there would be a cage cannot be told.
        #expect(!findings.contains { $0.subject == .key && $0.text.contains("cage") })
        try await scene.repository.git("config", "--unset", key)
      }
    }
  }
}
