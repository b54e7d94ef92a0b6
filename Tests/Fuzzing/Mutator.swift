public import Support

/// Changes samples; the same for the same seed.
public struct Mutator {
  public var random: SeededRandom
  let words: [[UInt8]]
  let samples: [[UInt8]]

  /// Bytes of the largest input that a change makes, beyond every limit but a blob's.
  static let byteLimit = 300_000

  init(random: SeededRandom, words: [[UInt8]], samples: [[UInt8]]) {
    self.random = random
    self.words = words
    self.samples = samples
  }

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(bound, 1), using: &random) }

  /// True once in so many.
  mutating func once(in count: Int) -> Bool { below(count) == 0 }

  mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

  /// What no format that is text can hold.
  private static let poison: [[UInt8]] = [
    [0], [0xff, 0xfe], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82],
    [0x0d, 0x0a], [0x0a], [0x0a, 0x0a], [0x20], [0x09], [0xef, 0xbb, 0xbf], [0xe2, 0x80, 0xae],
    [0x65, 0xcc, 0x81], [0x1b, 0x5b, 0x33, 0x31, 0x6d], [0x7f], Array(repeating: 0xff, count: 8),
  ]

  /// A few changes that any format suffers.
  public mutating func bytes(_ sample: [UInt8]) -> [UInt8] {
    var result = sample
    for _ in 0...below(4) where result.count < Self.byteLimit { change(&result) }
    return result
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    let start = below(bytes.count + 1)
    let end = min(bytes.count, start + below(once(in: 4) ? 400 : 12))
    switch below(12) {
    case 0 where start < bytes.count: bytes[start] ^= 1 << UInt8(below(8))
    case 1 where start < bytes.count: bytes[start] = UInt8(below(256))
    case 2: bytes.removeSubrange(start..<end)
    case 3: bytes.insert(contentsOf: bytes[start..<end], at: start)
    case 4: bytes = Array(bytes.prefix(start))
    case 5: bytes.insert(contentsOf: pick(Self.poison), at: start)
    case 6 where !words.isEmpty: bytes.replaceSubrange(start..<end, with: pick(words))
    case 7 where !words.isEmpty: bytes.insert(contentsOf: pick(words), at: start)
    case 8 where !samples.isEmpty:
      let other = pick(samples)
      bytes = Array(bytes.prefix(start) + other.suffix(below(other.count + 1)))
    case 9 where once(in: 20): repeatMuch(&bytes, start..<end)
    case 10: bytes += pick(Self.poison)
    default: changeLine(&bytes)
    }
  }

  private mutating func repeatMuch(_ bytes: inout [UInt8], _ range: Range<Int>) {
    let count = range.isEmpty ? 0 : (Self.byteLimit - bytes.count) / range.count
    guard count > 0 else { return }
    let slice = Array(bytes[range])
    bytes.insert(
      contentsOf: repeatElement(slice, count: below(count)).joined(), at: range.lowerBound)
  }

  /// Removes, repeats, moves, indents or ends otherwise one line.
  private mutating func changeLine(_ bytes: inout [UInt8]) {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let index = below(lines.count)
    let line = lines[index]
    switch below(5) {
    case 0: lines.remove(at: index)
    case 1: lines.insert(line, at: below(lines.count + 1))
    case 2: lines[index] = line + [0x0d]
    case 3: lines[index] = Array(repeating: 0x20, count: below(9)) + line
    default: lines.swapAt(index, below(lines.count))
    }
    bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }
}
