/// A provider that refuses to work for now, as a lane met it: what keeps every other lane of the
/// same person from running into it too.
public struct ProviderRefusal: Hashable, Sendable {
  public var kind: Kind
  /// What its program said, on one line.
  public var text: String
  public var since: Instant
  public var until: Instant

  /// Why it refuses.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Its limit is reached.
    case limited
    /// It knows nobody of this login.
    case auth
  }

  /// Plans are counted by the week; what is to last longer than that and a day is a mistake or a
  /// trick, and counts until then.
  public static let secondsMost: Int64 = 8 * 86_400
  /// A line of a listing.
  public static let textCharacters = 300

  public init(kind: Kind, text: String, since: Instant, until: Instant) {
    self.kind = kind
    self.text = SafeText.singleLine(text, limit: Self.textCharacters)
    self.since = since
    self.until = min(until, since.adding(seconds: Self.secondsMost))
  }

  /// Whether it still holds. One that was met later than now is somebody's wrong clock.
  public func holds(at now: Instant) -> Bool { since <= now && now < until }
}
