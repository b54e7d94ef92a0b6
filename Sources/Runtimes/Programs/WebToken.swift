/// What a token says of itself that is a JSON web token. Nobody here can tell whether it is genuine.
struct WebToken {
  /// Who gave it out, and to whom.
  let owner: String
  /// In seconds since 1970.
  let ends: Int64?

  /// Nil for any other text.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let bytes = Self.decoded(parts[1]), let claims = JSONRecord(bytes[...])
    else { return nil }
    let account = claims["https://api.openai.com/auth"]
    owner = [
      claims["iss"], claims["sub"], claims["email"], account?["chatgpt_account_id"],
      account?["chatgpt_user_id"],
    ].map { $0?.source ?? "" }.joined(separator: "\n")
    ends = claims["exp"]?.int.map { Int64($0) }
  }

  /// Bytes in the letters of base 64 that an address may hold, without padding.
  private static func decoded(_ text: Substring) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits = 0
    var gathered: UInt32 = 0
    for letter in text.utf8 {
      guard let value = value(of: letter) else { return nil }
      gathered = gathered << 6 | value
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: gathered >> UInt32(bits)))
      }
    }
    return bytes
  }

  private static func value(of letter: UInt8) -> UInt32? {
    switch letter {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(letter) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(letter) - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(letter) + 4
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
