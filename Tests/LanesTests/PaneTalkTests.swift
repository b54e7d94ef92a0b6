import Support
import Testing

@testable import Lanes

/// What is made of tmux's words.
@Suite struct PaneTalkTests {
  private func notices(_ lines: String...) -> [PaneTalk.Notice] {
    var talk = PaneTalk()
    return lines.compactMap { talk.hear(Array($0.utf8)[...]) }
  }

  @Test func `output comes with its control characters back`() {
    #expect(
      notices(#"%output %0 a\033[1mb\\015\134 \9 \01"#)
        == [.output(Array("a\u{1b}[1mb\\\r\\ \\9 \\01".utf8))])
    #expect(notices("%output %0", "%output", "%outputs %0 a").isEmpty)
  }

  @Test func `an end is told by the name of the window alone`() {
    #expect(notices("%window-renamed @0 over 7") == [.over(7)])
    #expect(notices("%window-renamed @0 over", "%window-renamed @0 over x").isEmpty)
    #expect(notices("%window-renamed @0 worker", "%output %0 %window-renamed").count == 1)
  }

  @Test func `a list of visitors says whether one can type`() {
    #expect(
      notices("%client-session-changed /dev/pts/1 $0 worker", "%begin 1 1 1", "o8 0 1", "o8 0 0")
        == [.visited])
    #expect(notices("%begin 1 1 1", "o8 0 1", "o8 0 0", "%end 1 1 1") == [.attended(true)])
    #expect(notices("%begin 1 1 1", "o8 0 1", "o8 1 0", "%end 1 1 1") == [.attended(false)])
    #expect(notices("%begin 1 1 1", "%end 1 1 1", "%begin 1 1 1", "%error 1 1 1").isEmpty)
  }

  @Test func `what tmux complains of is kept, and bounded`() {
    var talk = PaneTalk()
    for line in ["%begin 1 1 1", "duplicate session: worker", "%error 1 1 1", "no server", "%exit"]
    { _ = talk.hear(Array(line.utf8)[...]) }
    #expect(talk.complaints == ["duplicate session: worker", "no server"])
    for number in 0..<1000 { _ = talk.hear(Array("x\(number)".utf8)[...]) }
    #expect(talk.complaints.count == 20)
  }

  @Test(arguments: 0..<200) func `anything may come`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var talk = PaneTalk()
    let words = [
      "%begin", "%end", "%error", "%output %0 ", "\\03", "o8 0 0", "%exit ", "\u{0}", " ",
    ]
    for _ in 0..<50 {
      let line = (0..<Int.random(in: 0...5, using: &random)).map { _ in
        words[Int.random(in: 0..<words.count, using: &random)]
      }
      _ = talk.hear(Array(line.joined().utf8)[...])
    }
    #expect(talk.complaints.count <= 20)
  }

  @Test func `a message is one word for tmux, whatever it holds`() {
    #expect(TmuxWord.quoted("a b") == "\"a b\"")
    #expect(
      TmuxWord.quoted("\"; kill-server\n#{x}$HOME~ü")
        == "\"\\042\\073 kill-server\\012\\043\\173x\\175\\044HOME\\176\\303\\274\"")
  }
}
