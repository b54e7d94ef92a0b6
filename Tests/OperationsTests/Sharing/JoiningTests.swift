import Fixtures
import Git
import Model
import Store
import Support
import Testing

@testable import Operations

@Suite("A clone that joins")
struct JoiningCloneTests {
  @Test func afterInitAndOneSyncItHasEverythingAndItsUserIsLetIn() async throws {
    try await SharingScene.with { scene in
      let packet = try await scene.open("One", in: scene.ann)
      let closed = try await scene.open("Two", in: scene.ann)
      try await scene.cancel(closed, in: scene.ann)
      try await scene.sync(scene.ann)
      let clone = try await scene.bare.clone(named: "third")
      var environment = scene.ann.environment
      environment["XDG_CONFIG_HOME"] = clone.scratch
      let workspace = try Workspace(
        in: clone.path, program: "/bin/true", environment: environment,
        now: { GovernedFixture.now })
      // Before init there is no policy by which anything could be read.
      let early = await #expect(throws: (any Error).self) { try await workspace.sync() }
      #expect(early.map { Problem($0).hint } == "git o8 init sets it up")
      var request = SetupRequest()
      request.hooks = .leave
      let report = try await workspace.setUp(request)
      #expect(report.enrolment?.hasPrefix("git o8 policy add") == true)
      _ = try await workspace.sync()
      #expect(try await workspace.sync().isQuiet)
      let mine = try Repository.discover(from: clone.path)
      #expect(try mine.target(of: Layout.packet(packet)) != nil)
      #expect(try mine.target(of: Layout.packet(closed)) == nil)
      #expect(try mine.target(of: Layout.ledger) == scene.fixture.atBare(Layout.ledger))
      #expect(
        try workspace.packets(ListFilter(includesClosed: true)).packets.map(\.state).count == 2)
    }
  }

  @Test func whereANewPacketCarriesThousandsOfReferencesTheyGoInBatches() {
    let name = { (number: Int) in ReferenceName("refs/o8/packets/\(number)")! }
    let id = ObjectID(String(repeating: "1", count: 40))!
    var plan = SyncPlan()
    plan.evidence = (0..<4500).map { ReferenceMove(name($0), from: nil, to: id) }
    plan.evidence.append(ReferenceMove(Layout.ledger, from: nil, to: id))
    plan.removals = [ReferenceMove(name(9999), from: id, to: nil)]
    plan.branches = [ReferenceMove(GovernedFixture.main, from: nil, to: id)]
    let batches = plan.batches(.atomic)
    #expect(batches.map(\.count) == [2000, 2000, 500, 3])
    // What decides goes as one with what it decides about, and last.
    #expect(
      batches[3].map(\.name) == [Layout.ledger, GovernedFixture.main, name(9999)])
    #expect(plan.batches(.oneByOne).map(\.count) == [2000, 2000, 500, 1, 1, 1])
    plan.evidence.removeFirst(4490)
    #expect(plan.batches(.atomic).count == 1)
    #expect(SyncPlan().isEmpty && SyncPlan().batches(.oneByOne).isEmpty)
  }
}
