import Foundation

extension Mutator {
  /// Changes a signature's armor, or the fields within it.
  mutating func armor(_ sample: [UInt8]) -> [UInt8] {
    let lines = sample.split(separator: UInt8(ascii: "\n"))
    guard !once(in: 3), lines.count > 2,
      let wire = Data(base64Encoded: Data(lines.dropFirst().dropLast().joined()))
    else { return bytes(sample) }
    let digits = Array(Data(self.wire(Array(wire))).base64EncodedString().utf8)
    var text = Array(lines[0]) + [UInt8(ascii: "\n")]
    for start in stride(from: 0, to: digits.count, by: 70) {
      text += digits[start..<min(start + 70, digits.count)] + [UInt8(ascii: "\n")]
    }
    return text + lines[lines.count - 1] + [UInt8(ascii: "\n")]
  }

  /// Changes the base64 of a line of words, or its text.
  mutating func keyLine(_ sample: [UInt8]) -> [UInt8] {
    var words = sample.split(
      separator: UInt8(ascii: " "), omittingEmptySubsequences: false
    ).map(Array.init)
    let index = below(words.count)
    let text = words[index].filter { $0 != UInt8(ascii: "\n") }
    guard !once(in: 3), text.count > 40, let wire = Data(base64Encoded: Data(text)) else {
      return bytes(sample)
    }
    words[index] = Array(Data(self.wire(Array(wire))).base64EncodedString().utf8)
    return Array(words.joined(separator: [UInt8(ascii: " ")]))
      + (sample.last == UInt8(ascii: "\n") ? [UInt8(ascii: "\n")] : [])
  }

  /// Changes fields with a length before them: a length, a field with its length, their order.
  mutating func wire(_ sample: [UInt8]) -> [UInt8] {
    var result = sample
    for _ in 0...below(3) {
      let places = Self.fields(of: result)
      guard !places.isEmpty, !once(in: 6) else {
        result = bytes(result)
        continue
      }
      let place = pick(places)
      let field = Array(result[place.content])
      switch below(5) {
      case 0:
        let length = pick([0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, UInt32(below(4096))])
        result.replaceSubrange(place.length, with: Self.number(length))
      case 1: result.replaceSubrange(place.whole, with: Self.number(0))
      case 2: result.insert(contentsOf: result[place.whole], at: place.whole.lowerBound)
      case 3:
        let other = Array(result[pick(places).whole])
        result.replaceSubrange(place.whole, with: other)
      default:
        let changed = bytes(field)
        result.replaceSubrange(
          place.whole, with: Self.number(UInt32(changed.count)) + changed)
      }
    }
    return result
  }

  private struct Place {
    let whole: Range<Int>
    var length: Range<Int> { whole.lowerBound..<whole.lowerBound + 4 }
    var content: Range<Int> { whole.lowerBound + 4..<whole.upperBound }
  }

  /// Whatever can be taken for a field, nested ones included.
  private static func fields(of bytes: [UInt8]) -> [Place] {
    bytes.indices.dropLast(4).compactMap { start in
      let length = bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
      guard length > 0, length < 4096, start + 4 + length <= bytes.count else { return nil }
      return Place(whole: start..<start + 4 + length)
    }
  }

  private static func number(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(value >> $0 & 0xff) }
  }
}
