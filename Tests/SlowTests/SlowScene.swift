import Foundation
import Support
import Testing

/// What takes minutes runs with `O8_SLOW=1` only: see the README.
enum Slow {
  private static let wish = ProcessInfo.processInfo.environment["O8_SLOW"]

  /// `O8_SLOW=1`, or `O8_SLOW=all` for more moments at which something is killed.
  static let isWanted = wish == "1" || wish == "all"
  static let rounds = wish == "all" ? 12 : 4

  static let program =
    URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent().path + "/git-o8"
}

/// A repository that `git o8 init` set up, and the real program in it.
struct SlowScene: Sendable {
  let repository: TestRepository

  static func with(_ body: (SlowScene) async throws -> Void) async throws {
    try await withRepository { repository in
      try await repository.commit(
        ["a.txt": "one\n", "Makefile": "test:\n\t! grep -rq BAD --include=*.txt .\n"])
      let scene = SlowScene(repository: repository)
      try await repository.git("config", "o8.worktreeRoot", repository.scratch + "/lanes")
      try await scene.o8("init")
      try await body(scene)
      #expect(try scene.strays().isEmpty, "nothing of a lane outlives the test")
    }
  }

  /// What the program says; throws where it ends with anything but zero.
  @discardableResult
  func o8(_ words: String...) async throws -> String {
    try await repository.program.require(Slow.program, words, environment: environment)
  }

  /// The same with the exit status as a value.
  @discardableResult
  func tryO8(_ words: String...) async throws -> (exit: Int32, output: String, error: String) {
    try await repository.program.run(Slow.program, words, environment: environment)
  }

  enum Victims: CaseIterable { case alone, withWhatItRuns }

  /// Kills the program after a while, whatever it is doing; whether it was still at it.
  func killO8(
    _ words: [String], _ victims: Victims, afterMilliseconds delay: Int
  ) async throws -> Bool {
    let seconds = String(format: "%.3f", Double(delay) / 1000)
    let result = try await repository.program.run(
      "timeout",
      (victims == .alone ? ["--foreground"] : []) + ["-s", "KILL", seconds, Slow.program] + words,
      environment: environment)
    return result.exit == 137
  }

  var environment: [String: String] {
    let path = repository.program.environment["PATH"] ?? "/usr/bin:/bin"
    let folder = URL(fileURLWithPath: Slow.program).deletingLastPathComponent().path
    return ["PATH": "\(folder):\(path)"]
  }

  /// The packets by title, with their states.
  func states() async throws -> [String: String] {
    let text = try await o8("list", "--all", "--json")
    let packets = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]]
    return Dictionary(
      uniqueKeysWithValues: (packets ?? []).compactMap { packet in
        guard let title = packet["title"] as? String, let state = packet["state"] as? String
        else { return nil }
        return (title, state)
      })
  }

  /// Processes that still run in the scene's lanes.
  func strays() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { name in
      guard Int(name) != nil,
        let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(name)/cwd")
      else { return false }
      return place.hasPrefix(repository.scratch)
    }
  }
}
