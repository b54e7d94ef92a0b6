import Lanes
import Testing

@Suite struct BoundedLogTests {
  private func text(_ log: BoundedLog) -> String { String(decoding: log.bytes, as: UTF8.self) }

  @Test func `a log that fits is kept as it is`() {
    var log = BoundedLog(limit: 20)
    log.append("hello\n")
    log.append("worldly matter")
    #expect(text(log) == "hello\nworldly matter")
    #expect(log.isComplete)
  }

  @Test func `a long log keeps whole lines of both ends and says what is missing`() {
    var log = BoundedLog(limit: 40)
    for line in 1...100 { log.append("line \(line)\n") }
    #expect(text(log) == "line 1\nline 2\n… 761 bytes left out …\nline 99\nline 100\n")
    #expect(log.count == 7 * 9 + 8 * 90 + 9)
    #expect(!log.isComplete)
  }

  @Test(arguments: 0..<64) func `however it is cut into pieces, the log is the same`(seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    let whole = (0..<Int.random(in: 1...400, using: &random)).map { _ in
      UInt8.random(in: 60...70, using: &random) & 0xfe
    }
    var once = BoundedLog(limit: 64)
    whole.withUnsafeBytes { once.append($0) }
    var pieces = BoundedLog(limit: 64)
    var rest = whole[...]
    while !rest.isEmpty {
      let piece = rest.prefix(Int.random(in: 1...50, using: &random))
      Array(piece).withUnsafeBytes { pieces.append($0) }
      rest = rest.dropFirst(piece.count)
    }
    #expect(pieces.bytes == once.bytes)
    #expect(pieces.count == whole.count)
    #expect(once.isComplete == (whole.count <= 64))
  }

  @Test(arguments: ["ä", "€", "🙂"]) func `a cut never falls inside a character`(
    character: String
  ) {
    for shift in 0..<4 {
      var log = BoundedLog(limit: 50)
      log.append(String(repeating: "x", count: shift))
      for _ in 0..<200 { log.append(character) }
      #expect(!text(log).contains("\u{fffd}"))
      #expect(text(log).contains(" bytes left out …\n"))
    }
  }

  @Test func `bytes that are no text are cut too`() {
    var log = BoundedLog(limit: 10)
    [UInt8](repeating: 0x80, count: 1000).withUnsafeBytes { log.append($0) }
    #expect(log.bytes.count < 50)
  }
}

/// A small generator, so that a seed names a run.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
