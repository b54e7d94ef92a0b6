internal import Model

/// The rule of a zone for all the years that its file does not list: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule {
  private let standard: Int64
  private let summer: Summer?

  private struct Summer {
    let offset: Int64
    let begins: YearDay
    let ends: YearDay
  }

  /// Takes what POSIX calls a `TZ`, with days as `M`onth, week and weekday only; all files have those.
  init?(_ text: String) {
    var rest = text[...]
    guard Self.takeName(&rest), let standard = Self.takeTime(&rest) else { return nil }
    self.standard = -standard
    guard !rest.isEmpty else {
      summer = nil
      return
    }
    guard Self.takeName(&rest) else { return nil }
    let offset = rest.first == "," ? self.standard + 3600 : Self.takeTime(&rest).map { -$0 }
    let days = rest.split(separator: ",").map { YearDay($0) }
    guard let offset, days.count == 2, let begins = days[0], let ends = days[1] else { return nil }
    summer = Summer(offset: offset, begins: begins, ends: ends)
  }

  /// How far clocks are from UTC at a moment.
  func seconds(at moment: Int64) -> Int64 {
    guard let summer, let now = Instant(seconds: moment + standard),
      let year = Int(now.text.prefix(4)), let begins = summer.begins.seconds(in: year),
      let ends = summer.ends.seconds(in: year)
    else { return standard }
    let (start, end) = (begins - standard, ends - summer.offset)
    // Below the equator the year begins in summer.
    let isSummer =
      start < end ? (start..<end).contains(moment) : !(end..<start).contains(moment)
    return isSummer ? summer.offset : standard
  }

  /// `CET`, or `<+0330>`.
  private static func takeName(_ rest: inout Substring) -> Bool {
    if rest.first == "<" {
      guard let end = rest.firstIndex(of: ">") else { return false }
      rest = rest[rest.index(after: end)...]
      return true
    }
    let name = rest.prefix { $0.isLetter }
    rest = rest[name.endIndex...]
    return name.count >= 3
  }

  /// `-3:30`, in seconds.
  private static func takeTime(_ rest: inout Substring) -> Int64? {
    let text = rest.prefix { $0.isNumber || "+-:".contains($0) }
    rest = rest[text.endIndex...]
    return seconds(text)
  }

  fileprivate static func seconds(_ text: Substring) -> Int64? {
    let isNegative = text.first == "-"
    let parts = text.drop { "+-".contains($0) }.split(separator: ":").map { Int64($0) }
    // A week either way is as far as the format goes.
    guard (1...3).contains(parts.count), parts.allSatisfy({ $0.map { $0 <= 167 } ?? false })
    else { return nil }
    let total = zip(parts, [3600, 60, 1]).reduce(0) { $0 + ($1.0 ?? 0) * $1.1 }
    return isNegative ? -total : total
  }
}

/// A moment of each year, on the clock that holds until then: `M10.5.0/3`.
private struct YearDay {
  private let month: Int
  /// The fifth is the last.
  private let week: Int64
  /// From Sunday on.
  private let weekday: Int64
  private let time: Int64

  init?(_ text: Substring) {
    let halves = text.split(separator: "/", maxSplits: 1)
    let parts = halves.first?.dropFirst().split(separator: ".").map { Int64($0) } ?? []
    guard text.first == "M", parts.count == 3, let month = parts[0], let week = parts[1],
      let weekday = parts[2], (1...12).contains(month), (1...5).contains(week),
      (0...6).contains(weekday),
      let time = halves.count == 2 ? ZoneRule.seconds(halves[1]) : 7200
    else { return nil }
    (self.month, self.week, self.weekday, self.time) = (Int(month), week, weekday, time)
  }

  func seconds(in year: Int) -> Int64? {
    guard let start = midnight(year, month),
      let next = month == 12 ? midnight(year + 1, 1) : midnight(year, month + 1)
    else { return nil }
    let day: Int64 = 86_400
    // The first of January 1970 was a Thursday.
    let first = ((start / day) % 7 + 11) % 7
    var found = start + ((weekday - first + 7) % 7 + (week - 1) * 7) * day
    if found >= next { found -= 7 * day }
    return found + time
  }

  private func midnight(_ year: Int, _ month: Int) -> Int64? {
    Instant("\(year)-\(month < 10 ? "0" : "")\(month)-01T00:00:00Z")?.seconds
  }
}
