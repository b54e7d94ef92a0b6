import Foundation
import Support
import Testing

@Suite("Transcripts")
struct TranscriptTests {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Transcripts").path

  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".t") }.sorted()

  /// Where the program was built: beside the tests, which need it and so had it built.
  static let programFolder = URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent().path

  @Test("the program says what its transcripts show", arguments: names)
  func replay(name: String) async throws {
    let path = "\(Self.folder)/\(name)"
    let written = try String(contentsOfFile: path, encoding: .utf8)
    try #require(
      FileManager.default.isExecutableFile(atPath: Self.programFolder + "/git-o8"),
      "git-o8 stands beside the tests in \(Self.programFolder)")
    let said = try await withRepository { repository in
      try await Transcript(written).replayed { try await Self.run($0, in: repository) }
    }
    if ProcessInfo.processInfo.environment["O8_ACCEPT"] == "1" {
      try Data(said.text.utf8).write(to: URL(fileURLWithPath: path))
    } else {
      #expect(
        said.text == written,
        "\(Self.difference(from: written, to: said.text))\nO8_ACCEPT=1 rewrites \(name)")
    }
  }

  /// The lines that changed, as `diff` marks them.
  private static func difference(from written: String, to said: String) -> String {
    let (old, new) = (written.split(separator: "\n"), said.split(separator: "\n"))
    return new.difference(from: old).map { change in
      switch change {
      case .remove(_, let line, _): "- \(line)"
      case .insert(_, let line, _): "+ \(line)"
      }
    }.joined(separator: "\n")
  }

  @Test("there are some")
  func exist() { #expect(Self.names.count >= 5) }

  @Test("a transcript is read and written without loss")
  func textRoundTrip() {
    let text = "Prose.\n\n  $ a\n  > b\n  out\n\n  [3]\nmore\n"
    let transcript = Transcript(text)
    #expect(transcript.text == text)
    #expect(transcript.items.contains(.command(["a", "b"])))
  }

  /// Runs one command of a transcript with `sh` in the repository, in a world where only its own
  /// folders differ, and these are shown as `$REPO`, `$SCRATCH` and `$HOME`.
  private static func run(
    _ lines: [String], in repository: TestRepository
  ) async throws -> [String] {
    let path = repository.program.environment["PATH"] ?? "/usr/bin:/bin"
    let result = try await repository.program.run(
      "sh", ["-c", "exec 2>&1\n" + lines.joined(separator: "\n")],
      environment: [
        "PATH": "\(programFolder):\(path)", "REPO": repository.path,
        "SCRATCH": repository.scratch, "TERM": "dumb", "COLUMNS": "80",
      ])
    var output = result.output.replacing(repository.scratch, with: "$SCRATCH")
      .replacing(repository.path, with: "$REPO")
      .replacing(repository.program.environment["HOME"] ?? "/nonexistent", with: "$HOME")
    if output.hasSuffix("\n") { output.removeLast() }
    let said =
      output.isEmpty
      ? []
      : output.split(
        separator: "\n", omittingEmptySubsequences: false
      ).map(String.init)
    return result.exit == 0 ? said : said + ["[\(result.exit)]"]
  }
}
