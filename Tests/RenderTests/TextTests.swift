import Model
import Render
import Testing

@Suite("Texts for people")
struct TextTests {
  @Test(
    "ages are short and never in the future",
    arguments: [
      (-5, "now"), (9, "now"), (59, "59 s"), (61, "1 min"), (7200, "2 h"), (200_000, "2 days"),
      (31 * 86_400, "2026-10-21"),
    ])
  func ages(seconds: Int64, text: String) throws {
    let now = try #require(Instant("2026-11-21T12:00:00Z"))
    let then = try #require(Instant(seconds: now.seconds - seconds))
    #expect(Age.text(of: then, at: now) == text)
  }

  @Test("an age reads as a phrase, a duration as people say it")
  func phrases() throws {
    let now = try #require(Instant("2026-11-21T12:00:00Z"))
    let before = try #require(Instant("2026-11-21T11:00:00Z"))
    #expect(Age.phrase(of: now, at: now) == "just now")
    #expect(Age.phrase(of: before, at: now) == "1 h ago")
    #expect(Age.duration(59) == "59 s")
    #expect(Age.duration(61) == "1 min 1 s")
    #expect(Age.duration(3700) == "1 h 1 min")
  }

  @Test("a line is cut by columns, and no escape is cut in two")
  func clips() {
    #expect(Line("short").clipped(to: 5).drawn(.plain) == "short")
    #expect(Line("longer").clipped(to: 5).drawn(.plain) == "long…")
    #expect(Line("修正する").clipped(to: 6).drawn(.plain) == "修正…")
    #expect((Line("ab", .good) + Line("cdef")).clipped(to: 4).drawn(.plain) == "abc…")
    let hostile = Line("a\u{1b}[2Jbcdef").clipped(to: 8).drawn(.plain)
    #expect(hostile.hasPrefix(#"a\u{1b}"#.prefix(7)) && !hostile.contains("\u{1b}"))
  }

  @Test("a text is folded between words, its own lines kept")
  func folds() {
    let lines = Line.folded("one two three\nfour", to: 9, indent: "  ").map { $0.drawn(.plain) }
    #expect(lines == ["  one two", "  three", "  four"])
    #expect(Line.folded("unbreakable", to: 4).map { $0.drawn(.plain) } == ["unbreakable"])
  }
}
