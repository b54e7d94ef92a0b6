import Render
import Testing

@Suite("Tables and lines")
struct TableTests {
  private func drawn(_ table: Table, _ colour: Colour = .plain) -> [String] {
    table.lines.map { $0.drawn(colour) }
  }

  @Test("columns are as wide as what is seen, and nothing trails")
  func columnsAlign() {
    let table = Table(
      ["NAME", "STATE"],
      rows: [["修正する", "ready"], ["e\u{301}a", ""], ["longer name", "x"]])
    #expect(
      drawn(table) == [
        "NAME         STATE", "修正する     ready", "e\u{301}a", "longer name  x",
      ])
  }

  @Test("foreign text cannot act on the terminal, colour or not")
  func textIsEscaped() {
    let line = Line("a\u{1b}[2J\nb\u{202e}c", .bad)
    #expect(line.drawn(.plain) == #"a\u{1b}[2J\nb\u{202e}c"#)
    #expect(line.drawn(.coloured) == "\u{1b}[31m" + #"a\u{1b}[2J\nb\u{202e}c"# + "\u{1b}[0m")
  }

  @Test("what is escaped counts in the width")
  func escapesHaveWidth() {
    let table = Table(["A", "B"], rows: [["\u{7}", "x"]])
    #expect(drawn(table) == ["A      B", #"\u{7}  x"#])
  }

  @Test("in a narrow terminal one column gives way, by what is seen of it")
  func columnsGiveWay() {
    let table = Table(
      ["ID", "TITLE", "NEXT"],
      rows: [["1", "修正する修正する修正する", "do it"], ["2", "short", "nothing"]])
    #expect(
      table.lines(within: 28, giving: 1).map { $0.drawn(.plain) } == [
        "ID  TITLE            NEXT", "1   修正する修正す…  do it",
        "2   short            nothing",
      ])
    #expect(table.lines(within: 80, giving: 1) == table.lines)
    #expect(table.lines(within: 12, giving: 1).allSatisfy { $0.width <= 12 })
  }

  @Test("what is escaped is cut before it or behind it, never within")
  func escapesStayWhole() {
    let line = Line("ab\u{1b}\u{202e}cd")
    let cut = (1...20).map { line.clipped(to: $0).drawn(.plain) }
    let whole = #"ab\u{1b}\u{202e}"#
    #expect(Set(cut) == ["…", "a…", "ab…", #"ab\u{1b}…"#, whole + "…", whole + "cd"])
  }

  @Test("colour is for terminals whose user wants it")
  func colourIsChosen() {
    #expect(Colour(isTerminal: true, environment: [:]) == .coloured)
    #expect(Colour(isTerminal: true, environment: ["NO_COLOR": ""]) == .coloured)
    #expect(Colour(isTerminal: true, environment: ["NO_COLOR": "1"]) == .plain)
    #expect(Colour(isTerminal: true, environment: ["TERM": "dumb"]) == .plain)
    #expect(Colour(isTerminal: false, environment: [:]) == .plain)
  }
}
