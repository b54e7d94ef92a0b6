import Fixtures
import Foundation
import Model
import Store
import Support

func measureSharing(_ bench: Workbench) async throws -> [Row] {
  let closed = bench.scaled(10_000)
  return try await measureSharing(bench, open: 0, closed: closed)
    + measureSharing(bench, open: bench.scaled(1000), closed: closed)
}

private func measureSharing(
  _ bench: Workbench, open: Int, closed: Int
) async throws -> [Row] {
  try await bench.withRepository(files: 50) { fixture, spawn in
    let repository = fixture.repository
    try await BulkHistory.write(open: open, closed: closed, to: fixture)
    let bare = repository.scratch + "/bare.git"
    try await repository.git("init", "-q", "--bare", "-b", "main", bare)
    try await repository.git("remote", "add", "origin", bare)
    try await repository.git("push", "-q", "-u", "origin", "main", "refs/o8/*:refs/o8/*")
    try await repository.git("--git-dir", bare, "pack-refs", "--all")
    try await repository.git("--git-dir", bare, "repack", "-adq")
    let refspec = "+refs/o8/*:refs/o8-remotes/origin/*"
    try await repository.git("config", "--add", "remote.origin.fetch", refspec)
    try await repository.git("fetch", "-q")
    try await repository.git("pack-refs", "--all")

    let start = try await medians(
      15, { try spawn.milliseconds([bench.program, "--version"]) },
      { try spawn.milliseconds(["git", "--version"]) }
    ).0
    let (sync, fetch) = try await medians(
      15, { try spawn.milliseconds([bench.program, "sync"]) },
      { try spawn.milliseconds(["git", "fetch", "--atomic", "-q"]) })
    let first = try await firstSyncs(bench, repository, bare, spawn)
    return [
      Row(
        name: "sync with nothing new, \(open) open, \(closed) closed (less one start)",
        value: sync - start, baseline: fetch, bar: .ratioAtMost(1.5)),
      Row(
        name: "first sync of \(open) open, \(closed) closed (against cloning them)",
        value: first.0, baseline: first.1, bar: .ratioAtMost(1.3)),
    ]
  }
}

/// A clone that has only the policy gets the rest; another clones everything.
private func firstSyncs(
  _ bench: Workbench, _ repository: TestRepository, _ bare: String, _ spawn: Spawn
) async throws -> (Double, Double) {
  let place = repository.scratch
  let key = try await repository.git("config", "o8.signingKey")
  var turn = 0
  return try await medians(
    5,
    {
      turn += 1
      let clone = "\(place)/first-\(turn)"
      try await repository.git("clone", "-q", "--no-local", bare, clone)
      try await repository.git("-C", clone, "config", "o8.signingKey", key)
      try await repository.git(
        "-C", clone, "fetch", "-q", "origin", "refs/o8/policy:refs/o8/policy")
      let took = try spawn.milliseconds([bench.program, "-C", clone, "sync"])
      try FileManager.default.removeItem(atPath: clone)
      return took
    },
    {
      let clone = "\(place)/mirror-\(turn)"
      let took = try spawn.milliseconds([
        "git", "clone", "-q", "--no-local", "--mirror", bare, clone,
      ])
      try FileManager.default.removeItem(atPath: clone)
      return took
    })
}
