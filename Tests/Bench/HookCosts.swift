import Fixtures
import Support

func measureHooks(_ bench: Workbench) async throws -> [Row] {
  try await bench.withRepository(files: 50) { fixture, spawn in
    let repository = fixture.repository
    let tree = try await repository.git("rev-parse", "HEAD^{tree}")
    let base = try await repository.id("main")
    let next = try await repository.git("commit-tree", tree, "-p", base, "-m", "unreviewed")
    let bare = ["git", "-c", "core.hooksPath=/dev/null"]
    let (free, freeBare) = try await pair(
      spawn, ["git", "update-ref", "refs/heads/free"], bare + ["update-ref", "refs/heads/bare"],
      between: (base, next), status: 0
    ) {
      try spawn.milliseconds([bench.program, "hooks", "install"])
    }
    // A refusal is judged like an approval, and can be had as often as one likes.
    let (judged, unjudged) = try await medians(
      31,
      { try spawn.milliseconds(["git", "update-ref", "refs/heads/main", next], expecting: 128) },
      { try spawn.milliseconds(bare + ["update-ref", "refs/heads/other", next]) })
    return [
      Row(
        name: "reference-transaction, no protected ref", value: free, baseline: freeBare,
        bar: .addsAtMost(3)),
      Row(
        name: "reference-transaction, a protected move judged", value: judged,
        baseline: unjudged, bar: .addsAtMost(30)),
    ]
  }
}

/// Moves one ref to and fro with hooks and another without, by turns.
private func pair(
  _ spawn: Spawn, _ hooked: [String], _ bare: [String], between ids: (String, String),
  status: Int32, preparing prepare: () throws -> Double
) async throws -> (Double, Double) {
  _ = try prepare()
  var turn = 0
  return try await medians(
    41,
    {
      turn += 1
      return try spawn.milliseconds(
        hooked + [turn % 2 == 0 ? ids.0 : ids.1], expecting: status)
    },
    { try spawn.milliseconds(bare + [turn % 2 == 0 ? ids.0 : ids.1]) })
}
