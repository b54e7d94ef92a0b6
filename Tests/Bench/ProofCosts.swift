import Fixtures
import Foundation
import Support

func measureProofs(_ bench: Workbench) async throws -> [Row] {
  let count = bench.scaled(10_000)
  return try await bench.withRepository(files: 50) { fixture, spawn in
    try await LandedHistory.write(count, to: fixture)
    let memory = fixture.repository.gitDirectory + "/o8"
    let verify = [bench.program, "verify", "--all"]
    let (cold, log) = try await medians(
      3,
      {
        try? FileManager.default.removeItem(atPath: memory)
        return try spawn.milliseconds(verify)
      }, { try spawn.milliseconds(["git", "log", "-p", "refs/o8/ledger"]) })
    let (known, status) = try await medians(
      9, { try spawn.milliseconds(verify) }, { try spawn.milliseconds(["git", "status"]) })
    var turn = 0
    let (grown, added) = try await medians(
      3,
      {
        turn += 1
        let name = "more-\(turn)"
        let git = { (words: [String]) in try spawn.milliseconds(["git"] + words) }
        _ = try git(["switch", "-q", "-c", name])
        try Data("more\n".utf8).write(
          to: URL(fileURLWithPath: "\(fixture.repository.path)/\(name).txt"))
        _ = try git(["add", "-A"])
        _ = try git(["commit", "-q", "-m", "Work \(turn)"])
        _ = try git(["switch", "-q", "main"])
        _ = try spawn.milliseconds([bench.program, "adopt", name, "--wait"])
        _ = try spawn.milliseconds([bench.program, "verdict", "-", "approve", "--merge"])
        return try spawn.milliseconds(verify)
      }, { try spawn.milliseconds(["git", "status"]) })
    return [
      Row(
        name: "verify --all, \(count) landings, cold (beside git log -p of the ledger)",
        value: cold, baseline: log, bar: .atMost(5000)),
      Row(
        name: "verify --all, \(count) landings, nothing new", value: known, baseline: status,
        bar: .atMost(150)),
      // What a new landing costs whoever verifies after each: a bar of ours.
      Row(
        name: "verify --all, \(count) landings, one new", value: grown, baseline: added,
        bar: .atMost(1000)),
    ]
  }
}
