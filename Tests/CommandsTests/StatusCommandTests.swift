import Fixtures
import Foundation
import Model
import Render
import Support
import Synchronization
import Testing

@testable import Commands

@Suite("Status tells what happened, and keeps current")
struct StatusCommandTests {
  private func context(
    in scene: PacketScene, now: Instant = PacketScene.later,
    write: @escaping @Sendable (Context.Channel, String) -> Void
  ) -> Context {
    Context(
      directory: scene.repository.path, program: "/opt/git-o8",
      environment: scene.fixture.environment, now: { now }, write: write)
  }

  private func run(_ words: [String], in scene: PacketScene) async -> (Int32, String) {
    let said = Mutex("")
    let context = context(in: scene) { _, text in said.withLock { $0 += text } }
    let status = await CommandRun(words).exitStatus(in: context)
    return (status, said.withLock { $0 })
  }

  @Test("what is no terminal has no edge, unless one was asked for")
  func edges() throws {
    let file = open("/dev/null", O_RDONLY)
    defer { close(file) }
    let size = TerminalSize(of: file, environment: [:])
    #expect(size.columns == Width.unlimited && size.rows == nil)
    #expect(TerminalSize(of: file, environment: ["COLUMNS": "40"]).columns == 40)
    #expect(TerminalSize(of: file, environment: ["COLUMNS": "1"]).columns == 20)
    #expect(TerminalSize(of: file, environment: ["COLUMNS": "wide"]).columns == Width.unlimited)
  }

  private func object(_ text: some StringProtocol) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("events of open packets and decisions of the ledger, each once, the oldest first")
  func happenings() async throws {
    try await PacketScene.with { scene in
      let open = try await scene.reviewed("Still open").id
      try await scene.close(try await scene.open("Gone"))
      let (status, text) = await run(["status", "--since", "2h", "--json"], in: scene)
      #expect(status == 0)
      let document = try object(text)
      #expect(document["since"] as? String == "2026-11-21T11:00:00Z")
      let happened = try #require(document["happened"] as? [[String: Any]])
      let words = happened.map { "\($0["source"] ?? "") \($0["kind"] ?? "")" }
      #expect(Set(words).isSuperset(of: ["ledger adopted", "ledger cancelled", "packet opened"]))
      #expect(words.last == "packet presented")
      #expect(
        happened.filter { $0["source"] as? String == "packet" }
          .allSatisfy { $0["packet"] as? String == open.hex })
      let one = try object(
        await run(["status", open.short, "--since", "2h", "--json"], in: scene).1)
      #expect(
        (one["happened"] as? [[String: Any]])?.count == words.count { $0.hasPrefix("packet") })
      let none = await run(["status", "--since", "5m"], in: scene)
      #expect(none.1.contains("nothing happened"))
    }
  }

  @Test(
    "a time is a span, a date or RFC 3339 in any zone",
    arguments: [
      "90s": "2026-11-21T12:58:30Z", "2h": "2026-11-21T11:00:00Z", "3d": "2026-11-18T13:00:00Z",
      "2026-11-21T08:00:00Z": "2026-11-21T08:00:00Z",
      "2026-11-21T08:00:00.25+02:00": "2026-11-21T06:00:00Z",
      "2026-11-21 08:00:00-05:30": "2026-11-21T13:30:00Z",
    ])
  func times(text: String, expected: String) throws {
    let now = try #require(Instant("2026-11-21T13:30:00Z"))
    let shift = text.last == "s" || text.last == "h" || text.last == "d" ? 1800 : 0
    let before = try #require(Instant(seconds: now.seconds - Int64(shift)))
    #expect(try PointInTime.instant(text, before: before).text == expected)
  }

  @Test(
    "what is no time, or yet to come, is a usage error",
    arguments: ["", "yesterday", "2026-13-01", "2026-11-21T08:00", "2h ago", "2030-01-01", "-2h"])
  func noTimes(text: String) async throws {
    try await PacketScene.with { scene in
      #expect(await run(["status", "--since=\(text)"], in: scene).0 == 1)
    }
  }

  @Test("where nobody looks, the picture is not drawn")
  func noTerminal() async throws {
    try await PacketScene.with { scene in
      let (status, text) = await run(["status", "--watch"], in: scene)
      #expect(status == 1)
      #expect(text.contains("--json"))
    }
  }

  @Test("as JSON each change is a line, numbered")
  func stream() async throws {
    try await PacketScene.with { scene in
      let (lines, sink) = AsyncStream.makeStream(of: String.self)
      let context = context(in: scene) { _, text in sink.yield(text) }
      let watching = Task {
        await CommandRun(["status", "--watch", "--json"]).exitStatus(in: context)
      }
      var seen: [[String: Any]] = []
      for await line in lines {
        seen.append(try object(line))
        if seen.count == 1 { _ = try await scene.open("New") }
        if seen.count == 2 { break }
      }
      watching.cancel()
      #expect(await watching.value == 0)
      #expect(seen.map { $0["seq"] as? Int } == [1, 2])
      #expect((seen[1]["counts"] as? [String: Int]) == ["queued": 1])
      #expect(seen[1]["schema"] as? String == "o8/status/1")
    }
  }

  @Test("a picture fits its terminal and says what it leaves out")
  func frames() {
    let lines = (1...5).map { Line("line \($0) is long") }
    let frame = TerminalScreen.frame(lines, TerminalSize(columns: 9, rows: 3), .plain)
    let rows = frame.replacingOccurrences(of: "\u{1b}[K", with: "").components(separatedBy: "\r\n")
    #expect(rows == ["\u{1b}[Hline 1 i…", "line 2 i…", "… 3 more…\u{1b}[J"])
  }
}
