extension TranscriptEvent {
  /// Tokens and money, as far as a CLI says.
  public struct Usage: Hashable, Sendable {
    /// What went in, whether or not a cache spared the reading.
    public var inputTokens: Int
    public var outputTokens: Int
    /// Millionths of a US dollar, where the CLI says.
    public var costMicros: Int?
    public var counts: Counting
    /// Of the cost, which some CLIs add up over a conversation while they count tokens by turn.
    public var costCounts: Counting

    /// What a number covers: this turn alone, or all turns so far, those before a resume included.
    public enum Counting: String, Hashable, Sendable { case turn, conversation }

    public init(
      inputTokens: Int, outputTokens: Int, costMicros: Int?, counts: Counting,
      costCounts: Counting? = nil
    ) {
      self.inputTokens = inputTokens
      self.outputTokens = outputTokens
      self.costMicros = costMicros
      self.counts = counts
      self.costCounts = costCounts ?? counts
    }
  }
}

extension TranscriptEvent.Usage {
  /// What is known once `next` is said too: turns add up, a conversation's count replaces.
  func followed(by next: Self) -> Self {
    var sum = next
    if next.counts == .turn {
      sum.inputTokens = Self.sum(inputTokens, next.inputTokens)
      sum.outputTokens = Self.sum(outputTokens, next.outputTokens)
      sum.counts = counts
    }
    if let cost = next.costMicros, next.costCounts == .turn {
      sum.costMicros = Self.sum(costMicros ?? 0, cost)
      sum.costCounts = costMicros == nil ? .turn : costCounts
    } else if next.costMicros == nil {
      sum.costMicros = costMicros
      sum.costCounts = costCounts
    }
    return sum
  }

  /// The numbers are a worker's to choose, so they stop at the largest instead of overflowing.
  private static func sum(_ left: Int, _ right: Int) -> Int {
    let (sum, overflows) = left.addingReportingOverflow(right)
    return overflows ? .max : sum
  }
}
