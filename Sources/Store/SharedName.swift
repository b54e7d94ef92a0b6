public import Model

/// What a reference that clones share holds, by its name.
///
/// All names have a fixed depth, so that none can stand in the way of another.
public enum SharedName: Hashable, Sendable {
  case policy, ledger, brain
  case packet(ObjectID)
  case heads(ObjectID)
  case hints(PrincipalName, clone: String)
  case data(month: String, PrincipalName)

  /// Bytes of a clone's name in a reference.
  public static let cloneByteLimit = 100
}

extension SharedName {
  /// Nil for a name that no clone shares.
  public init?(_ name: ReferenceName) {
    let parts = name.text.split(separator: "/", omittingEmptySubsequences: false)
    switch (parts.count, parts.dropFirst().first) {
    case (3, "o8"):
      switch name {
      case Layout.policy: self = .policy
      case Layout.ledger: self = .ledger
      case Layout.brain: self = .brain
      default: return nil
      }
    case (4, "o8"):
      guard let id = ObjectID(parts[3]) else { return nil }
      switch parts[2] {
      case "packets": self = .packet(id)
      case "heads": self = .heads(id)
      default: return nil
      }
    case (5, "o8"):
      guard parts[2] == "hints", let principal = Layout.principal(named: parts[3]),
        Self.isClone(parts[4])
      else { return nil }
      self = .hints(principal, clone: String(parts[4]))
    case (4, "o8-data"):
      guard Self.isMonth(parts[2]), let principal = Layout.principal(named: parts[3]) else {
        return nil
      }
      self = .data(month: String(parts[2]), principal)
    default: return nil
    }
  }

  /// `yyyy-mm`.
  private static func isMonth(_ text: Substring) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 7, bytes[4] == UInt8(ascii: "-"),
      let month = Int(text.suffix(2)), (1...12).contains(month)
    else { return false }
    return (bytes[..<4] + bytes[5...]).allSatisfy(isDigit)
  }

  private static func isClone(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, isLetter(first) || isDigit(first) else { return false }
    return text.utf8.count <= cloneByteLimit
      && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || "._-".utf8.contains($0) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
