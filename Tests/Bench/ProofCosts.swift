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
    return [
      Row(
        name: "verify --all, \(count) landings, cold (beside git log -p of the ledger)",
        value: cold, baseline: log, bar: .atMost(5000)),
      Row(
        name: "verify --all, \(count) landings, nothing new", value: known, baseline: status,
        bar: .atMost(150)),
    ]
  }
}
