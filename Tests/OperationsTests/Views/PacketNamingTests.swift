import Fixtures
import Git
import Lanes
import Model
import Operations
import Store
import Support
import Testing
import Trust

@Suite("A packet is named")
struct PacketNamingTests {
  private func called(_ name: String?, in scene: PacketScene) async throws -> ObjectID {
    try await scene.workspace().report(on: name).packet.id
  }

  @Test("by digits of its id, by a part of its title, and by -")
  func names() async throws {
    try await PacketScene.with { scene in
      let first = try await scene.open("Fix the parser")
      let later = try #require(Instant("2026-11-21T12:30:00Z"))
      let second = try await scene.open("Speed up the parser", at: later)
      #expect(try await called(String(first.hex.prefix(7)), in: scene) == first)
      #expect(try await called(first.hex.uppercased(), in: scene) == first)
      #expect(try await called("fix", in: scene) == first)
      #expect(try await called("Speed up", in: scene) == second)
      #expect(try await called("-", in: scene) == second)
    }
  }

  @Test("by -, which is the one named last, whatever moved since, and no other once it is closed")
  func namedLast() async throws {
    try await PacketScene.with { scene in
      let first = try await scene.open("Fix the parser")
      let second = try await scene.open("Speed up the lexer")
      #expect(try await called("parser", in: scene) == first)
      try await scene.does(.steer(message: "x", live: false), second)
      #expect(try await called("-", in: scene) == first)
      let workspace = try scene.workspace()
      _ = try await workspace.cancel(first.hex, reason: nil)
      let problem = await #expect(throws: Problem.self) {
        try await workspace.steer("-", message: "not to another")
      }
      #expect(problem?.message.contains("cancelled") == true)
    }
  }

  @Test("by -, of those of one second, whichever moved last, or nothing where none shows")
  func touchedInOneSecond() async throws {
    try await PacketScene.with { scene in
      var last: ObjectID?
      for number in 1...8 { last = try await scene.open("Packet \(number)") }
      let packet = try #require(last)
      #expect(try await called("-", in: scene) == packet)
      try await scene.repository.git("pack-refs", "--all")
      let problem = await #expect(throws: Problem.self) { try await called("-", in: scene) }
      #expect(problem?.message.contains("could be any of these") == true)
    }
  }

  @Test("by the title it has now, and an equal title wins over a longer one")
  func titles() async throws {
    try await PacketScene.with { scene in
      let first = try await scene.open("Parser")
      let second = try await scene.open("Parser of numbers")
      #expect(try await called("parser", in: scene) == first)
      var work = try #require(try scene.fixture.governed().storyOfPacket(second)).work
      work.title = "Lexer"
      try await scene.does(.edit(work), second)
      #expect(try await called("lexer", in: scene) == second)
    }
  }

  @Test("also while a blob and a tree stand among the packets")
  func strangers() async throws {
    try await PacketScene.with { scene in
      let first = try await scene.open("Fix the parser")
      let git = scene.repository
      for (digit, name) in [("2", "HEAD:"), ("3", "HEAD^{tree}")] {
        let object = try await git.id(name)
        try await git.git(
          "update-ref", "refs/o8/packets/\(String(repeating: digit, count: 40))", object)
      }
      #expect(try await called("parser", in: scene) == first)
      #expect(try await called("-", in: scene) == first)
      let problem = await #expect(throws: Problem.self) { try await called("2222", in: scene) }
      #expect(problem?.message.contains("stands a tree") == true)
    }
  }

  @Test("and told apart from a commit that stands in its place, with the way back")
  func replaced() async throws {
    try await PacketScene.with { scene in
      let first = try await scene.open("Fix the parser")
      let name = "refs/o8/packets/\(first)"
      let tip = try await scene.repository.id(name)
      let stranger = try await scene.repository.id("HEAD")
      try await scene.repository.git("update-ref", name, stranger)
      let problem = await #expect(throws: Problem.self) {
        try await called(String(first.hex.prefix(7)), in: scene)
      }
      #expect(problem?.hint?.hasPrefix("git update-ref \(name) \(tip) \(stranger)") == true)
    }
  }

  @Test("what could be several is refused with all of them, hostile titles escaped")
  func ambiguity() async throws {
    try await PacketScene.with { scene in
      let ids = [
        try await scene.open("Fix one"), try await scene.open("Fix \u{1b}[2J two"),
      ]
      let problem = await #expect(throws: Problem.self) { try await called("fix", in: scene) }
      #expect(problem?.kind == .noSuchThing)
      for id in ids { #expect(problem?.message.contains(id.short) == true) }
      #expect(problem?.message.contains(#"Fix \u{1b}[2J two"#) == true)
    }
  }

  @Test("names that mean nothing are refused", arguments: ["nothing", "0000", "", " ", "\u{7}"])
  func nothing(name: String) async throws {
    try await PacketScene.with { scene in
      _ = try await scene.open("Fix it")
      let problem = await #expect(throws: Problem.self) { try await called(name, in: scene) }
      #expect(problem?.kind == (name.allSatisfy(\.isWhitespace) ? .usage : .noSuchThing))
      #expect(problem?.message.contains("\u{7}") == false)
    }
  }

  @Test("closed ones by id and title, and by - where one closed last")
  func closed() async throws {
    try await PacketScene.with { scene in
      let open = try await scene.open("Open")
      let gone = try await scene.open("Gone", at: try #require(Instant("2026-11-21T11:00:00Z")))
      try await scene.close(gone)
      #expect(try await called(String(gone.hex.prefix(7)), in: scene) == gone)
      #expect(try await called("gone", in: scene) == gone)
      #expect(try await called("open", in: scene) == open)
    }
  }

  @Test("a closed one is said to be closed, not to be unknown")
  func closedForGood() async throws {
    try await PacketScene.with { scene in
      let gone = try await scene.open("Gone")
      try await scene.close(gone)
      let problem = await #expect(throws: Problem.self) {
        _ = try await scene.workspace().cancel(gone.short, reason: nil)
      }
      #expect(problem?.kind == .refused)
      #expect(problem?.message == "packet \(gone.short) was cancelled: Gone")
      let list = try scene.workspace().packets()
      #expect(list.packets.isEmpty)
      #expect(list.closed == 1)
    }
  }

  @Test("what it asks for and what was edited is told")
  func task() async throws {
    try await PacketScene.with { scene in
      let id = try await scene.open("Fix it")
      var work = try #require(try scene.fixture.governed().storyOfPacket(id)).work
      (work.priority, work.title) = (3, "Mend it")
      try await scene.does(.edit(work), id)
      let report = try await scene.workspace().report(on: id.short)
      #expect(report.prompt == "Do it.\n")
      #expect(report.packet.log.map(\.summary) == ["Fix it", "title: Mend it, priority: 3"])
    }
  }

  @Test("by nothing at all inside its lane, whatever is checked out there")
  func insideALane() async throws {
    try await PacketScene.with { scene in
      let id = try await scene.open("Fix it")
      let governed = try scene.fixture.governed()
      let packet = try #require(try governed.storyOfPacket(id))
      let path = scene.repository.scratch + "/lane"
      let worktree = LaneWorktree(
        packet: id, branch: try #require(packet.lane), path: path, repository: governed.location)
      try await worktree.add(at: try #require(try governed.repository.target(of: packet.branch)))
      let inside = try await scene.workspace(in: path).report(on: nil)
      #expect(inside.packet.id == id)
      #expect(inside.worktree == path)
      try await scene.repository.program.require("git", ["checkout", "-q", "--detach"], in: path)
      #expect(try await scene.workspace(in: path).report(on: nil).packet.id == id)
      let problem = await #expect(throws: Problem.self) { try await called(nil, in: scene) }
      #expect(problem?.kind == .usage)
    }
  }
}
