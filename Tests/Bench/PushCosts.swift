import Fixtures
import Git
import Model
import Store
import Support
import Trust

/// What the server's hook adds to a push that lands packets, against a server without it.
func measurePushes(_ bench: Workbench) async throws -> [Row] {
  try await bench.withRepository(files: 50) { fixture, spawn in
    let repository = fixture.repository
    let (judging, plain) = (repository.scratch + "/judging.git", repository.scratch + "/plain.git")
    let identity = try fixture.governed().policies.repo
    for server in [judging, plain] {
      try await repository.git("init", "-q", "--bare", "-b", "main", server)
      // A server that checks objects is the plain way; what is measured is the hook.
      try await repository.git("-C", server, "config", "receive.fsckObjects", "true")
    }
    try spawn.milliseconds(
      [bench.program, "hooks", "install", "--server", "--repo", identity.hex], in: judging)
    for server in [judging, plain] {
      try spawn.milliseconds([
        "git", "push", "-q", "--atomic", server, "refs/o8/*:refs/o8/*", "main",
      ])
    }
    let further = 10
    let states = try await landings(1 + further, in: fixture)
    func added(_ count: Int) async throws -> (Double, Double) {
      try await medians(
        15, { try push(states[count], after: states[0], to: judging, spawn, repository.path) },
        { try push(states[count], after: states[0], to: plain, spawn, repository.path) })
    }
    let one = try await added(1)
    let many = try await added(1 + further)
    let each = ((many.0 - many.1) - (one.0 - one.1)) / Double(further)
    return [
      Row(
        name: "pre-receive, a push that lands one packet", value: one.0, baseline: one.1,
        bar: .addsAtMost(40)),
      Row(name: "pre-receive, each further packet", value: each, bar: .atMost(2)),
    ]
  }
}

/// What main and the ledger hold.
private struct State {
  let main: ObjectID
  let ledger: ObjectID
}

private func landings(_ count: Int, in fixture: GovernedFixture) async throws -> [State] {
  func state() throws -> State {
    guard let ledger = try fixture.open().target(of: Layout.ledger) else {
      throw UsageProblem(description: "there is no ledger")
    }
    return State(main: try fixture.value(), ledger: ledger)
  }
  var states = [try state()]
  for number in 1...count {
    let handed = try await fixture.approved("lane-\(number)", ["new-\(number).txt": "new\n"])
    let prev = try fixture.value()
    try await fixture.repository.git("merge", "-q", "--no-ff", "-m", "land", "lane-\(number)")
    try await fixture.claim(handed, from: prev, by: try fixture.value())
    states.append(try state())
  }
  return states
}

/// Takes the server back to `start` and pushes `state` to it; only the push is timed.
private func push(
  _ state: State, after start: State, to server: String, _ spawn: Spawn, _ clone: String
) throws -> Double {
  let free = ["git", "-c", "core.hooksPath=/dev/null"]
  for (name, value) in [("refs/heads/main", start.main), (Layout.ledger.text, start.ledger)] {
    try spawn.milliseconds(free + ["update-ref", name, value.hex], in: server)
  }
  return try spawn.milliseconds(
    [
      "git", "push", "-q", "--atomic", server,
      "\(state.main):refs/heads/main", "\(state.ledger):\(Layout.ledger)",
    ], in: clone)
}
