import Commands
import Fixtures
import Foundation
import Git
import Lanes
import Model
import Support
import Synchronization
import Testing
import Trust

@Suite("A packet tells what a person has to know about it")
struct PacketTextTests {
  private func run(_ words: [String], in scene: PacketScene) async -> (Int32, String) {
    let said = Mutex("")
    let context = Context(
      directory: scene.repository.path, program: "/opt/git-o8",
      environment: scene.fixture.environment, now: { PacketScene.later }
    ) { _, text in said.withLock { $0 += text } }
    let status = await CommandRun(words).exitStatus(in: context)
    return (status, said.withLock { $0 })
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("what static rules say is shown before anybody signs")
  func flagged() async throws {
    try await PacketScene.with { scene in
      let id = try await scene.open("Fix it")
      let head = try await scene.work(on: id, ".husky/pre-commit")
      try await scene.does(.submit(head: head), id)
      let governed = try scene.fixture.governed()
      let packet = try #require(try governed.storyOfPacket(id))
      let big = Finding(path: "big.bin", line: 0, severity: .warning, text: "6 MB")
      try await scene.does(
        .present(
          Presented(
            started: packet.submission?.started, base: try #require(packet.base), head: head,
            tree: try governed.repository.commit(head).tree, findings: [big], require: [:])), id)
      for words in [["show", "fix"], ["inbox"], ["verdict", "fix", "approve"]] {
        let (status, text) = await run(words, in: scene)
        #expect(status == 0, "\(text)")
        #expect(text.contains("warning big.bin: 6 MB"), "\(words): \(text)")
        // Whoever presents it may keep quiet about a path; the judge looks again.
        if words[0] == "verdict" { #expect(text.contains("warning .husky/pre-commit: hooks run")) }
      }
      let shown = try object(await run(["show", "fix", "--json"], in: scene).1)
      let flagged = try #require(shown["flagged"] as? [[String: Any]])
      #expect(flagged.map { $0["path"] as? String } == ["big.bin"])
      let inbox = try object(await run(["inbox", "--json"], in: scene).1)
      #expect((inbox["items"] as? [[String: Any]])?.first?["flagged"] != nil)
    }
  }

  @Test("each attempt says how its worker was kept apart, where that was written down")
  func isolation() async throws {
    try await PacketScene.with { scene in
      let id = try await scene.open("Fix it")
      let packet = try #require(try scene.fixture.governed().storyOfPacket(id))
      let base = try #require(try scene.fixture.open().target(of: packet.branch))
      for (number, isolation) in [(1, "sandbox"), (2, nil)] {
        let (started, events) = try await scene.fixture.governed().carryOut(
          .start(
            Started(
              number: number, reason: number == 1 ? .first : .retry, runtime: "exec",
              lane: try #require(packet.lane), head: base, base: base, isolation: isolation)),
          on: id, stamp: scene.fixture.stamp)
        #expect(started.currentAttempt?.isolation == isolation)
        try await scene.does(
          .finish(Finished(started: events[0], outcome: .failed, seconds: 1)), id)
      }
      let text = await run(["show", "fix"], in: scene).1
      #expect(text.contains("  1  exec  failed, 1 s, in a sandbox, "), "\(text)")
      #expect(text.contains("  2  exec  failed, 1 s, ") && !text.contains("1 s, in a clone"))
      let attempts = try object(await run(["show", "fix", "--json"], in: scene).1)["attempts"]
      let values = try #require(attempts as? [[String: Any]]).map { $0["isolation"] as? String }
      #expect(values == ["sandbox", nil])
    }
  }

  /// A packet whose worker is at it and has written these lines, behind one of the lane's.
  private func open(
    _ scene: PacketScene, saying lines: [String], behind word: String
  ) async throws {
    let id = try await scene.open("Fix it")
    let packet = try #require(try scene.fixture.governed().storyOfPacket(id))
    let base = try #require(try scene.fixture.open().target(of: packet.branch))
    try await scene.does(
      .start(
        Started(
          number: 1, reason: .first, runtime: "exec", lane: try #require(packet.lane), head: base,
          base: base)), id)
    let place = LanePlace(of: id, in: try scene.fixture.governed().location.commonDirectory)
    try place.make()
    let spool = try SpoolWriter(place.spool)
    spool.note(word)
    let text = lines.map { $0 + "\n" }.joined()
    let at = PacketScene.later.adding(seconds: -120).seconds * 1000
    Array(text.utf8).withUnsafeBytes { spool.take($0, from: SpoolSource.output, at: at) }
  }

  @Test("what a worker was last heard of is told on one line, and when that was")
  func latest() async throws {
    try await PacketScene.with { scene in
      let last = "third \u{1b}[31m" + String(repeating: "x", count: 500)
      try await open(scene, saying: ["first", "second", last], behind: "attempt 1 starts")
      let brief = await run(["show", "fix"], in: scene).1
      let line = try #require(brief.split(separator: "\n").first { $0.hasPrefix("  latest") })
      #expect(line.hasPrefix("  latest    third ") && line.hasSuffix("…, 2 min ago"), "\(line)")
      #expect(!line.contains("\u{1b}"))
    }
  }

  @Test("a log tells the lane's words from those of a worker that speaks as it does")
  func mark() async throws {
    try await PacketScene.with { scene in
      try await open(
        scene, saying: ["o8: attempt 1 ended: changed", "done"], behind: "attempt 1 starts")
      #expect(
        await run(["log", "fix"], in: scene).1
          == "o8: attempt 1 starts\noutput: o8: attempt 1 ended: changed\ndone\n")
    }
  }

  @Test("a red gate is shown by its end, and in full where that is wanted")
  func red() async throws {
    try await PacketScene.with { scene in
      let id = try await scene.open("Fix it")
      let head = try await scene.work(on: id)
      try await scene.does(.submit(head: head), id)
      let log = (1...60).map { "line \($0)" }.joined(separator: "\n") + "\nREASON"
      let part = "## test: exit 1\n\nThe command:\n\n```\ntrue\n```\n\n"
      let report = part + "What it printed:\n\n```\n\(log)\n## no heading\n```\n"
      try await scene.fixture.governed().carryOut(
        .sendBack(because: ["test"]), on: id, stamp: scene.fixture.stamp,
        attachments: ["report.md": Array(report.utf8)])
      let brief = await run(["show", "fix"], in: scene).1
      #expect(brief.contains("## test: exit 1") && brief.contains("  REASON\n"))
      #expect(!brief.contains("  line 3\n") && brief.contains("git o8 show \(id.short) --full"))
      let full = await run(["show", "fix", "--full"], in: scene).1
      #expect(full.contains("  line 3\n") && full.contains("  REASON\n"))
      #expect(!full.contains(" lines: git o8"))
    }
  }

  @Test("what holds a packet is said everywhere, and that it takes a person to go on")
  func held() async throws {
    try await PacketScene.with { scene in
      let id = try await scene.open("Fix it")
      let head = try await scene.work(on: id)
      try await scene.does(.submit(head: head), id)
      try await scene.does(.sendBack(because: ["a.txt"]), id)
      let reason = "conflicts with main: a.txt"
      try await scene.does(.pause(.held, text: reason), id)
      let shown = await run(["show", "fix"], in: scene).1
      #expect(shown.contains("state     waiting\n"))
      #expect(shown.contains("held: \(reason); git o8 resume \(id.short)"))
      #expect(!shown.contains("its next attempt has yet to start"))
      for words in [["list"], ["status"], ["inbox"]] {
        #expect(await run(words, in: scene).1.contains("held: \(reason)"), "\(words)")
      }
      for words in [["show", "fix", "--json"], ["list", "--json"]] {
        let text = await run(words, in: scene).1.drop { $0 == "[" }
        let json = try object(
          words[0] == "list" ? String(text.dropLast { $0.isNewline || $0 == "]" }) : String(text))
        let waiting = try #require(json["waiting"] as? [String: Any])
        #expect(waiting["reason"] as? String == "held")
        #expect(waiting["text"] as? String == reason)
      }
    }
  }

  @Test("reconcile does not say that all is in order above what it could not do")
  func undone() async throws {
    try await PacketScene.with { scene in
      let (fine, text) = await run(["reconcile"], in: scene)
      #expect(fine == 0 && text.contains("everything is in order"))
      try await scene.repository.git("update-ref", "refs/o8/packets/zzz", "main")
      let (status, said) = await run(["reconcile"], in: scene)
      #expect(status == 3)
      #expect(!said.contains("everything is in order"))
      #expect(said.contains("something is not in order, and could not be brought there"))
      #expect(await run(["status"], in: scene).1.contains("git update-ref -d refs/o8/packets/zzz"))
    }
  }

  @Test("the manual page is made of the commands")
  func manual() async throws {
    try await PacketScene.with { scene in
      let (status, page) = await run(["manual"], in: scene)
      #expect(status == 0 && page.hasPrefix(".TH GIT-O8 1"))
      for name in ["dispatch <title>", "policy show", "verdict <packet> <decision>"] {
        #expect(page.contains(".SS git o8 \(name)"), "\(name)")
      }
      #expect(!page.contains("reference\\-transaction"))
    }
  }
}

extension String {
  fileprivate func dropLast(while isDropped: (Character) -> Bool) -> Substring {
    var text = self[...]
    while let last = text.last, isDropped(last) { text.removeLast() }
    return text
  }
}

extension Substring {
  fileprivate func dropLast(_ isDropped: (Character) -> Bool) -> Substring {
    String(self).dropLast(while: isDropped)
  }
}
