import Fixtures
import Support

func measureLists(_ bench: Workbench) async throws -> [Row] {
  let (open, closed) = (bench.scaled(10_000), bench.scaled(100_000))
  var rows: [Row] = []
  for count in [bench.scaled(1000), open] {
    rows += try await bench.withRepository(files: 50) { fixture, spawn in
      try await BulkHistory.write(open: count, closed: 0, to: fixture)
      let (value, git) = try await medians(
        15, { try spawn.milliseconds([bench.program, "list"]) },
        { try spawn.milliseconds(["git", "for-each-ref", "refs/o8/packets"]) })
      return [
        Row(name: "list, \(count) open", value: value, baseline: git, bar: .ratioAtMost(4))
      ]
    }
  }
  return rows + (try await measureBesideClosed(bench, open: open, closed: closed))
}

/// What closed packets add: a repository with them and one without, in turns, since what the
/// machine does meanwhile is many times as much.
private func measureBesideClosed(
  _ bench: Workbench, open: Int, closed: Int
) async throws -> [Row] {
  try await bench.withRepository(files: 50) { fixture, spawn in
    try await BulkHistory.write(open: open, closed: closed, to: fixture)
    return try await bench.withRepository(files: 50) { other, alone in
      try await BulkHistory.write(open: open, closed: 0, to: other)
      let list = try await medians(
        15, { try spawn.milliseconds([bench.program, "list"]) },
        { try alone.milliseconds([bench.program, "list"]) })
      let (packet, similar) = (try await anyPacket(of: fixture), try await anyPacket(of: other))
      let show = try await medians(
        15, { try spawn.milliseconds([bench.program, "show", packet]) },
        { try alone.milliseconds([bench.program, "show", similar]) })
      return [
        Row(
          name: "list, \(open) open, \(closed) closed (against none closed)", value: list.0,
          baseline: list.1, bar: .addsAtMost(5)),
        Row(
          name: "show, \(open) open, \(closed) closed (against none closed)", value: show.0,
          baseline: show.1, bar: .addsAtMost(5)),
      ]
    }
  }
}

private func anyPacket(of fixture: GovernedFixture) async throws -> String {
  try await fixture.repository.git(
    "for-each-ref", "--count=1", "--format=%(refname:lstrip=3)", "refs/o8/packets")
}
