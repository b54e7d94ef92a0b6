import Foundation
import Subprocess

/// Runs `body` while an `ssh-agent` listens at `socket`.
///
/// The agent ends with the test process, however that ends: it belongs to a shell that waits for
/// a pipe only this process holds.
public func withAgent(at socket: String, _ body: () async throws -> Void) async throws {
  let untilWeAreGone = "cat; kill $SSH_AGENT_PID"
  _ = try await Subprocess.run(
    .name("ssh-agent"), arguments: ["-a", socket, "sh", "-c", untilWeAreGone],
    input: .inputWriter, output: .discarded, error: .discarded
  ) { agent in
    var isWaiting = true
    while isWaiting {
      try await Task.sleep(for: .milliseconds(5))
      isWaiting = !FileManager.default.fileExists(atPath: socket)
    }
    let result: Result<Void, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    try await agent.standardInputWriter.finish()
    try result.get()
  }
}
