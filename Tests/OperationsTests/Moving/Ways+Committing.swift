extension Way {
  /// New commits on the branch that is checked out.
  static let committing = [
    Way("commit", .refused, "echo evil >a.txt && git commit -a -m evil"),
    Way("commit --no-verify", .refused, "echo evil >a.txt && git commit --no-verify -a -m evil"),
    Way("commit --amend", .refused, "git commit --amend -m 'said otherwise'"),
    Way(
      "commit --amend --no-edit --reset-author", .refused,
      """
      git commit --amend --no-edit --reset-author --date=2020-01-01T00:00:00Z
      """),
    Way(
      "commit --fixup and autosquash", .refused, "echo evil >a.txt && git commit -a --fixup=HEAD"),
    Way("cherry-pick", .refused, "git cherry-pick evil"),
    Way("cherry-pick of several", .refused, "git cherry-pick evil other"),
    Way("revert", .refused, "git revert --no-edit -m 1 HEAD"),
    Way("am", .refused, "git format-patch -q -1 --stdout evil >../patch && git am ../patch"),
    Way(
      "am of two", .refused,
      """
      git format-patch -q -1 --stdout evil >../patch &&
      git format-patch -q -1 --stdout other >>../patch && git am ../patch
      """),
    Way(
      "apply --index and commit", .refused,
      """
      git diff main evil | git apply --index && git commit -m applied
      """),
    Way(
      "commit in a worktree of its own", .refused,
      """
      git switch -q --detach && git worktree add -q ../tree main && cd ../tree &&
      git commit --allow-empty -m evil
      """),
    Way(
      "commit with GIT_DIR from elsewhere", .refused,
      """
      cd / && GIT_DIR=$OLDPWD/.git GIT_WORK_TREE=$OLDPWD git commit --allow-empty -m evil
      """),
    Way(
      "commit with another index", .refused,
      """
      GIT_INDEX_FILE=../index git commit --allow-empty -m evil
      """),
    Way(
      "commit on a branch of another case", .strays,
      """
      git switch -q -c MAIN && git commit --allow-empty -m evil
      """),
    Way("stash and stash pop", .stays, "echo mine >a.txt && git stash -q && git stash pop -q"),
  ]
}
