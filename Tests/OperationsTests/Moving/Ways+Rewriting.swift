extension Way {
  /// History made anew, and the branch taken elsewhere.
  static let rewriting = [
    Way(
      "rebase of main", .refused,
      """
      git switch -q other && git commit -q --amend -m again && git switch -q main &&
      git rebase other
      """),
    Way(
      "rebase onto main, then branch -f", .refused,
      """
      git switch -q other && git rebase -q --onto evil main && git branch -f main other
      """),
    Way("rebase --onto that drops the landing", .refused, "git rebase --onto HEAD~1 HEAD main"),
    Way("rebase --root", .refused, "git rebase --root --force-rebase"),
    Way(
      "rebase -i with exec", .refused,
      #"""
      GIT_SEQUENCE_EDITOR="sed -i '1i exec git update-ref refs/heads/main evil'" git \
        rebase -i HEAD~1
      """#),
    Way(
      "rebase --update-refs of a branch above it", .refused,
      """
      git switch -q evil && git rebase --update-refs --rebase-merges --no-ff main~1
      """),
    Way("reset --hard to other work", .refused, "git reset --hard evil"),
    Way("reset --hard back before the landing", .refused, "git reset --hard HEAD~1"),
    Way("reset --soft", .refused, "git reset --soft HEAD~1"),
    Way("reset --mixed before the adoption", .refused, "git reset HEAD~2"),
    Way("reset --keep", .refused, "git reset --keep evil"),
    Way("reset to what the log of the branch says", .refused, "git reset --hard main@{1}"),
    Way(
      "filter-branch", .stays,
      #"""
      FILTER_BRANCH_SQUELCH_WARNING=1 git filter-branch -f --msg-filter 'sed \
        s/first/last/' main
      """#),
    Way(
      "replay", .depends,
      """
      git replay --onto main --advance main main..evil | git update-ref --stdin
      """),
  ]
}
