import Foundation
import Git
import Lanes
import Testing

/// What a holder of a lock leaves to the next one.
@Suite struct TenureTests {
  private let fixture: ProcessFixture
  private var lock: String { "\(fixture.path)/lock" }

  init() throws { fixture = try ProcessFixture() }

  @Test func `who ended in order left nothing to see to`() async throws {
    for _ in 0..<2 {
      #expect(try await Tenure(of: lock).perform { $0 } == nil)
      #expect(!Tenure(of: lock).isOrphaned)
    }
    await #expect(throws: CancellationError.self) {
      try await Tenure(of: lock).perform { _ in throw CancellationError() }
    }
    #expect(!Tenure(of: lock).isOrphaned)
  }

  @Test func `programs are started with the lock's name, and only meanwhile`() async throws {
    let shell = Program("sh")
    let script = ["-c", "echo $O8_UNDER"]
    let mark = try await Tenure(of: lock).perform { _ in try await shell.require(script) }
    #expect(String(decoding: mark, as: UTF8.self) == "\(getsid(0)) \(lock)\n")
    #expect(try await shell.require(script) == Array("\n".utf8))
  }

  @Test func `what a killed holder's program still does is waited for`() async throws {
    try Data().write(to: URL(fileURLWithPath: "\(lock).held"))
    #expect(Tenure(of: lock).isOrphaned)
    let script = "echo $$ > begun; while [ ! -e go ]; do :; done; echo > ended"
    async let working = program(script)
    #expect(await eventually { !fixture.processes(in: "begun").isEmpty })
    async let going: Void = Data().write(to: URL(fileURLWithPath: "\(fixture.path)/go"))
    let seen = try await Tenure(of: lock).perform { remains in (remains, fixture.text(of: "ended"))
    }
    #expect(seen.0 == [])
    #expect(seen.1 == "\n")
    #expect(try await working.exit == 0)
    try await going
  }

  @Test func `what does not end is ended, whatever it ignores`() async throws {
    try Data().write(to: URL(fileURLWithPath: "\(lock).held"))
    async let working = program("trap '' INT TERM; echo $$ > begun; while :; do sleep 1; done")
    #expect(await eventually { !fixture.processes(in: "begun").isEmpty })
    let tenure = Tenure(of: lock, patience: [(nil, 10), (SIGINT, 10), (SIGTERM, 10)])
    let remains = try await tenure.perform { $0 }
    #expect(remains?.first?.hasPrefix("ended what the dead one had started: ") == true)
    #expect(try await working.exit == 128 + SIGKILL)
  }

  @Test func `a daemon that a hook started is let be`() async throws {
    try Data().write(to: URL(fileURLWithPath: "\(lock).held"))
    async let working = program("setsid sh -c 'echo $$ > begun; exec sleep 600' </dev/null &")
    #expect(await eventually { !fixture.processes(in: "begun").isEmpty })
    #expect(try await Tenure(of: lock).perform { $0 } == [])
    let daemon = fixture.processes(in: "begun")
    #expect(daemon.allSatisfy(isRunning))
    for process in daemon { kill(process, SIGKILL) }
    _ = try await working
  }

  /// A program as the dead holder had started it.
  private func program(_ script: String) async throws -> ProgramOutput {
    try await Program("sh").run(
      ["-c", script], in: fixture.path, environment: ["O8_UNDER": "\(getsid(0)) \(lock)"])
  }
}
