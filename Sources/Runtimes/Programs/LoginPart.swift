/// One object of a file that holds a login.
struct LoginPart {
  /// By the exact bytes of their keys.
  let members: [ArraySlice<UInt8>: JSONRecord]

  /// Nil for one that says something twice: programs differ in which they take.
  init?(_ record: JSONRecord) {
    let held = record.held
    var members: [ArraySlice<UInt8>: JSONRecord] = [:]
    for index in stride(from: 0, to: held.count - 1, by: 2) {
      guard members.updateValue(held[index + 1], forKey: held[index].exact) == nil else {
        return nil
      }
    }
    self.members = members
  }

  var isClaudes: Bool { members.keys.contains { $0.elementsEqual("accessToken".utf8) } }

  /// When its tokens have to be renewed, in seconds since 1970, by who says so; nil where that
  /// cannot be told.
  var ends: [ArraySlice<UInt8>: Int64]? {
    var ends: [ArraySlice<UInt8>: Int64] = [:]
    for (key, value) in members {
      switch LoginKey.roles[key] {
      case .end:
        guard let time = LoginTime(value) else { return nil }
        ends[key] = time.seconds
      case .access:
        if let token = WebToken(value.exact), let end = token.ends { ends[key] = end }
      default: break
      }
    }
    return ends.isEmpty ? nil : ends
  }

  /// Whether both allow the same; what is allowed comes in any order.
  static func isSame(scopes: JSONRecord, _ others: JSONRecord) -> Bool {
    guard scopes.kind == others.kind, let ours = words(scopes), let theirs = words(others) else {
      return false
    }
    return ours == theirs
  }

  /// How often each word stands there.
  private static func words(_ scopes: JSONRecord) -> [ArraySlice<UInt8>: Int]? {
    var counts: [ArraySlice<UInt8>: Int] = [:]
    if scopes.isArray {
      for word in scopes.held {
        guard word.kind == .string else { return nil }
        counts[word.exact, default: 0] += 1
      }
      return counts
    }
    guard scopes.kind == .string else { return nil }
    let blank = UInt8(ascii: " ")
    for word in scopes.exact.split(separator: blank, omittingEmptySubsequences: false) {
      counts[word, default: 0] += 1
    }
    return counts
  }
}

/// A point in time as logins spell it: a whole number of seconds or milliseconds since 1970.
struct LoginTime {
  let seconds: Int64
  let isInMilliseconds: Bool

  /// Before 2001, and what is no time: some programs write 0 for a token that they do not have.
  private static let secondsLeast: Int64 = 1_000_000_000
  /// Times of more are in milliseconds.
  private static let secondsMost: Int64 = 100_000_000_000
  /// Of milliseconds, until the year 5138.
  private static let digitsMost = 14

  init?(_ value: JSONRecord) {
    let text = value.exact
    guard value.kind == .number, text.count <= Self.digitsMost,
      text.first != UInt8(ascii: "0"),
      text.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let number = Int64(String(decoding: text, as: UTF8.self)), number >= Self.secondsLeast
    else { return nil }
    isInMilliseconds = number > Self.secondsMost
    seconds = isInMilliseconds ? number / 1000 : number
  }
}
