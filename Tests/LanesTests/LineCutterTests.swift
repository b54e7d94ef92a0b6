import Testing

@testable import Lanes

@Suite("Output that is cut into lines")
struct LineCutterTests {
  private func lines(_ pieces: [String]) -> [[String]] {
    var cutter = LineCutter(bytesMost: 5)
    return pieces.map { piece in
      Array(piece.utf8).withUnsafeBytes { bytes in
        cutter.lines(in: bytes).map { String(decoding: $0, as: UTF8.self) }
      }
    }
  }

  @Test("is the same however it comes")
  func pieces() {
    #expect(lines(["one\n\ntwo\nth"]) == [["one", "", "two"]])
    #expect(lines(["o", "", "ne\n", "\ntw", "o\nth"]) == [[], [], ["one"], [""], ["two"]])
  }

  @Test("has none that is longer than is kept of one, and all that come behind it")
  func tooLong() {
    #expect(lines(["12345\n123456\nend\n"]) == [["12345", "end"]])
    #expect(lines(["12345", "6", "7", "\nend\n"]) == [[], [], [], ["end"]])
  }
}
