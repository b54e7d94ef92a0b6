/// What a look at everything that o8 rests on in this clone found.
public struct Examination: Hashable, Sendable {
  /// In the order in which they were looked at.
  public internal(set) var findings: [Finding] = []

  public struct Finding: Hashable, Sendable {
    public let subject: Subject
    public let weight: Weight
    /// One line.
    public let text: String
    /// What to do about it; nil where nothing is to be done.
    public let remedy: Remedy?
  }

  /// What a finding is about.
  public enum Subject: String, CaseIterable, Hashable, Sendable {
    case tools, policy, branches, hooks, history, names, references, locks, lanes, configuration
    case remotes, key, isolation, runtimes, disk
  }

  /// How much it matters.
  public enum Weight: String, CaseIterable, Hashable, Sendable {
    case fine
    /// It works, and somebody should know.
    case advice
    /// Something that o8 needs from this machine or clone is missing or in the way.
    case lacking
    /// The gate does not hold here, or does not let through what it should.
    case broken
  }

  /// The heaviest there is.
  public var weight: Weight {
    Weight.allCases.last { weight in findings.contains { $0.weight == weight } } ?? .fine
  }

  public func count(_ weight: Weight) -> Int { findings.count { $0.weight == weight } }
}
