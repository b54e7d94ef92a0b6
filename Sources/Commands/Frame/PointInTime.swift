import Model
import Operations

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Reads a time in the past as people give it: a length of time before now, a date, or RFC 3339.
enum PointInTime {
  /// Throws a `Problem` of the kind `usage` for what is no time, or one to come.
  static func instant(_ text: String, before now: Instant) throws(Problem) -> Instant {
    let hint = "give 30m, 2h or 3d, a date such as 2026-11-21, or 2026-11-21T08:00:00Z"
    guard let seconds = seconds(text, before: now), let instant = Instant(seconds: seconds) else {
      throw Problem(.usage, "\(SafeText.singleLine(text, limit: 60)) is no time", hint: hint)
    }
    guard instant <= now else {
      throw Problem(
        .usage, "\(SafeText.singleLine(text, limit: 60)) is yet to come", hint: hint)
    }
    return instant
  }

  private static func seconds(_ text: String, before now: Instant) -> Int64? {
    if let span = Span(argument: text) { return max(0, now.seconds - Int64(span.seconds)) }
    if text.utf8.count == 10 { return midnight(of: text) }
    // A lower `t` or `z`, a blank, and fractions are allowed by RFC 3339, section 5.6.
    let spelled = text.uppercased().split(separator: " ").joined(separator: "T")
    guard spelled.utf8.count >= 20 else { return nil }
    let second = spelled.prefix(19)
    var rest = spelled.dropFirst(19)
    if rest.first == "." { rest = rest.dropFirst().drop { $0.isASCII && $0.isNumber } }
    guard let moment = Instant(second + "Z"), let offset = offset(rest) else { return nil }
    return moment.seconds - offset
  }

  /// Seconds east of UTC.
  private static func offset(_ text: Substring) -> Int64? {
    if text == "Z" { return 0 }
    let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    guard let sign = text.first, sign == "+" || sign == "-", parts.count == 2,
      parts.allSatisfy({ $0.utf8.count == 2 }), let hours = Int64(parts[0]),
      let minutes = Int64(parts[1]), (0..<24).contains(hours), (0..<60).contains(minutes)
    else { return nil }
    return (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
  }

  /// The day's beginning where the person is.
  private static func midnight(of date: String) -> Int64? {
    guard Instant(date + "T00:00:00Z") != nil else { return nil }
    let parts = date.split(separator: "-").compactMap { Int32($0) }
    guard parts.count == 3 else { return nil }
    var day = tm()
    (day.tm_year, day.tm_mon, day.tm_mday) = (parts[0] - 1900, parts[1] - 1, parts[2])
    day.tm_isdst = -1
    let seconds = mktime(&day)
    return seconds < 0 ? nil : Int64(seconds)
  }
}
