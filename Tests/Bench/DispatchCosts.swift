import Fixtures
import Foundation
import Support

func measureDispatch(_ bench: Workbench) async throws -> [Row] {
  var rows: [Row] = []
  for files in [50, 10_000] {
    let count = bench.scaled(files)
    rows += try await bench.withRepository(files: count) { fixture, spawn in
      let root = fixture.repository.scratch + "/lanes"
      try await fixture.repository.git("config", "o8.worktreeRoot", root)
      try spawn.milliseconds([bench.program, "hooks", "install"])
      var turn = 0
      let (value, plain) = try await medians(
        files > 1000 ? 5 : 11,
        {
          turn += 1
          // The worker does nothing, so nothing can land: that is a refusal.
          let took = try spawn.milliseconds(
            [
              bench.program, "dispatch", "bench \(turn)", "-m", "do nothing", "--attempts", "1",
              "--wait", "--", "true",
            ], expecting: 3)
          // What stays for a person to look at is not part of it, and would slow down the next.
          try spawn.milliseconds([bench.program, "cancel", "bench \(turn)"])
          return took
        }, { try plainLane(spawn, at: "\(root)-git/\(turn)", branch: "plain-\(turn)") })
      return [
        Row(
          name: "dispatch --wait -- true, \(count) files", value: value, baseline: plain,
          bar: .ratioAtMost(1.5))
      ]
    }
  }
  return rows
}

/// The least that git itself does for a worker: a worktree, a commit, and away with it.
private func plainLane(_ spawn: Spawn, at path: String, branch: String) throws -> Double {
  var sum = try spawn.milliseconds(["git", "worktree", "add", "-q", "-b", branch, path])
  sum += try spawn.milliseconds(
    ["git", "commit", "-q", "--allow-empty", "-m", "nothing"], in: path)
  sum += try spawn.milliseconds(["git", "worktree", "remove", path])
  return sum
}

func measureLane(_ bench: Workbench) async throws -> [Row] {
  try await bench.withRepository(files: 50) { fixture, spawn in
    let scratch = fixture.repository.scratch
    try await fixture.repository.git("config", "o8.worktreeRoot", scratch + "/lanes")
    let ready = scratch + "/ready"
    let go = scratch + "/go"
    try await fixture.repository.program.require("mkfifo", [ready, go])
    try spawn.milliseconds([
      bench.program, "dispatch", "idle", "-m", "wait", "--attempts", "1", "--", "sh", "-c",
      "echo > '\(ready)'; read line < '\(go)'",
    ])
    try await fixture.repository.program.require("cat", [ready])
    let memory = try laneMemory(of: bench.program)
    try await fixture.repository.program.require("sh", ["-c", "echo > '\(go)'"])
    try spawn.milliseconds([bench.program, "wait", "idle"], expecting: nil)
    return [
      Row(name: "lane process, anonymous", unit: "MB", value: memory.anonymous, bar: .atMost(8)),
      Row(name: "lane process, resident", unit: "MB", value: memory.resident, bar: .atMost(32)),
    ]
  }
}

/// Of the one process that runs a lane with this program, in megabytes.
private func laneMemory(of program: String) throws -> (anonymous: Double, resident: Double) {
  for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int(name) != nil {
    guard let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline") else { continue }
    let words = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    guard words.first == program, words.contains("lane"),
      let text = try? String(contentsOfFile: "/proc/\(name)/smaps_rollup", encoding: .utf8)
    else { continue }
    func megabytes(_ key: String) -> Double {
      let line = text.split(separator: "\n").first { $0.hasPrefix(key + ":") }
      return (line?.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0) / 1024
    }
    return (megabytes("Anonymous"), megabytes("Rss"))
  }
  throw UsageProblem(description: "no lane process of \(program) is running")
}
