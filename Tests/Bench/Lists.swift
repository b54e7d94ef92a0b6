import Fixtures
import Support

func measureLists(_ bench: Workbench) async throws -> [Row] {
  let (open, closed) = (bench.scaled(10_000), bench.scaled(100_000))
  var rows: [Row] = []
  var alone = 0.0
  for count in [bench.scaled(1000), open] {
    rows += try await bench.withRepository(files: 50) { fixture, spawn in
      try await BulkHistory.write(open: count, closed: 0, to: fixture)
      let (value, git) = try await lists(bench, spawn)
      alone = value
      return [
        Row(
          name: "list, \(count) open", value: value, baseline: git, bar: .ratioAtMost(4))
      ]
    }
  }
  rows += try await bench.withRepository(files: 50) { fixture, spawn in
    try await BulkHistory.write(open: open, closed: closed, to: fixture)
    let (value, _) = try await lists(bench, spawn)
    let packet = try await fixture.repository.git(
      "for-each-ref", "--count=1", "--format=%(refname:lstrip=3)", "refs/o8/packets")
    let show = try await medians(
      11, { try spawn.milliseconds([bench.program, "show", packet]) },
      { try spawn.milliseconds(["git", "log", "-1", "refs/o8/ledger"]) })
    return [
      Row(
        name: "list, \(open) open, \(closed) closed (against none closed)", value: value,
        baseline: alone, bar: .addsAtMost(5)),
      Row(
        name: "show, \(open) open, \(closed) closed", value: show.0, baseline: show.1,
        bar: .atMost(15)),
    ]
  }
  return rows
}

private func lists(_ bench: Workbench, _ spawn: Spawn) async throws -> (Double, Double) {
  try await medians(
    15, { try spawn.milliseconds([bench.program, "list"]) },
    { try spawn.milliseconds(["git", "for-each-ref", "refs/o8/packets"]) })
}
