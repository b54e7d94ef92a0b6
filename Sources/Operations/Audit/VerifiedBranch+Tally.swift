import Model

/// How the steps of a branch came about, counted.
public struct StepTally: Hashable, Sendable {
  /// By verdicts and gates.
  public var admitted = 0
  /// Those among them that reviewers landed without an operator.
  public var byReviewersAlone = 0
  /// By an owner's override.
  public var forced = 0
  /// By what is not here or does not suffice.
  public var open = 0

  public init() {}

  public static func + (one: StepTally, other: StepTally) -> StepTally {
    var sum = one
    sum.admitted += other.admitted
    sum.byReviewersAlone += other.byReviewersAlone
    sum.forced += other.forced
    sum.open += other.open
    return sum
  }
}

extension VerifiedBranch {
  public var tally: StepTally {
    judged.reduce(into: Self.tally(ofLines: lines)) { tally, step in
      switch step.finding {
      case .admitted(let admitted):
        tally.admitted += 1
        if admitted.isByReviewersAlone { tally.byReviewersAlone += 1 }
      case .forced: tally.forced += 1
      case .unproved, .breach: tally.open += 1
      }
    }
  }

  /// What `ProofText` wrote, of which there may be many thousand lines: read through once and not
  /// taken apart.
  private static func tally(ofLines lines: [UInt8]) -> StepTally {
    var tally = StepTally()
    var (blanks, wordStart, isAlone) = (0, 0, false)
    lines.withUnsafeBytes { bytes in
      for index in bytes.indices {
        let isEnd = bytes[index] == UInt8(ascii: "\n")
        guard isEnd || bytes[index] == UInt8(ascii: " ") else { continue }
        // `carried-alone` and `exact-alone` are the only words at this place that are so long.
        if blanks == ProofText.reachPlace { isAlone = index - wordStart > "carried".utf8.count }
        wordStart = index + 1
        guard isEnd else {
          blanks += 1
          continue
        }
        if blanks < ProofText.reachPlace { tally.forced += 1 } else { tally.admitted += 1 }
        if isAlone { tally.byReviewersAlone += 1 }
        (blanks, isAlone) = (0, false)
      }
    }
    return tally
  }
}

extension ProofText {
  /// Where a line says how far its verdicts reach; a forced step's has no such word.
  fileprivate static let reachPlace = 7
}
