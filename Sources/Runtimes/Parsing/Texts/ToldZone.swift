/// The zone that a message tells its times of day in: `(UTC)`, `(Europe/Berlin)`, `PDT`, `UTC+2`.
enum ToldZone {
  case offset(Int64)
  case file(ZoneFile)
  /// One that is named, and of which this machine knows nothing.
  case unknown

  /// Such a sentence has fewer.
  private static let wordsMost = 200

  /// The first zone that a text names; nil where it names none.
  init?(in text: String) {
    let words = text.split(maxSplits: Self.wordsMost) { character in
      !(character.isASCII && (character.isLetter || character.isNumber)
        || "+-/_:".contains(character))
    }
    for word in words {
      guard let zone = ToldZone(String(word)) else { continue }
      self = zone
      return
    }
    return nil
  }

  private init?(_ word: String) {
    if let seconds = Self.abbreviations[word] ?? Self.offset(in: word) {
      self = .offset(seconds)
    } else if let area = word.split(separator: "/").first, word.contains("/"),
      Self.areas.contains(String(area))
    {
      self = ZoneFile(named: word).map { .file($0) } ?? .unknown
    } else {
      return nil
    }
  }

  /// How far its clocks are from UTC at a moment; nil where nobody here knows.
  func seconds(at moment: Int64) -> Int64? {
    switch self {
    case .offset(let seconds): seconds
    case .file(let file): file.seconds(at: moment)
    case .unknown: nil
    }
  }

  /// `UTC+2`, `GMT-05:30`, `+02:00`.
  private static func offset(in word: String) -> Int64? {
    var rest = word[...]
    let isNamed = ["UTC", "GMT"].contains { rest.hasPrefix($0) }
    if isNamed { rest = rest.dropFirst(3) }
    guard let sign = rest.first, sign == "+" || sign == "-" else { return nil }
    let parts = rest.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || isNamed && parts.count == 1, let hours = Int64(parts[0]),
      let minutes = parts.count == 2 ? Int64(parts[1]) : 0, (0...14).contains(hours),
      (0..<60).contains(minutes)
    else { return nil }
    return (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
  }

  /// Those that mean one thing where CLIs are written; of `IST` and its like there are several.
  private static let abbreviations: [String: Int64] = [
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 3600, "BST": 3600, "CET": 3600, "CEST": 7200,
    "EET": 7200, "EEST": 10_800, "JST": 32_400, "KST": 32_400, "AEST": 36_000, "AEDT": 39_600,
    "EST": -18_000, "EDT": -14_400, "CST": -21_600, "CDT": -18_000, "MST": -25_200,
    "MDT": -21_600, "PST": -28_800, "PDT": -25_200,
  ]

  private static let areas: Set<String> = [
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Etc", "Europe",
    "Indian", "Pacific", "US",
  ]
}
