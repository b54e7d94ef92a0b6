import Fuzzing
import Testing

/// The same as `FuzzTests`, for as long as somebody wants to wait.
@Suite("A long fuzz", .enabled(if: Slow.isWanted))
struct FuzzSoakTests {
  private static let rounds = UInt64(Slow.rounds) * 2_000

  @Test("no decoder traps, hangs or breaks a law", arguments: Decoder.all)
  func manyRounds(decoder: Decoder) throws {
    let samples = try Corpus.samples(of: decoder.name)
    #expect(decoder.firstBroken(1_000_000..<1_000_000 + Self.rounds, samples: samples) == nil)
  }
}
