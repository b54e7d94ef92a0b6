extension Way {
  /// Git's own plumbing, and what a library would do.
  static let writing = [
    Way("update-ref", .refused, "git update-ref refs/heads/main evil"),
    Way("update-ref with the old value", .refused, "git update-ref refs/heads/main evil main"),
    Way("update-ref --no-deref", .refused, "git update-ref --no-deref refs/heads/main evil"),
    Way("update-ref HEAD", .refused, "git update-ref HEAD evil"),
    Way("update-ref -d", .refused, "git update-ref -d refs/heads/main"),
    Way(
      "update-ref --stdin, a transaction", .refused,
      #"""
      printf '%s\n' start "update refs/heads/more $(git rev-parse evil)" \
        "update refs/heads/main $(git rev-parse evil)" prepare commit | git update-ref --stdin
      """#),
    Way(
      "update-ref --stdin, delete and create", .refused,
      #"""
      printf 'delete refs/heads/main\n' | git update-ref --stdin;
      printf 'create refs/heads/main %s\n' $(git rev-parse evil) | git update-ref --stdin
      """#),
    Way(
      "update-ref to a tag object", .stays,
      """
      git tag -a -m evil evil-tag evil &&
      git update-ref refs/heads/main $(git rev-parse evil-tag)
      """),
    Way(
      "update-ref through another name of the branch", .refused,
      """
      git symbolic-ref refs/heads/alias refs/heads/main &&
      git update-ref refs/heads/alias evil
      """),
    Way(
      "symbolic-ref HEAD, then commit", .stays,
      """
      git symbolic-ref HEAD refs/heads/evil && git commit --allow-empty -m evil
      """),
    Way("symbolic-ref of the branch", .depends, "git symbolic-ref refs/heads/main refs/heads/evil"),
    Way(
      "symbolic-ref of the branch to what holds the same", .depends,
      """
      git branch same main && git symbolic-ref refs/heads/main refs/heads/same
      """),
    Way(
      "notes kept in the branch", .stays,
      """
      git notes --ref=refs/heads/main add -m evil HEAD &&
      git update-ref -d refs/notes/refs/heads/main
      """),
    Way(
      "fast-import", .refused,
      #"""
      printf '%s\n' 'commit refs/heads/main' 'committer x <x> 0 +0000' 'data 4' evil \
        'from refs/heads/evil' | git fast-import --quiet --force
      """#),
    Way(
      "fast-import on top", .refused,
      #"""
      printf '%s\n' 'commit refs/heads/main' 'committer x <x> 0 +0000' 'data 4' evil \
        'from refs/heads/main^0' | git fast-import --quiet
      """#),
    Way(
      "read-tree, commit-tree, update-ref", .refused,
      #"""
      git read-tree evil && tree=$(git write-tree) &&
      git update-ref refs/heads/main $(git commit-tree -p main -m evil $tree)
      """#),
    Way("pack-refs and gc", .stays, "git pack-refs --all && git gc -q --prune=now"),
    Way(
      "maintenance", .stays,
      #"""
      git maintenance run --task=gc --task=loose-objects --task=commit-graph \
        --task=pack-refs
      """#),
    Way(
      "reflog expire and delete", .stays,
      """
      git reflog expire --expire=now --all &&
      git reflog delete --rewrite --updateref main@{0}
      """),
  ]
}
