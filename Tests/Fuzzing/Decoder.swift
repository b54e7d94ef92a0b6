import Support

/// A reader of bytes that anybody may send, as a fuzzer sees it.
public struct Decoder: Sendable, CustomStringConvertible {
  /// The folder of its corpus.
  public let name: String
  /// Another input made of a sample, as its format suggests.
  let mutate: @Sendable ([UInt8], inout Mutator) -> [UInt8]
  /// Texts that mean something to the format.
  let words: [String]
  /// Reads an input and sees that what it says holds to the format's laws.
  public let read: @Sendable ([UInt8]) throws -> Answer

  public enum Answer: Sendable, Hashable {
    case taken
    case refused(String)

    public var isTaken: Bool { self == .taken }
  }

  public init(
    _ name: String, words: [String] = [],
    mutate: @escaping @Sendable ([UInt8], inout Mutator) -> [UInt8] = { $1.bytes($0) },
    read: @escaping @Sendable ([UInt8]) throws -> Answer
  ) {
    self.name = name
    self.words = words
    self.mutate = mutate
    self.read = read
  }

  public var description: String { name }

  /// The input that belongs to a seed: a sample of the corpus after a few rounds of changes.
  public func input(seed: UInt64, samples: [Sample]) -> [UInt8] {
    var mutator = Mutator(
      random: SeededRandom(seed: seed), words: words.map { Array($0.utf8) },
      samples: samples.map(\.bytes))
    guard var input = mutator.samples.randomElement(using: &mutator.random) else { return [] }
    for _ in 0..<Int.random(in: 1...2, using: &mutator.random) {
      input = mutate(input, &mutator)
    }
    return input
  }

  /// Reads one input a seed; the first that breaks a law, with what it broke.
  public func firstBroken(_ seeds: Range<UInt64>, samples: [Sample]) -> String? {
    for seed in seeds {
      let input = input(seed: seed, samples: samples)
      do { _ = try read(input) } catch {
        return "\(name), seed \(seed): \(error), of \(String(decoding: input, as: UTF8.self))"
      }
    }
    return nil
  }
}

/// What an input that was taken in does not hold to.
public struct BrokenLaw: Error, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// Throws the law that does not hold.
public func law(_ holds: Bool, _ description: String) throws(BrokenLaw) {
  guard holds else { throw BrokenLaw(description) }
}
