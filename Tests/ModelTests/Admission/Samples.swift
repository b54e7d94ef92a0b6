import Model
import Testing

func name(_ text: String) throws -> PrincipalName { try #require(PrincipalName(text)) }

/// An id that stands for the text: its hash, spread over 40 digits.
func id(_ text: String) -> ObjectID {
  ObjectID(bytes: spread(text, over: ObjectID.byteCount))!
}

func digest(_ text: String) -> Digest { Digest(bytes: spread(text, over: Digest.byteCount))! }

/// FNV-1a, restarted for every byte with its index: equal texts, equal bytes, in every run.
private func spread(_ text: String, over count: Int) -> [UInt8] {
  (0..<count).map { index in
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in [UInt8(index)] + Array(text.utf8) {
      hash = (hash ^ UInt64(byte)) &* 0x0100_0000_01b3
    }
    // The product's middle bits know little of the last byte: fold the ends into them.
    return UInt8(truncatingIfNeeded: (hash ^ hash >> 40 ^ hash >> 8))
  }
}

enum Samples {
  static let main = ReferenceName(branch: "main")!
  static let gate = Gate(
    name: "test", run: "swift test", timeoutSeconds: 900, paths: [],
    definition: digest("gate test"))

  static func key(_ name: String) -> SigningKey { SigningKey(type: "ssh-ed25519", base64: name) }

  /// One operator and the gate `test`; ann is two principals, `bot` works.
  static func policy() throws -> Policy {
    func principal(_ text: String, of human: String, _ roles: Set<Role>) throws
      -> (PrincipalName, Principal)
    { (try name(text), Principal(roles: roles, human: human, keys: [key(text)])) }
    let principals = try [
      principal("ann", of: "ann", [.owner, .operator, .reviewer, .gate]),
      principal("ann-claude", of: "ann", [.reviewer]),
      principal("ben", of: "ben", [.operator]), principal("cyd", of: "cyd", [.reviewer]),
      principal("dee", of: "dee", [.owner]), principal("ci", of: "ci", [.gate]),
      principal("bot", of: "ann", [.worker]),
    ]
    return Policy(
      protected: [try #require(Pattern("main"))],
      principals: Dictionary(uniqueKeysWithValues: principals),
      require: Requirements(byRole: [.owner: 1, .operator: 1, .reviewer: 0]), gates: [gate],
      rules: StaticRules(sensitive: [try #require(Pattern(".github/**"))]),
      landing: [.merge, .squash, .fastForward], attempts: 3, carry: .disjoint,
      selfReview: .refused, expires: try #require(CalendarDay("2027-11-21")))
  }
}
