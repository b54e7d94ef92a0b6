import Foundation
import Lanes
import Testing

/// Whether this process may open what the test needs.
private var mayOpenThousands: Bool {
  var limit = rlimit()
  guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return false }
  return limit.rlim_cur >= 4096
}

/// The keeper waits with select, whose sets end at descriptor 1024: a lane's own descriptors must
/// not decide whether it works, wherever beyond that end they happen to lie.
@Test(.enabled(if: mayOpenThousands, "the limit of open files is too low to get beyond 1024"))
func aLaneWithThousandsOfOpenFilesStillKeepsItsCommands() async throws {
  var open: [FileHandle?] = []
  let run = CommandGateRun(environment: ["PATH": "/usr/bin:/bin"])
  while open.count < 2600 {
    open += (0..<(open.isEmpty ? 1000 : 20)).map { _ in FileHandle(forReadingAtPath: "/dev/null") }
    let result = await run.run(
      CommandGate(name: "test", command: "exit 3", directory: "/", timeoutSeconds: 60))
    try #require(result.outcome == .failed, "with \(open.count) files open")
    #expect(result.exit == 3)
  }
  #expect(open.allSatisfy { $0 != nil })
}
