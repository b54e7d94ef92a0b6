import Testing

@testable import Runtimes

@Suite("Where Claude Code keeps the conversations of a directory")
struct ClaudeProjectTests {
  @Test(
    "is told by its path",
    arguments: [
      ("/srv/ann/home/.local/x_y", "-srv-ann-home--local-x-y"),
      ("/tmp/Größe", "-tmp-Gr--e"),
      ("/a/\u{1F600}", "-a---"),
    ])
  func name(directory: String, folder: String) {
    #expect(ClaudeProject.folder(of: directory) == folder)
  }

  @Test("and a number where that is long")
  func long() {
    let one = ClaudeProject.folder(of: "/" + String(repeating: "a", count: 250))
    let other = ClaudeProject.folder(of: "/" + String(repeating: "a", count: 251))
    #expect(one.hasPrefix("-" + String(repeating: "a", count: 199) + "-"))
    #expect(one != other)
    #expect(one.utf8.count < 210)
  }
}
