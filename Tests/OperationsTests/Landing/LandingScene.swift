import Fixtures
import Foundation
import Git
import Lanes
import Model
import Operations
import Store
import Support
import Testing
import Trust

/// A governed repository in which packets are built as lanes build them: real branches in real
/// worktrees, and the events of a lane that went well.
struct LandingScene {
  let fixture: GovernedFixture

  var repository: TestRepository { fixture.repository }

  static func with(
    _ files: [String: String] = ["a.txt": "one\n", "b.txt": "one\n"],
    policy change: (inout Policy) throws -> Void = { _ in },
    _ body: (LandingScene) async throws -> Void
  ) async throws {
    try await GovernedFixture.with(files, policy: change) { fixture in
      try await body(LandingScene(fixture: fixture))
    }
  }

  /// What an operator standing in the work tree, or in `directory`, would use.
  func workspace(in directory: String? = nil) throws -> Workspace {
    try Workspace(
      in: directory ?? repository.path, program: "/bin/true",
      environment: fixture.environment, now: { GovernedFixture.now })
  }

  /// A packet whose worker made `files` on main as it is, and which is presented.
  func present(_ files: [String: String?], titled title: String = "Fix it") async throws -> Packet {
    let governed = try fixture.governed()
    let stamp = fixture.stamp
    let work = Opened(title: title, branch: GovernedFixture.main, runtime: "exec")
    let opened = try await governed.open(
      work, attachments: ["prompt.md": Array("Do it.\n".utf8)], stamp: stamp)
    let lane = try #require(opened.lane)
    let base = try #require(try governed.repository.target(of: GovernedFixture.main))
    let started = Started(
      number: 1, reason: .first, runtime: "exec", lane: lane, head: base, base: base)
    let worktree = try worktree(of: opened)
    try await worktree.add(at: base)
    let (_, events) = try await governed.carryOut(.start(started), on: opened.id, stamp: stamp)
    let head = try await commit(files, in: worktree)
    try await governed.carryOut(
      .finish(Finished(started: events[0], outcome: .changed, exit: 0, seconds: 1)),
      on: opened.id, stamp: stamp)
    return try await submit(head, of: opened.id)
  }

  /// Hands in a head and presents it on main as it is, as `gate` does.
  @discardableResult
  func submit(_ head: ObjectID, of id: ObjectID) async throws -> Packet {
    let governed = try fixture.governed()
    let stamp = fixture.stamp
    let base = try #require(try governed.repository.target(of: GovernedFixture.main))
    let (submitted, _) = try await governed.carryOut(.submit(head: head), on: id, stamp: stamp)
    try await governed.store.addHead(head, for: id)
    let tree = try #require(try await governed.location.merge(base, head).tree)
    let round = submitted.submission?.started
    for gate in governed.policy.gates {
      let run = Gated(
        started: round, name: gate.name, definition: gate.definition, head: head, tree: tree,
        passed: true, log: nil, seconds: 1)
      try await governed.carryOut(.recordGate(run), on: id, stamp: stamp)
    }
    let presented = Presented(
      started: round, base: base, head: head, tree: tree,
      require: Seats.required(for: [], policy: governed.policy))
    return try await governed.carryOut(.present(presented), on: id, stamp: stamp).packet
  }

  /// Has this clone be the one that runs the packet's first attempt.
  func claim(_ id: ObjectID) throws {
    try LanePlace(of: id, in: repository.gitDirectory).claim(after: 1)
  }

  /// The same, approved by Ann.
  func approve(
    _ files: [String: String?], titled title: String = "Fix it"
  ) async throws -> Packet {
    let packet = try await present(files, titled: title)
    let workspace = try workspace()
    let docket = try workspace.docket(for: VerdictRequest(.approve, on: packet.id.hex))
    _ = try await workspace.sign(docket)
    return try #require(try fixture.governed().storyOfPacket(packet.id))
  }

  func worktree(of packet: Packet) throws -> LaneWorktree {
    LaneWorktree(
      packet: packet.id,
      branch: packet.lane ?? GovernedFixture.main,
      path: "\(repository.scratch)/lane-\(packet.id.short)",
      repository: try fixture.open().location)
  }

  /// Commits files in a lane's worktree.
  func commit(_ files: [String: String?], in worktree: LaneWorktree) async throws -> ObjectID {
    let lane = repository.worktree(at: worktree.path)
    return try #require(ObjectID(try await lane.commit(files)))
  }

  func target(_ name: ReferenceName) throws -> ObjectID? { try fixture.open().target(of: name) }
  func main() throws -> ObjectID { try #require(try target(GovernedFixture.main)) }

  /// The packet as chain and ledger have it.
  func packet(_ id: ObjectID) throws -> Packet {
    try #require(try Judge(fixture.governed()).packet(id))
  }

  /// Puts a commit on main past everybody, as a forced push would, and keeps the checkout along.
  func landByHand(_ files: [String: String?]) async throws {
    try await repository.commit(files, message: "by hand")
  }

  func status() async throws -> [String] {
    let text = try await repository.program.run("git", ["status", "--porcelain"]).output
    return text.split(separator: "\n").map(String.init)
  }

  /// All references with their values.
  func references() async throws -> String { try await repository.git("for-each-ref") }

  /// That lane and references of a packet are gone.
  func expectGone(_ packet: Packet) throws {
    #expect(try target(Layout.packet(packet.id)) == nil)
    #expect(try target(Layout.heads(packet.id)) == nil)
    #expect(try target(try #require(packet.lane)) == nil)
    #expect(!FileManager.default.fileExists(atPath: try worktree(of: packet).path))
  }
}
