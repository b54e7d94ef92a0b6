import Model

extension Landed {
  /// What `git log refs/o8/ledger` says of it on one line, whoever made the step. A long title
  /// gives way: commit and branch are what it is looked up by.
  func subject(of title: String) -> String {
    let mark = isByReviewersAlone ? ", by reviewers alone" : ""
    let place = " as \(commit.short) on \(SafeText.singleLine(branch.short, limit: 40))" + mark
    return SafeText.singleLine(title, limit: Self.titleCharacters - place.count) + place
  }

  /// With its place no longer than any subject may be.
  private static let titleCharacters = 100
}
