import Foundation
import Runtimes
import Support

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What reading a gigabyte of transcript takes beside counting its lines, and what of it stays.
func measureParsing(_ bench: Workbench) async throws -> [Row] {
  let directory = FileManager.default.temporaryDirectory.appendingPathComponent(
    "o8-parsing-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  let path = directory.appendingPathComponent("transcript.jsonl").path
  let megabytes = Double(try GrownTranscript.write(bench.scaled(1 << 30), to: path)) / 1e6
  let spawn = Spawn(directory: directory.path, environment: ["PATH": "/usr/bin:/bin"])
  let before = GrownTranscript.residentBytes
  var most = before
  let (parsing, counting) = try await medians(
    3,
    { try await timed { most = max(most, try GrownTranscript.read(path)) } },
    { try spawn.milliseconds(["wc", "-l", path]) })
  return [
    // 200 MB a second.
    Row(
      name: "parsing 100 MB of transcript, against wc -l", value: parsing / megabytes * 100,
      baseline: counting / megabytes * 100, bar: .atMost(500)),
    Row(
      name: "memory that reading \(Int(megabytes)) MB adds", unit: "MB",
      value: Double(most - before) / 1e6, bar: .atMost(32)),
  ]
}

/// A transcript such as a long session leaves behind.
private enum GrownTranscript {
  private static let chunkBytes = 256 << 10

  /// A session's records, and among them results of tools as long as a file of source.
  private static func session() throws -> [UInt8] {
    let newline = [UInt8(ascii: "\n")]
    let code = try String(contentsOfFile: #filePath, encoding: .utf8)
    let quoted = try JSONEncoder().encode(String(repeating: code, count: 2))
    let result =
      Array(#"{"type":"user","message":{"role":"user","content":[{"tool_use_id":"t","#.utf8)
      + Array(#""type":"tool_result","content":"#.utf8) + Array(quoted) + Array("}]}}".utf8)
    var bytes: [UInt8] = []
    for line in Captures.lines("claude.jsonl") + Captures.lines("claude-denied.jsonl") {
      bytes += line + newline
      if line.count < 1500 { bytes += result + newline }
    }
    return bytes
  }

  static func write(_ byteCount: Int, to path: String) throws -> Int {
    let session = try session()
    guard let file = fopen(path, "w") else { throw Spawn.Failure(description: "cannot write") }
    defer { fclose(file) }
    var written = 0
    while written < byteCount {
      guard fwrite(session, 1, session.count, file) == session.count else {
        throw Spawn.Failure(description: "cannot write \(path)")
      }
      written += session.count
    }
    return written
  }

  /// Reads it to its end as a lane reads a program, and answers the most memory that was held.
  static func read(_ path: String) throws -> Int {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { throw Spawn.Failure(description: "cannot read \(path)") }
    defer { close(file) }
    var parser = ParserProfile.claude.parser()
    var run = RunReading()
    var seq = 0
    var most = 0
    var chunk = [UInt8](repeating: 0, count: chunkBytes)
    while true {
      let count = fill(&chunk, from: file)
      guard count > 0 else { break }
      for line in pieces(chunk[..<count], &seq) {
        for event in parser.events(in: line) { run.take(event) }
      }
      most = max(most, residentBytes)
    }
    guard run.end == .completed else { throw Spawn.Failure(description: "it was not understood") }
    return most
  }

  private static func fill(_ chunk: inout [UInt8], from file: Int32) -> Int {
    chunk.withUnsafeMutableBytes { buffer in
      #if canImport(Glibc)
        Glibc.read(file, buffer.baseAddress, buffer.count)
      #else
        Darwin.read(file, buffer.baseAddress, buffer.count)
      #endif
    }
  }

  private static func pieces(_ bytes: ArraySlice<UInt8>, _ seq: inout Int) -> [TranscriptLine] {
    var pieces: [TranscriptLine] = []
    var rest = bytes
    while !rest.isEmpty {
      let newline = rest.withUnsafeBytes { (buffer) -> Int? in
        guard let base = buffer.baseAddress else { return nil }
        return memchr(base, 10, buffer.count).map { UnsafeRawPointer($0) - base }
      }
      seq += 1
      let length = newline ?? rest.count
      pieces.append(
        TranscriptLine(
          seq: seq, milliseconds: 0, stream: .standard, bytes: Array(rest.prefix(length)),
          ending: newline == nil ? .open : .newline))
      rest = rest.dropFirst(length + 1)
    }
    return pieces
  }

  /// Of this process, where the system tells; 0 elsewhere.
  static var residentBytes: Int {
    let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?
      .split(separator: " ").dropFirst().first.flatMap { Int($0) }
    return (pages ?? 0) * Int(getpagesize())
  }
}
