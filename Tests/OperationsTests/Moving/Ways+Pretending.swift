extension Way {
  /// What has git show another history, or o8 another record.
  static let pretending = [
    Way("a replaced commit", .stays, "git replace main evil"),
    Way("a replaced tree", .stays, "git replace main^{tree} evil^{tree}"),
    Way("a graft", .stays, "git rev-parse main >.git/info/grafts"),
    Way("a shallow mark", .stays, "git rev-parse main >.git/shallow"),
    Way("a policy of one's own", .spoils, "git update-ref refs/o8/policy evil; git merge -q evil"),
    Way("without the policy", .spoils, "git update-ref -d refs/o8/policy; git merge evil"),
    Way(
      "without the policy, the pins and the ledger", .spoils,
      """
      git update-ref -d refs/o8/policy; git update-ref -d refs/o8-local/pins;
      git update-ref -d refs/o8/ledger; git merge evil
      """),
    Way(
      "a ledger wound back", .spoils,
      """
      git update-ref refs/o8/ledger refs/o8/ledger^; git merge -q evil
      """),
  ]
}
