extension Way {
  /// Commands about branches, and those that make them besides.
  static let branching = [
    Way("branch -f", .refused, "git switch -q --detach && git branch -f main evil"),
    Way("branch -M over it", .refused, "git switch -q --detach && git branch -M evil main"),
    Way("branch -C over it", .depends, "git switch -q --detach && git branch -C evil main"),
    Way(
      "branch -m away and another in its place", .refused,
      """
      git branch -m main gone && git branch main evil
      """),
    Way("branch -D", .refused, "git switch -q --detach && git branch -D main"),
    Way(
      "branch -D and again", .refused,
      """
      git switch -q --detach && git branch -D main; git branch main evil
      """),
    Way("checkout -B", .refused, "git checkout -B main evil"),
    Way(
      "checkout --orphan and commit", .refused,
      """
      git checkout -q --orphan fresh && git commit -q --allow-empty -m evil &&
      git branch -f main fresh
      """),
    Way("switch -C", .refused, "git switch -C main evil"),
    Way(
      "worktree add -B", .refused,
      """
      git switch -q --detach && git worktree add -B main ../tree evil
      """),
    Way(
      "stash branch", .stays,
      """
      echo mine >a.txt && git stash -q && git switch -q --detach && git stash branch main
      """),
    Way(
      "bisect", .stays, "git bisect start -q HEAD HEAD~2 && git bisect run true; git bisect reset"),
    Way(
      "branch of the same name elsewhere", .stays,
      """
      git update-ref refs/main evil; git tag main evil;
      git update-ref refs/remotes/main evil
      """),
  ]
}
