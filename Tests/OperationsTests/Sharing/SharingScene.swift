import Fixtures
import Git
import Model
import Store
import Support
import Trust

@testable import Operations

/// Clones that share through a bare repository, and what their operators do.
struct SharingScene: Sendable {
  let fixture: SharedFixture

  var ann: GovernedFixture { fixture.ann }
  var bob: GovernedFixture { fixture.bob }
  var bare: TestRepository { fixture.bare }

  static func with(
    clones: Int = 2, policy change: (inout Policy) throws -> Void = { _ in },
    _ body: (SharingScene) async throws -> Void
  ) async throws {
    try await SharedFixture.with(clones: clones, policy: change) { fixture in
      try await body(SharingScene(fixture: fixture))
    }
  }

  func workspace(_ clone: GovernedFixture) throws -> Workspace {
    try Workspace(
      in: clone.repository.path, program: "/bin/true", environment: clone.environment,
      now: { GovernedFixture.now })
  }

  @discardableResult
  func sync(_ clone: GovernedFixture, _ remote: String? = nil) async throws -> SyncReport {
    try await workspace(clone).sync(SyncRequest(remote: remote))
  }

  /// A sync whose process dies at a point, and which does something there first.
  func sync(
    _ clone: GovernedFixture, at point: @escaping (SyncPoint) throws -> Void
  ) async throws -> SyncReport {
    let workspace = try workspace(clone)
    return try await workspace.sync(
      with: GitRemote(name: "origin", timeoutSeconds: nil), in: workspace.governed(), at: point)
  }

  /// All meet the remote until nothing is left to share.
  func settle() async throws {
    for _ in 0..<2 {
      for clone in fixture.clones { try await sync(clone) }
    }
  }

  /// A packet of somebody's, without a lane.
  func open(_ title: String, in clone: GovernedFixture) async throws -> ObjectID {
    try await PacketScene(fixture: clone).open(title)
  }

  func say(_ text: String, on packet: ObjectID, in clone: GovernedFixture) async throws {
    let stamp = Stamp(clone.author, at: GovernedFixture.now)
    try await clone.governed().carryOut(
      .steer(message: text, live: false), on: packet, stamp: stamp)
  }

  func cancel(_ packet: ObjectID, in clone: GovernedFixture) async throws {
    _ = try await workspace(clone).cancel(packet.hex, reason: nil)
  }

  func packet(_ id: ObjectID, in clone: GovernedFixture) throws -> Packet? {
    try Judge(clone.governed()).packet(id)
  }

  /// The messages that a packet's events hold, those of closed packets too.
  func messages(of id: ObjectID, in clone: GovernedFixture) throws -> [String] {
    let governed = try clone.governed()
    let store = governed.store
    let entries = try store.ledgerIndex().records(ofPacket: id).compactMap(\.tip)
    let tips = entries + [try clone.target(Layout.packet(id))].compactMap { $0 }
    var found: Set<String> = []
    for tip in tips {
      for event in try store.chain(.packet, at: tip).events {
        if case .steered(let message, _, _) = EventBody(event.envelope) { found.insert(message) }
      }
    }
    return found.sorted()
  }

  /// Whether all clones and the bare repository hold the same, and the histories are sound.
  func isAgreed() async throws -> Bool {
    let there = try await fixture.shared(bare)
    for clone in fixture.clones where try await fixture.shared(clone.repository) != there {
      return false
    }
    try await bare.git("fsck", "--strict", "--no-dangling")
    return true
  }
}

/// What a process that dies throws in its place.
struct Killed: Error {}

/// Counts, and answers when it is the time.
final class Countdown {
  private var left: Int

  init(_ count: Int) { left = count }

  /// True once, at the last call of so many.
  func isDue() -> Bool {
    left -= 1
    return left == 0
  }
}
