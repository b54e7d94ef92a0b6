import Operations
import Testing

@Suite struct ConfigBlockTests {
  private let block = ConfigBlock(hooks: true, remotes: ["origin", #"a"b\c"#], notes: true)

  private func written(_ text: String, _ block: ConfigBlock) -> String {
    String(decoding: block.written(into: Array(text.utf8)), as: UTF8.self)
  }

  @Test(arguments: [
    "", "\n", "[core]\n\tbare = false\n", "[core]\r\n\tbare = false\r\n", "[core]\n\tbare = false",
    "[core]\r\n\tbare = false", "[a]\n\tb = c\\\n", "[a]\n\tb = c\\", "# only words",
    "\u{feff}[a]\n",
  ])
  func takingItOutGivesTheBytesBack(text: String) {
    let with = written(text, block)
    #expect(with.utf8.starts(with: text.utf8))
    #expect(ConfigBlock(in: Array(with.utf8)) == block)
    #expect(Array(written(with, block).utf8) == Array(with.utf8))
    #expect(Array(written(with, ConfigBlock()).utf8) == Array(text.utf8))
  }

  @Test func keepsTheLineBreaksOfTheFile() {
    let with = written("[core]\r\n\tbare = false\r\n", block)
    #expect(
      !with.utf8.indices.contains {
        with.utf8[$0] == 10 && with.utf8[with.utf8.index(before: $0)] != 13
      })
  }

  @Test func linesThatOthersWroteIntoItStay() {
    let with = written("[core]\n\tbare = false\n", ConfigBlock(remotes: ["origin"], notes: true))
    let edited = with.replacing("\tdisplayRef", with: "\trewriteRef = refs/notes/x\n\tdisplayRef")
    #expect(
      written(edited, ConfigBlock())
        == "[core]\n\tbare = false\n[notes]\n\trewriteRef = refs/notes/x\n")
  }

  @Test func whatFollowsItStays() {
    let with = written("[core]\n\tbare = false", block) + "[branch \"x\"]\n\tremote = origin\n"
    #expect(
      written(with, ConfigBlock())
        == "[core]\n\tbare = false\n[branch \"x\"]\n\tremote = origin\n")
  }

  @Test func movesToTheEndOnlyWhereItMustWin() {
    let with = Array((written("", ConfigBlock(hooks: true)) + "[core]\n\thooksPath = x\n").utf8)
    #expect(ConfigBlock(hooks: true).written(into: with) == with)
    let moved = String(
      decoding: ConfigBlock(hooks: true).written(into: with, last: true), as: UTF8.self)
    #expect(moved.hasPrefix("[core]\n\thooksPath = x\n# begin git-o8"))
  }

  @Test func aBlockThatLostItsEndTakesNothingOfOthersWithIt() {
    let with = written("", ConfigBlock(notes: true)).replacing("# end git-o8\n", with: "")
    #expect(written(with + "[user]\n\tname = Ann\n", ConfigBlock()) == "[user]\n\tname = Ann\n")
  }
}
