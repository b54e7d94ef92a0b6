import Fixtures
import Support

func measureStart(_ bench: Workbench) async throws -> [Row] {
  try await bench.withRepository(files: 50) { fixture, spawn in
    try await BulkHistory.write(open: 20, closed: 0, to: fixture)
    let (version, git) = try await medians(
      51, { try spawn.milliseconds([bench.program, "--version"]) },
      { try spawn.milliseconds(["git", "--version"]) })
    var rows = [
      Row(name: "git-o8 --version", value: version, baseline: git, bar: .atMost(8))
    ]
    let packet = try await fixture.repository.git(
      "for-each-ref", "--count=1", "--format=%(refname:lstrip=3)", "refs/o8/packets")
    for words in [["list"], ["status"], ["show", packet], ["ledger"], ["inbox"]] {
      let (value, plain) = try await medians(
        21, { try spawn.milliseconds([bench.program] + words) },
        { try spawn.milliseconds(["git", "for-each-ref", "refs/o8"]) })
      rows.append(
        Row(
          name: "git-o8 \(words[0]), 50 files, 20 packets", value: value,
          baseline: plain, bar: .atMost(15)))
    }
    return rows
  }
}
