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
    try #require(
      FileManager.default.isExecutableFile(atPath: Self.programFolder + "/git-o8"),
      "git-o8 stands beside the tests in \(Self.programFolder)")
    try await withRepository { repository in
      let path = repository.program.environment["PATH"] ?? "/usr/bin:/bin"
      let change = try await Transcript.change(at: "\(Self.folder)/\(name)") {
        try await Transcript.run(
          $0, in: repository, environment: ["PATH": "\(Self.programFolder):\(path)"])
      }
      #expect(change == nil)
    }
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
}
