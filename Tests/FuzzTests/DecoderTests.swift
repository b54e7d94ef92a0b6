import Fuzzing
import Testing

/// What others push is read by these; whatever they are fed, they answer.
@Suite struct Decoders {
  /// As many as take a second or two for all; `SlowTests` feeds them more.
  private static let rounds: UInt64 = 400

  @Test(arguments: Decoder.all)
  func whatIsKeptIsReadOrRefusedAsItWas(decoder: Decoder) throws {
    let samples = try Corpus.samples(of: decoder.name)
    #expect(samples.contains { $0.name.hasPrefix("taken-") })
    for sample in samples {
      let answer = try decoder.read(sample.bytes)
      let expected = sample.name.hasPrefix("taken-")
      #expect(answer.isTaken == expected, "\(decoder.name)/\(sample): \(answer)")
    }
  }

  @Test(arguments: Decoder.all)
  func whatIsMadeOfItIsReadOrRefused(decoder: Decoder) throws {
    let samples = try Corpus.samples(of: decoder.name)
    #expect(decoder.firstBroken(0..<Self.rounds, samples: samples) == nil)
  }

  @Test func everyFolderOfTheCorpusIsReplayed() throws {
    // Trees are read in a repository, and pushes by the hook.
    let others: Set<String> = ["pushes", "trees"]
    #expect(try Corpus.decoders() == others.union(Decoder.all.map(\.name)))
  }

  @Test func theSameSeedMakesTheSameInput() throws {
    for decoder in Decoder.all {
      let samples = try Corpus.samples(of: decoder.name)
      for seed in 0..<20 as Range<UInt64> {
        let input = decoder.input(seed: seed, samples: samples)
        #expect(decoder.input(seed: seed, samples: samples) == input)
      }
    }
  }

  /// A fuzzer that never gets past the first check finds nothing behind it.
  @Test(arguments: Decoder.all)
  func inputsAreRefusedForManyReasons(decoder: Decoder) throws {
    let samples = try Corpus.samples(of: decoder.name)
    var answers: Set<Decoder.Answer> = []
    for seed in 0..<150 as Range<UInt64> {
      answers.insert(try decoder.read(decoder.input(seed: seed, samples: samples)))
    }
    #expect(answers.count > (decoder.name == "commits" ? 1 : 8))
  }
}
