import Fixtures
import Foundation
import Support

/// What a cage adds to a worker that does nothing: the cage itself, and the repository that is
/// made for it, in one dispatch. Nothing where this machine makes no cages.
func measureCage(_ bench: Workbench) async throws -> [Row] {
  try await bench.withRepository(files: 50) { fixture, spawn in
    let root = fixture.repository.scratch + "/lanes"
    try await fixture.repository.git("config", "o8.worktreeRoot", root)
    var turn = 0
    func dispatch(_ isolation: String) throws -> Double {
      turn += 1
      let took = try spawn.milliseconds(
        [
          bench.program, "dispatch", "bench \(turn)", "-m", "do nothing", "--attempts", "1",
          "--isolation", isolation, "--wait", "--", "true",
        ], expecting: 3)
      try spawn.milliseconds([bench.program, "cancel", "bench \(turn)"])
      return took
    }
    // The first one tries whether it can be done at all.
    guard (try? dispatch("sandbox")) != nil else { return [] }
    let (caged, plain) = try await medians(
      11, { try dispatch("sandbox") }, { try dispatch("worktree") })
    return [
      Row(
        name: "dispatch --wait -- true, in a cage", value: caged, baseline: plain,
        bar: .addsAtMost(25))
    ]
  }
}
