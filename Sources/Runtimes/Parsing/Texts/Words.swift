/// The words of a message in small letters, numbers apart from what they stand against: `18h9m`
/// is four of them, `2:46am` two.
enum Words {
  static func cut(_ bytes: some Sequence<UInt8>) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    func flush() {
      // A full stop that ends a sentence is no decimal point.
      while word.last == UInt8(ascii: ".") || word.last == UInt8(ascii: ":") { word.removeLast() }
      if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
      word = []
    }
    for byte in bytes {
      let isPoint = byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
      if isDigit(byte) || (isPoint && word.first.map(isDigit) == true) {
        if let first = word.first, !isDigit(first) { flush() }
        word.append(byte)
      } else if isLetter(byte) {
        if let first = word.first, isDigit(first) { flush() }
        word.append(byte | 0x20)
      } else {
        flush()
      }
    }
    flush()
    return words
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
