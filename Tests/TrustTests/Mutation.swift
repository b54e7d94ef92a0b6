/// A generator of the same numbers for the same seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(bitPattern: Int64(seed)) }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }
}

extension [UInt8] {
  /// A few bytes changed, removed, repeated, or replaced by what means something to a parser.
  func mutated(by random: inout Seeded, with words: [String] = []) -> [UInt8] {
    var result = self
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let position = Int.random(in: 0...result.count, using: &random)
      let end = Swift.min(
        result.count, position + Int.random(in: 0...12, using: &random))
      switch Int.random(in: 0..<6, using: &random) {
      case 0: result.removeSubrange(position..<end)
      case 1: result.insert(.random(in: 0...255, using: &random), at: position)
      case 2: result.insert(contentsOf: result[position..<end], at: position)
      case 3 where position < result.count: result[position] ^= 1 << UInt8(position % 8)
      case 4:
        let word = words.randomElement(using: &random) ?? ""
        result.replaceSubrange(position..<end, with: Array(word.utf8))
      default: result = Array(result.prefix(Swift.max(position, 1)))
      }
    }
    return result
  }
}
