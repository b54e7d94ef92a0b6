import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

@Test func aRepositoryWithoutAPolicyIsNotGoverned() async throws {
  try await withRepository { repository in
    try await repository.commit(["a.txt": "one\n"])
    let git = try Repository.discover(from: repository.path)
    #expect(throws: NotGoverned.noPolicy) { try GovernedRepository(git) }
  }
}

@Test func whoActsIsWhoseKeyThisCloneSignsWith() async throws {
  try await GovernedFixture.with { fixture in
    let actor = try fixture.governed().actor(environment: fixture.environment)
    #expect(actor.name == GovernedFixture.ann)
    #expect(actor.holds(.operator))
    #expect(!actor.holds(.reviewer))
    let text = Array("a text".utf8)
    let signatures = try await actor.signing()(text)
    #expect(try SSHSignature(armored: signatures[0]).verifies(text))
  }
}

@Test func whoHasNoKeyCannotSignAndIsToldWhy() async throws {
  try await GovernedFixture.with { fixture in
    try await fixture.repository.git("config", "o8.signingKey", "/nonexistent/key")
    let actor = try fixture.governed().actor(environment: fixture.environment)
    #expect(actor.principal == nil)
    await #expect(throws: SigningError.self) { try await actor.signing()([]) }
  }
}

@Test func aCloneDoesNotGoBackBehindThePolicyItHasSeen() async throws {
  try await GovernedFixture.with { fixture in
    let before = try fixture.governed()
    try await fixture.write(try fixture.firstPolicy())
    let newest = try fixture.governed().policies.newest.id
    try await before.store.pin { _ in
      Pins(repo: before.policies.repo, policy: newest, ledger: nil)
    }
    try await fixture.repository.git(
      "update-ref", Layout.policy.text, before.policies.newest.id.hex)
    #expect(throws: NotGoverned.olderPolicy(pinned: newest)) { try fixture.governed() }
  }
}

@Test func aCloneDoesNotGoBackBehindTheLedgerItHasSeen() async throws {
  try await GovernedFixture.with { fixture in
    let adopted = try #require(try fixture.open().target(of: Layout.ledger))
    let work = Opened(title: "Fix it", branch: GovernedFixture.main, runtime: "exec")
    _ = try await fixture.governed().open(work, attachments: [:], stamp: fixture.stamp)
    #expect(try fixture.governed().store.pins()?.ledger == adopted)
    // It goes on: nothing to complain about, and the next writer remembers it.
    try await fixture.adopt()
    let later = try #require(try fixture.open().target(of: Layout.ledger))
    _ = try await fixture.governed().open(work, attachments: [:], stamp: fixture.stamp)
    #expect(try fixture.governed().store.pins()?.ledger == later)
    try await fixture.repository.git("update-ref", Layout.ledger.text, adopted.hex)
    #expect(throws: NotGoverned.olderLedger(pinned: later)) { try fixture.governed() }
    try await fixture.repository.git("update-ref", "-d", Layout.ledger.text)
    #expect(throws: NotGoverned.olderLedger(pinned: later)) { try fixture.governed() }
  }
}

@Test func aCommandIsCarriedOutOnThePacketAsItStands() async throws {
  try await GovernedFixture.with { fixture in
    let governed = try fixture.governed()
    let work = Opened(title: "Fix it", branch: GovernedFixture.main, runtime: "exec")
    let opened = try await governed.open(
      work, attachments: ["prompt.md": Array("Do it.\n".utf8)], stamp: fixture.stamp)
    #expect(opened.state == .queued)
    let (cancelled, events) = try await governed.carryOut(
      .cancel(reason: "no"), on: opened.id, stamp: fixture.stamp)
    #expect(cancelled.state == .cancelled)
    #expect(events.count == 1)
    let message = try governed.repository.commit(events[0]).message
    #expect(message.contains("O8-State: cancelled"))
    await #expect(throws: Refusal.self) {
      try await governed.carryOut(.retry, on: opened.id, stamp: fixture.stamp)
    }
  }
}
