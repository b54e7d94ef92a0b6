/// Tells a login that was renewed from another one in its place.
///
/// A worker that could give the user another login would have all that the user says to the program
/// from then on said in somebody else's name and account.
public struct LoginRenewal: Hashable, Sendable {
  /// How long before it ends a login is renewed at the earliest.
  public var earlySeconds: Int

  public init(earlySeconds: Int) { self.earlySeconds = earlySeconds }

  /// A login is a page of text; what is longer is none.
  public static let bytesMost = 256 << 10

  /// Whether `bytes` are what `known` becomes when its program renews it.
  ///
  /// - `now`: seconds since 1970.
  public func isRenewal(_ bytes: [UInt8], of known: [UInt8], at now: Int64) -> Bool {
    guard let before = LoginFile(known), let after = LoginFile(bytes),
      before.parts.count == after.parts.count
    else { return false }
    return before.parts.allSatisfy { place, part in
      after.parts[place].map { isRenewal($0, of: part, at: now) } ?? false
    }
  }

  private func isRenewal(_ after: LoginFile.Part, of before: LoginFile.Part, at now: Int64) -> Bool
  {
    guard after.kept == before.kept else { return false }
    if after.renewed == before.renewed { return true }
    guard before.owners.allSatisfy({ after.owners[$0.key] == $0.value }) else { return false }
    // What only renews a login later on does not change alone.
    let renewing = [("accesstoken", "refreshtoken"), ("access", "refresh")]
    for (access, refresh) in renewing where before.renewed[access] == after.renewed[access] {
      guard before.renewed[refresh] == after.renewed[refresh] else { return false }
    }
    return before.ends.map { now >= $0 - Int64(earlySeconds) } ?? true
  }
}

/// What a file says that holds a login, taken apart into what a renewal leaves and what it changes.
struct LoginFile {
  /// One object of the file.
  struct Part {
    /// What stands in it for good, by its key.
    var kept: [String: String] = [:]
    /// Tokens and times, by the plain form of their keys.
    var renewed: [String: String] = [:]
    /// Whose a token is, where it says so itself.
    var owners: [String: String] = [:]
    /// When it has to be renewed, in seconds since 1970; nil where it does not say.
    var ends: Int64?
  }

  private(set) var parts: [[String]: Part] = [:]

  /// Nil for what is no object, says something twice, or is too long to be compared.
  init?(_ bytes: [UInt8]) {
    guard bytes.count <= LoginRenewal.bytesMost, let record = JSONRecord(bytes[...]),
      take(record, at: [])
    else { return nil }
  }

  private mutating func take(_ record: JSONRecord, at place: [String]) -> Bool {
    var part = Part()
    let members = record.members
    guard members.count < TranscriptText.elements else { return false }
    for (key, value) in members {
      if value.isObject {
        guard parts[place + [key]] == nil, take(value, at: place + [key]) else { return false }
      } else {
        guard part.take(key, value) else { return false }
      }
    }
    parts[place] = part
    return true
  }
}

extension LoginFile.Part {
  private static let renewedKeys: Set<String> = [
    "access", "accesstoken", "expires", "expiresat", "expiresin", "expirydate", "idtoken",
    "lastrefresh", "refresh",
    "refreshtoken", "refreshtokenexpiresat", "refreshtokenexpiresin",
  ]

  /// Times of more are in milliseconds.
  private static let secondsMost: Int64 = 100_000_000_000

  /// Returns false for what cannot be compared.
  fileprivate mutating func take(_ key: String, _ value: JSONRecord) -> Bool {
    let text = value.string ?? value.source
    let plain = key.lowercased().filter { $0 != "_" && $0 != "-" }
    guard text.utf8.count < TranscriptText.bytes, kept[key] == nil, renewed[plain] == nil else {
      return false
    }
    guard Self.renewedKeys.contains(plain) else {
      kept[key] = plain.hasPrefix("scope") ? Self.words(text) : "\(value.string != nil) \(text)"
      return true
    }
    renewed[plain] = text
    let token = WebToken(text)
    owners[plain] = token?.owner
    let isTime = ["expires", "expiresat", "expirydate"].contains(plain)
    let time = isTime ? value.int.map { Int64($0) } : plain == "accesstoken" ? token?.ends : nil
    if let time {
      ends = min(ends ?? .max, time > Self.secondsMost ? time / 1000 : time)
    }
    return true
  }

  /// What is allowed comes in any order.
  private static func words(_ text: String) -> String {
    text.split { !($0.isLetter || $0.isNumber || ":/._-".contains($0)) }.sorted()
      .joined(separator: " ")
  }
}
