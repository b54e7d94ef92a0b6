#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The clock on the wall by which programs of this machine tell times of day.
public struct WallClock: Hashable, Sendable {
  /// East of Greenwich is positive.
  public let secondsFromUTC: Int

  /// Takes what is less than a day.
  public init?(secondsFromUTC: Int) {
    guard abs(secondsFromUTC) < 86_400 else { return nil }
    self.secondsFromUTC = secondsFromUTC
  }

  private init(_ seconds: Int) { secondsFromUTC = seconds }

  public static let utc = WallClock(0)

  /// As it stands here now.
  public static var here: WallClock {
    var now = time(nil)
    var parts = tm()
    guard localtime_r(&now, &parts) != nil else { return .utc }
    return WallClock(secondsFromUTC: parts.tm_gmtoff) ?? .utc
  }
}
