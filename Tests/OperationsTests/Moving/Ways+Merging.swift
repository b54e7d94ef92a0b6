extension Way {
  /// Merges, and what is merged after a lane was approved.
  static let merging = [
    Way("merge, fast-forward", .refused, "git merge evil"),
    Way("merge --no-ff", .refused, "git merge --no-ff -m merged evil"),
    Way("merge --no-ff --no-verify", .refused, "git merge --no-ff --no-verify -m merged evil"),
    Way("merge --squash and commit", .refused, "git merge --squash evil && git commit -m squashed"),
    Way("merge of two at once", .refused, "git merge -m octopus evil other"),
    Way("merge --strategy=ours", .refused, "git merge --no-ff -s ours -m ours evil"),
    Way(
      "merge --no-commit and commit --no-verify", .refused,
      """
      git merge --no-ff --no-commit evil && git commit --no-verify -m merged
      """),
    Way(
      "merge of an approved lane that got another commit", .refused,
      """
      git switch -q lane && git commit -q --allow-empty -m more && git switch -q main
      git merge -m merged lane
      """),
    Way(
      "merge of an approved lane, with more changes in the merge", .refused,
      """
      git merge --no-ff --no-commit lane && echo evil >evil.txt && git add -A &&
      git commit -m merged
      """),
    Way("merge of an approved lane by hand", .lands, "git merge --no-ff -m merged lane"),
    Way("merge --ff-only of an approved lane", .lands, "git merge --ff-only lane"),
    Way(
      "push of an approved lane into the branch", .lands,
      """
      git switch -q --detach && git push -q . lane:main
      """),
    Way("merge --abort", .stays, "git merge --no-ff --no-commit evil && git merge --abort"),
    Way("pull of a branch", .refused, "git pull -q --no-rebase --no-edit . evil"),
    Way(
      "subtree merge", .refused,
      """
      git merge -s ours --no-commit --allow-unrelated-histories evil &&
      git read-tree --prefix=sub -u evil &&
      git commit -m subtree
      """),
  ]
}
