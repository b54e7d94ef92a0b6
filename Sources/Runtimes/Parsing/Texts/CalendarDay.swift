internal import Model

/// A day that a message names: `Nov 25`, `nov 25th, 2026`.
struct CalendarDay {
  private let month: Int
  private let day: Int
  private let year: Int?

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
  private static let ordinals: Set<String> = ["st", "nd", "rd", "th"]

  /// Takes the words that name a day off `words`, where they do.
  static func read(_ words: inout ArraySlice<String>) -> CalendarDay? {
    guard let name = words.first, name.utf8.count >= 3,
      let month = months.firstIndex(where: { name.hasPrefix($0) }),
      let day = words.dropFirst().first.flatMap({ Int($0) }), (1...31).contains(day)
    else { return nil }
    words = words.dropFirst(2)
    if let next = words.first, ordinals.contains(next) { words = words.dropFirst() }
    var year: Int?
    if let next = words.first, next.utf8.count == 4, let number = Int(next) {
      year = number
      words = words.dropFirst()
    }
    if words.first == "at" { words = words.dropFirst() }
    return CalendarDay(month: month + 1, day: day, year: year)
  }

  /// Its midnight on the same clock as `local`: in the year it names, else the next such day.
  func next(after local: Int64) -> Int64? {
    guard let now = Instant(seconds: local), let thisYear = Int(now.text.prefix(4)) else {
      return nil
    }
    if let year { return midnight(in: year) }
    guard let soon = midnight(in: thisYear), soon + 86_400 > local else {
      return midnight(in: thisYear + 1)
    }
    return soon
  }

  private func midnight(in year: Int) -> Int64? {
    guard (1970...9998).contains(year) else { return nil }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return Instant("\(year)-\(two(month))-\(two(day))T00:00:00Z")?.seconds
  }
}
