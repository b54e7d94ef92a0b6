/// What a token says of itself that is a JSON web token. Nobody here can tell whether it is genuine.
struct WebToken {
  /// What one claim says; nil where it is not made.
  struct Claim: Hashable {
    let kind: JSONToken.Kind
    let text: ArraySlice<UInt8>
  }

  /// Who gave it out, and to whom.
  let owner: [Claim?]
  /// In seconds since 1970.
  let ends: Int64?

  /// Nil for any other text.
  init?(_ text: ArraySlice<UInt8>) {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3, let head = Self.decoded(parts[0]), JSONRecord(head[...]) != nil,
      let bytes = Self.decoded(parts[1]), let claims = JSONRecord(bytes[...]),
      // Of a claim that is made twice nobody knows which holds.
      LoginPart(claims) != nil, Self.decoded(parts[2]) != nil
    else { return nil }
    let account = claims["https://api.openai.com/auth"]
    guard account.map({ LoginPart($0) != nil }) ?? true else { return nil }
    owner = [
      claims["iss"], claims["sub"], claims["email"], account?["chatgpt_account_id"],
      account?["chatgpt_user_id"],
    ].map { claim in claim.map { Claim(kind: $0.kind, text: $0.exact) } }
    ends = claims["exp"].flatMap { LoginTime($0)?.seconds }
  }

  /// Bytes in the letters of base 64 that an address may hold, without padding.
  private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits = 0
    var gathered: UInt32 = 0
    for letter in text {
      guard let value = value(of: letter) else { return nil }
      gathered = gathered << 6 | value
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: gathered >> UInt32(bits)))
      }
    }
    // What is left over of the last letter is nothing.
    guard bits < 6, gathered & (1 << UInt32(bits) - 1) == 0 else { return nil }
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
