import Fixtures
import Foundation
import Support

/// What it takes to find the newest among many conversations: only the ends of files are read.
func measureSessions(_ bench: Workbench) async throws -> [Row] {
  try await bench.withRepository(files: 5) { fixture, spawn in
    let home = fixture.environment["HOME"] ?? fixture.repository.scratch
    let folder = "\(home)/.claude/projects"
    for project in 0..<50 {
      let path = "\(folder)/-project-\(project)"
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true)
      for number in 0..<100 { try writeTranscript(at: "\(path)/session-\(number).jsonl") }
    }
    defer { try? FileManager.default.removeItem(atPath: "\(home)/.claude") }
    return try [20, 5000].map { limit in
      let words = [bench.program, "sessions", "--json", "--limit", "\(limit)"]
      _ = try spawn.milliseconds(words)
      return Row(
        name: "git-o8 sessions, \(limit) of 5,000 transcripts of 1 MB",
        value: try spawn.milliseconds(words), bar: .atMost(1000))
    }
  }
}

/// A megabyte between a beginning and an end that tell what a conversation's do; what is between is
/// a hole, which no reader of the ends notices.
private func writeTranscript(at path: String) throws {
  let head =
    #"{"type":"user","message":{"role":"user","content":"Fix the parser"},"cwd":"/work"}"# + "\n"
  let tail =
    "\n" + #"{"type":"assistant","timestamp":"2026-11-22T05:13:15.220Z","sessionId":"s"}"# + "\n"
  try Data(head.utf8).write(to: URL(fileURLWithPath: path))
  let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
  try file.seek(toOffset: UInt64(1_000_000 - tail.utf8.count))
  try file.write(contentsOf: Data(tail.utf8))
  try file.close()
}
