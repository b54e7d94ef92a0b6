internal import Model

/// Reads when a limit ends from what a CLI says of it: `resets 2:46am (UTC)`, `try again at
/// Nov 25th, 2026 2:49 AM`, `reset after 18h9m5s`, `limit reached|1795229195`.
///
/// A time of day means nothing without the moment it was written at.
enum ResetTime {
  /// Bytes that are looked at; such a sentence is short.
  private static let byteLimit = 4096
  /// No plan's limit lasts longer; what says so is no limit's end.
  private static let furthestSeconds: Int64 = 366 * 86_400

  static func read(_ text: String, written: Instant, clock: WallClock) -> Instant? {
    let words = Words.cut(text.utf8.prefix(byteLimit))
    let zone = ToldZone(in: String(decoding: text.utf8.prefix(byteLimit), as: UTF8.self))
    for start in words.indices {
      guard let (count, isDuration) = anchor(words[start...]) else { continue }
      var rest = words[(start + count)...]
      let found =
        isDuration
        ? duration(&rest).flatMap { Instant(seconds: written.seconds + $0) }
        : moment(&rest, written, clock, zone)
      if let found, found.seconds - written.seconds <= furthestSeconds { return found }
    }
    return nil
  }

  /// How many words announce a time here, and whether as a span.
  private static func anchor(_ words: ArraySlice<String>) -> (count: Int, isDuration: Bool)? {
    let three = words.prefix(3)
    switch Array(three.prefix(2)) {
    case ["resets", "in"], ["reset", "in"], ["reset", "after"], ["retry", "in"],
      ["retry", "after"]:
      return (2, true)
    case ["resets", "at"], ["resets", "on"], ["reset", "at"], ["limit", "reached"]:
      return (2, false)
    case ["try", "again"]:
      if three.last == "in" { return (3, true) }
      return ["at", "on"].contains(three.last) ? (3, false) : nil
    default: break
    }
    switch words.first {
    case "resets": return (1, false)
    case "retrydelay": return (1, true)
    default: return nil
    }
  }

  /// `26s`, `18h9m5s`, `3 days 5 hours`; rounded up, so that nobody comes too early.
  private static func duration(_ words: inout ArraySlice<String>) -> Int64? {
    var seconds = 0.0
    var isFound = false
    while let number = words.first.flatMap(Double.init), number < 1e9 {
      guard let unit = words.dropFirst().first.flatMap({ units[$0] }) else { break }
      seconds += number * unit
      isFound = true
      words = words.dropFirst(2)
      if words.first == "and" { words = words.dropFirst() }
    }
    return isFound && seconds <= Double(furthestSeconds) ? Int64(seconds.rounded(.up)) : nil
  }

  private static let units: [String: Double] = {
    var units: [String: Double] = ["ms": 0.001]
    for name in ["s", "sec", "secs", "second", "seconds"] { units[name] = 1 }
    for name in ["m", "min", "mins", "minute", "minutes"] { units[name] = 60 }
    for name in ["h", "hr", "hrs", "hour", "hours"] { units[name] = 3600 }
    for name in ["d", "day", "days"] { units[name] = 86_400 }
    return units
  }()

  private static func moment(
    _ words: inout ArraySlice<String>, _ written: Instant, _ clock: WallClock, _ zone: ToldZone?
  ) -> Instant? {
    // Seconds since 1970, as an old claude has it.
    if let first = words.first, first.utf8.count == 10, let seconds = Int64(first) {
      return Instant(seconds: seconds)
    }
    let date = CalendarDay.read(&words)
    guard let time = timeOfDay(&words) else { return nil }
    let isUTC = words.first == "z"
    let own = isUTC ? 0 : Int64(clock.secondsFromUTC)
    // In a zone that nobody here knows, a time of day is none.
    guard let offset = zone.map({ $0.seconds(at: written.seconds) }) ?? own,
      let found = moment(date, time, on: written.seconds + offset)
    else { return nil }
    // Clocks may have been changed by then.
    let then = zone?.seconds(at: found - offset) ?? offset
    return Instant(seconds: found - then)
  }

  /// The next such time of day, on the same clock as `local`.
  private static func moment(_ date: CalendarDay?, _ time: Int64, on local: Int64) -> Int64? {
    guard let date else {
      let today = local - local % 86_400 + time
      // Within the minute that is named it is not over yet.
      return today + 60 <= local ? today + 86_400 : today
    }
    return date.next(after: local).map { $0 + time }
  }

  /// `2:46 am`, `9 pm`, `14:30`, in seconds since midnight.
  private static func timeOfDay(_ words: inout ArraySlice<String>) -> Int64? {
    guard let first = words.first else { return nil }
    let parts = first.split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) }
    guard let hour = parts.first ?? nil, parts.count <= 3,
      let minute = parts.count > 1 ? parts[1] : 0, (0..<60).contains(minute)
    else { return nil }
    words = words.dropFirst()
    if let half = words.first, half == "am" || half == "pm" {
      guard (1...12).contains(hour) else { return nil }
      words = words.dropFirst()
      return (hour % 12 + (half == "pm" ? 12 : 0)) * 3600 + minute * 60
    }
    guard parts.count > 1, (0..<24).contains(hour) else { return nil }
    return hour * 3600 + minute * 60
  }
}
