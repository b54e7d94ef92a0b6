The hooks come with init, and `hooks install` mends them; without a policy there is nothing to
guard.

  $ git commit -q --allow-empty -m first
  $ git o8 hooks install
  error: no policy governs this repository
  hint: git o8 init sets it up
  [2]
  $ git o8 init >/dev/null
  $ rm .git/hooks/pre-push
  $ git o8 hooks install
  HOOK                   STATE
  pre-merge-commit       installed
  reference-transaction  installed
  pre-push               installed
  in $REPO/.git/hooks

What nobody has judged does not get onto main, and the refusal names the way out.

  $ git switch -q -c topic && echo t >t.txt && git add -A && git commit -q -m topic
  $ git switch -q main
  $ git merge --no-ff -m merged topic
  error: main may not move from 2c72204 to d50a6d7
    no verdict covers 2c72204..d50a6d7
  hint: git merge --abort puts everything back; git o8 adopt topic opens a packet on this work
  Not committing merge; use 'git commit' to complete the merge.
  [1]
  $ git status --short
  A  t.txt
  $ git merge --abort && git status --short
  $ git merge topic
  Updating 2c72204..d50a6d7
  Fast-forward
  error: main may not move from 2c72204 to d50a6d7
    no verdict covers 2c72204..d50a6d7
  hint: git reset --merge puts everything back; git o8 adopt topic opens a packet on this work
  fatal: ref updates aborted by hook
  [128]
  $ git reset --merge && git status --short
  $ echo c >c.txt && git add -A && git commit -q -m c
  error: main may not move from 2c72204 to 4d0a09e
    no verdict covers 2c72204..4d0a09e
  hint: what was to be committed is still there: git switch -c NAME takes it to a branch; git o8 adopt BRANCH opens a packet on this work
  fatal: ref updates aborted by hook
  [128]
  $ git switch -q -c other && git commit -q -m c && git switch -q main
  $ git switch -q --detach
  $ git branch -f main topic
  error: main may not move from 2c72204 to d50a6d7
    no verdict covers 2c72204..d50a6d7
  hint: git o8 adopt topic opens a packet on this work
  fatal: ref updates aborted by hook
  [128]
  $ git branch -D main
  error: main is protected and may not be deleted or renamed
  hint: it stays at 2c722044ee0643e63fd72684bf6b26f6b545ebdc; an owner may: git o8 force main --delete --reason TEXT
  fatal: ref updates aborted by hook
  [128]
  $ git branch -M topic main
  error: main is protected and may not be deleted or renamed
    the branch that was to take its name held d50a6d7f265bfa3a2cad32a7cde8cf03960b550f
  hint: bring that branch back with git branch NAME d50a6d7f265bfa3a2cad32a7cde8cf03960b550f
  fatal: ref updates aborted by hook
  [128]

Upkeep and other branches are left alone.

  $ git gc -q && git pack-refs --all && git branch -q -D other && git for-each-ref --format='%(refname)' refs/heads
  refs/heads/main
