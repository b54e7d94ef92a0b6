import Foundation
import Subprocess
import SystemPackage

/// A scripted model on loopback, for as long as a test runs; it ends with the test process, however
/// that ends.
struct ModelServer: Sendable {
  let port: Int
  private let requests: String

  /// What the server was asked, a line of JSON each.
  var log: String { (try? String(contentsOfFile: requests, encoding: .utf8)) ?? "" }

  static func with(
    _ script: String, in directory: String, _ body: (ModelServer) async throws -> Void
  ) async throws {
    let file = "\(directory)/script.json"
    try Data(script.utf8).write(to: URL(fileURLWithPath: file))
    let untilWeAreGone = """
      python3 "$0" "$1" --port-file "$2" --log "$3" --bodies >"$4" 2>&1 & server=$!
      cat >/dev/null
      # It would wait for the answers that it was told to hold back.
      kill -KILL $server
      """
    let portFile = "\(directory)/port"
    _ = try await Subprocess.run(
      .name("sh"),
      arguments: [
        "-c", untilWeAreGone, Agents.model, file, portFile, "\(directory)/requests",
        "\(directory)/said",
      ],
      input: .inputWriter, output: .discarded, error: .discarded
    ) { server in
      var port: Int?
      while port == nil {
        try await Task.sleep(for: .milliseconds(20))
        port = (try? String(contentsOfFile: portFile, encoding: .utf8)).flatMap { Int($0) }
      }
      let result: Result<Void, any Error>
      do {
        result = .success(
          try await body(ModelServer(port: port ?? 0, requests: "\(directory)/requests")))
      } catch { result = .failure(error) }
      try await server.standardInputWriter.finish()
      try result.get()
    }
  }
}
