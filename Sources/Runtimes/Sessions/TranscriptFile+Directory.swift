extension TranscriptFile {
  /// The directory of the conversation, where one of the folders above it is called by its path in the
  /// way of addresses, such as `%2Fwork%2Fa`; nil where none is.
  var encodedDirectory: String? {
    let folder = path.split(separator: "/").last { $0.lowercased().hasPrefix("%2f") }
    return folder.flatMap(Self.decoded)
  }

  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
        rest.count >= 2
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
