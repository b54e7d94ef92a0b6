import Git
public import Model
import Trust

extension Verification {
  /// How old the newest signature of a proof may be before that is said: a month without a landing
  /// is rare, and a host that serves an old state for longer is not to go unnoticed.
  static let quietDays: Int64 = 30

  /// What signatures that count were given for last, as far as the proof names it: the policy, what
  /// let the newest steps in, and the words of owners.
  private var newestWords: [ObjectID] {
    [policy]
      + branches.flatMap { branch in
        branch.rewinds.map(\.entry) + [branch.deletion?.entry].compactMap { $0 }
          + branch.notable(1).flatMap(\.words)
      }
  }

  /// When the newest of them was signed, by its signer's clock.
  ///
  /// The commit of an event is a function of the event, whose time is the commit's, and each of
  /// these was held against its commit when it was judged.
  func newestSignature(in repository: Repository) throws -> Instant? {
    let seconds = try newestWords.compactMap {
      try repository.kind(of: $0) == .commit ? repository.commit($0).committer.seconds : nil
    }.max()
    return seconds.flatMap { Instant(seconds: $0) }
  }

  /// Whole days since the newest signature; nil where none is known.
  public func ageDays(at now: Instant) -> Int64? {
    newestSignature.map { max(0, now.seconds - $0.seconds) / 86_400 }
  }

  /// That nothing here is new, which is all that a clone can see of a host that shows an old state.
  func ageWarning(at now: Instant) -> String? {
    guard let newest = newestSignature, let days = ageDays(at: now), days > Self.quietDays else {
      return nil
    }
    return "no signature here is newer than \(newest.text.prefix(10)), \(days) days ago: where "
      + "others have landed since, what was fetched is an old state"
  }
}

extension VerifiedStep {
  fileprivate var words: [ObjectID] {
    if case .forced(let entry) = finding { [entry] } else { approvals.map(\.verdict) }
  }
}
