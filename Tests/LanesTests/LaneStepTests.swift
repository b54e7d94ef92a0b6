import Lanes
import Model
import Testing

@Suite("Where a lane's worktree is made")
struct WorktreeRootTests {
  private func root(_ configured: String? = nil, _ environment: [String: String]) -> String {
    WorktreeRoot(
      configured: configured, repository: "/srv/code/app", commonDirectory: "/srv/code/app/.git",
      environment: environment
    ).path
  }

  @Test("is where the user says")
  func configured() {
    #expect(root("/fast", [:]).hasPrefix("/fast/app-"))
    #expect(root("~/lanes", ["HOME": "/home/ann"]).hasPrefix("/home/ann/lanes/app-"))
    #expect(root("../lanes", [:]).hasPrefix("/srv/code/app/../lanes/app-"))
  }

  @Test("is below the user's data, and beside the repository where there is no home")
  func standard() {
    #expect(root(["XDG_DATA_HOME": "/tmp"]).hasPrefix("/tmp/o8/worktrees/app-"))
    #expect(root(["HOME": "/tmp"]).hasPrefix("/tmp/.local/share/o8/worktrees/app-"))
    for home in ["/nonexistent/ann", "", "relative"] {
      #expect(root(["HOME": home]).hasPrefix("/srv/code/.o8-worktrees/app-"))
    }
  }

  @Test("tells clones of one name apart")
  func clones() {
    let paths = ["/a/app/.git", "/b/app/.git"].map {
      WorktreeRoot(
        configured: "/x", repository: "/a/app", commonDirectory: $0, environment: [:]
      ).path
    }
    #expect(paths[0] != paths[1])
  }

  private func root(_ environment: [String: String]) -> String { root(nil, environment) }
}

@Suite("Slots")
struct LaneSlotTests {
  @Test("are given out once each, and again when they are given back")
  func taken() throws {
    let fixture = try ProcessFixture()
    let slots = LaneSlots(2, in: fixture.path)
    #expect(slots.free == 2)
    let first = try slots.take()
    let second = try slots.take()
    #expect(first != nil && second != nil)
    #expect(try slots.take() == nil)
    #expect(slots.free == 0)
    first?.release()
    #expect(slots.free == 1)
    #expect(try slots.take() != nil)
    withExtendedLifetime(second) {}
  }
}

@Suite("What a lane does next")
struct LaneStepTests {
  private static let id = ObjectID(String(repeating: "a", count: 40))!
  private static let branch = ReferenceName(branch: "main")!
  private static let lane = ReferenceName(branch: "o8/fix")!
  private static let at = Instant("2026-11-21T12:00:00Z")!
  private static let ann = PrincipalName("ann")!

  /// The packet after each of `bodies`, which are taken for granted.
  private func packet(
    attempts: Int = 2, _ bodies: [(Packet) -> EventBody] = []
  ) throws -> Packet {
    let work = Opened(
      title: "Fix", branch: Self.branch, runtime: "exec", command: ["true"], attempts: attempts)
    let opened = try #require(PacketEventSample.root(work, id: Self.id))
    var packet = opened
    for body in bodies {
      packet = packet.expecting(body(packet), by: Self.ann, signed: [], at: Self.at, under: nil)
    }
    return packet
  }

  private func started(_ number: Int = 1) -> (Packet) -> EventBody {
    { _ in
      .started(
        Started(
          number: number, reason: .first, runtime: "exec", lane: Self.lane, head: Self.id,
          base: Self.id))
    }
  }

  private func finished(_ outcome: Outcome) -> (Packet) -> EventBody {
    { .finished(Finished(started: $0.current ?? Self.id, outcome: outcome, seconds: 1)) }
  }

  @Test("is an attempt, the gates, or nothing")
  func steps() throws {
    #expect(try packet().nextStep == .attempt(.first))
    #expect(try packet([started()]).nextStep == .recover)
    #expect(try packet([started(), finished(.changed)]).nextStep == .submit)
    #expect(try packet([started(), finished(.interrupted)]).nextStep == .hold("interrupted"))
    #expect(try packet([started(), finished(.noChanges)]).nextStep == .attempt(.retry))
    #expect(
      try packet(attempts: 1, [started(), finished(.noChanges)]).nextStep
        == .fail("1 attempt used up; the last one ended with no changes"))
    let submitted: (Packet) -> EventBody = {
      .submitted(Submitted(started: $0.current, head: Self.id))
    }
    #expect(try packet([started(), finished(.changed), submitted]).nextStep == .gate)
    #expect(try packet([{ _ in .cancelled(reason: nil) }]).nextStep == .rest)
  }
}

private enum PacketEventSample {
  /// A packet that was just opened.
  static func root(_ work: Opened, id: ObjectID) -> Packet? {
    let envelope = Envelope(
      repo: id, kind: .opened, packet: nil, parents: [], clock: 1, author: PrincipalName("ann")!,
      at: Instant("2026-11-21T12:00:00Z")!, nonce: "0", attachments: [:], subject: work.title,
      state: "queued", fields: EventBody.opened(work).fields)
    let digest = Digest(String(repeating: "0", count: 64))!
    return Packet.fold([PacketEvent(id: id, digest: digest, envelope: envelope)], policy: nil)
  }
}
