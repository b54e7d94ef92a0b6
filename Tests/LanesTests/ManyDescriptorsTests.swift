import Foundation
import Lanes
import Testing

/// Whether this process may open what the test needs.
private var mayOpenThousands: Bool {
  var limit = rlimit()
  guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return false }
  return limit.rlim_cur >= 4096
}

/// The keeper waits with select, whose sets end at descriptor 1024.
@Test(.enabled(if: mayOpenThousands, "the limit of open files is too low to get beyond 1024"))
func aLaneWithThousandsOfOpenFilesStillKeepsItsCommands() async throws {
  let open = (0..<1100).map { _ in FileHandle(forReadingAtPath: "/dev/null") }
  let run = CommandGateRun(environment: ["PATH": "/usr/bin:/bin"])
  let result = await run.run(
    CommandGate(name: "test", command: "exit 3", directory: "/", timeoutSeconds: 60))
  #expect(result.outcome == .failed)
  #expect(result.exit == 3)
  #expect(open.allSatisfy { $0 != nil })
}
