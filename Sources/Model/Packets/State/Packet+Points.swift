/// A point of acceptance, and whether a worker says that its work meets it.
public struct AcceptancePoint: Hashable, Sendable {
  /// Counts from 1, in the order in which they were asked for.
  public let number: Int
  public let text: String
  /// The attempt whose worker claimed it last; nil where none did.
  public let claimant: Int?

  public init(_ number: Int, _ text: String, claimedIn claimant: Int?) {
    self.number = number
    self.text = text
    self.claimant = claimant
  }
}

extension Packet {
  /// What has to be true when it is done, as it is asked for now.
  public var points: [AcceptancePoint] {
    work.acceptance.enumerated().map { index, text in
      let attempt = claims[text].flatMap { id in attempts.last { $0.id == id } }
      return AcceptancePoint(index + 1, text, claimedIn: attempt?.number)
    }
  }

  /// Those that no worker claimed.
  public var openPoints: [AcceptancePoint] { points.filter { $0.claimant == nil } }

  /// Whether the attempt of now may have a further turn for that reason which is a part of it: one
  /// for each reason, so that nobody can grant a worker more.
  public func mayHaveTurn(_ reason: AttemptReason) -> Bool {
    guard let current, attempts.last?.id == current else { return false }
    for attempt in attempts.reversed() {
      if attempt.reason == reason { return false }
      guard attempt.reason.isFurtherTurn else { break }
    }
    return true
  }

  /// The words of points that the worker of now calls by their numbers.
  func claimed(_ numbers: [Int]) throws(Refusal) -> [String] {
    let known = currentAttempt?.acceptance ?? []
    var points: [String] = []
    for number in numbers {
      guard known.indices.contains(number - 1) else {
        throw Refusal(
          .meaningless,
          known.isEmpty
            ? "packet \(id.short) has no points of acceptance"
            : "packet \(id.short) has no point \(number), only 1 to \(known.count)",
          hint: hint("show"))
      }
      if !points.contains(known[number - 1]) { points.append(known[number - 1]) }
    }
    return points
  }
}

extension AttemptReason {
  /// Whether it goes on where an attempt stopped, as a part of that.
  var isFurtherTurn: Bool {
    switch self {
    case .continuation, .points, .compaction: true
    case .first, .gates, .revise, .retry, .resume, .replay: false
    }
  }
}

extension Said {
  /// What was said, on one line.
  public var sentence: String {
    guard what == .claim else { return text }
    let claim = "met: " + points.joined(separator: "; ")
    return text.isEmpty ? claim : "\(claim) (\(text))"
  }
}
