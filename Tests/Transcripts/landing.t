A packet's way from its worker to the branch. Ids differ from run to run and are hidden here.

  $ cat >$SCRATCH/o8 <<'END'
  > #!/bin/sh
  > git o8 "$@" >$SCRATCH/said 2>&1; exit=$?
  > sed -E 's/[0-9a-f]{7,40}/ID/g' $SCRATCH/said; exit $exit
  > END
  $ chmod +x $SCRATCH/o8; printf 'test:\n\tgrep -q . a.txt\n' >Makefile; echo one >a.txt; echo one >b.txt
  $ git add -A && git commit -qm 'first' && git o8 init >/dev/null
  $ $SCRATCH/o8 dispatch 'Fix it' --wait -- sh -c 'echo two >a.txt'
  attempt 1 with exec
  worktree $HOME/.local/share/o8/worktrees/repository-ID/fix-it-ID
  attempt 1 ended: changed
  handed in ID
  gates on ID merged with ID
  green: ID lies before the reviewers
  packet ID Fix it
    review
    in $HOME/.local/share/o8/worktrees/repository-ID/fix-it-ID
    next: git o8 verdict ID approve --merge

Nothing lands that nobody approved, whoever tries.

  $ $SCRATCH/o8 merge Fix
  error: packet ID is not approved; still needed: 1 operator
  hint: git o8 verdict ID approve --merge
  [3]
  $ git merge -q --no-ff --no-edit $(git branch --list 'o8/*' --format='%(refname:short)') 2>&1 | sed -E 's/[0-9a-f]{7,40}/ID/g'
  error: main may not move from ID to ID
    packet ID is review: Fix it
    no verdict covers ID..ID
  hint: git merge --abort puts everything back; git o8 verdict ID approve, then git o8 merge ID
  Not committing merge; use 'git commit' to complete the merge.
  $ git merge --abort; git status --short

A verdict shows what it signs.

  $ $SCRATCH/o8 verdict Fix approve -m 'just as asked' --expect-head 0123456
  error: packet ID presents ID, not ID
  hint: git o8 diff ID shows what lies there now
  [5]
  $ $SCRATCH/o8 verdict Fix revise
  error: cannot ask for a revision without saying what is wrong
  hint: add -m TEXT or --finding PATH:LINE:SEVERITY:TEXT
  [1]
  $ $SCRATCH/o8 verdict Fix approve -m 'just as asked'
  packet ID Fix it for main
  head ID on ID, result ID
    M a.txt
  approved by ann as operator  ID
  git o8 merge ID lands it
  $ echo mine >b.txt; $SCRATCH/o8 merge Fix
  error: main is checked out in $REPO with changes:
    b.txt
  hint: commit or stash them, then: git o8 merge ID
  [3]
  $ git checkout -q b.txt; echo mine >unrelated.txt
  $ $SCRATCH/o8 merge Fix --preview
  would land ID Fix it
  main ID..ID, a merge
  would bring along $REPO
  $ $SCRATCH/o8 merge Fix
  landed ID Fix it
  main ID..ID, a merge
  recorded in the ledger ID
  brought along $REPO
  removed its worktree; back with: git worktree add --detach $HOME/.local/share/o8/worktrees/repository-ID/fix-it-ID ID
  $ git status --short; cat a.txt
  ?? unrelated.txt
  two
  $ git log -1 --notes=o8 --format='%s%n%n%N' | sed -E 's/[0-9a-f]{7,40}/ID/g; s/at 20[^ ]*Z/at TIME/; s/in [0-9]+ s/in N s/'
  Merge packet ID: Fix it
  
  Packet: ID Fix it
  Verdict: approve by ann as operator at TIME: just as asked
  Gate: test green in N s, signed by ann
  Ledger: ID
  
  $ git log --format=%s --grep='^O8-Kind: landed' refs/o8/ledger | sed -E 's/[0-9a-f]{7}/ID/'; git for-each-ref --format='%(refname)' refs/o8/packets refs/o8/heads refs/heads
  landed: Fix it as ID on main
  refs/heads/main

Where the branch has moved on, the gates run again, and here the approval holds.

  $ $SCRATCH/o8 dispatch 'Change b' --wait -- sh -c 'echo two >b.txt' >/dev/null
  $ $SCRATCH/o8 dispatch 'Change c' --wait -- sh -c 'echo two >c.txt' >/dev/null
  $ $SCRATCH/o8 verdict 'Change c' approve --merge
  packet ID Change c for main
  head ID on ID, result ID
    A c.txt
  approved by ann as operator  ID
  landed ID Change c
  main ID..ID, a merge
  recorded in the ledger ID
  brought along $REPO
  removed its worktree; back with: git worktree add --detach $HOME/.local/share/o8/worktrees/repository-ID/change-c-ID ID
  $ $SCRATCH/o8 verdict 'Change b' approve --merge
  packet ID Change b for main
  head ID on ID, result ID
    M b.txt
  main has moved on to ID since
  approved by ann as operator  ID
  gates on ID merged with ID
  green: ID lies before the reviewers
  landed ID Change b
  main ID..ID, a merge, verdicts carried over from an earlier base
  recorded in the ledger ID
  brought along $REPO
  removed its worktree; back with: git worktree add --detach $HOME/.local/share/o8/worktrees/repository-ID/change-b-ID ID

What was gated on the base of now, and approved before, is approved in every view.

  $ $SCRATCH/o8 dispatch 'Change e' --wait -- sh -c 'echo two >e.txt' >/dev/null
  $ $SCRATCH/o8 verdict 'Change e' approve >/dev/null
  $ $SCRATCH/o8 dispatch 'Change f' --wait -- sh -c 'echo two >f.txt' >/dev/null
  $ $SCRATCH/o8 verdict 'Change f' approve --merge >/dev/null
  $ $SCRATCH/o8 merge 'Change e' --preview
  would land ID Change e
  main ID..ID, a merge, verdicts carried over from an earlier base
  if its gates are green on main as it is now, which run first: test
  would bring along $REPO
  $ $SCRATCH/o8 gate 'Change e' | tail -n 3
    approved
    in $HOME/.local/share/o8/worktrees/repository-ID/change-e-ID
    next: git o8 merge ID
  $ $SCRATCH/o8 list
  ID       STATE     TOUCHED  TITLE
  ID  approved  now      Change e  its approval on ID carries over
  $ $SCRATCH/o8 inbox
  ID  approved  Change e  just now
           approved: its approval on ID carries over
           $ git o8 merge ID
  $ $SCRATCH/o8 status
  main at ID, no upstream
  
  NEEDS YOU
    ID  approved  Change e  git o8 merge ID
             approved: its approval on ID carries over
  $ $SCRATCH/o8 show 'Change e' | grep -E '^  state|carries'
    state     approved (carried): its approval on ID carries over
      carries over to the base of now
  $ $SCRATCH/o8 wait 'Change e'
  ID       STATE     TITLE     NEXT
  ID  approved  Change e  git o8 merge ID
  $ $SCRATCH/o8 ledger | grep 'Change f' | sed -E 's/.* (Change f)/\1/'
  Change f as ID on main
  $ $SCRATCH/o8 merge 'Change e' | head -n 2
  landed ID Change e
  main ID..ID, a merge, verdicts carried over from an earlier base

A merge made by hand is as good.

  $ $SCRATCH/o8 dispatch 'Change d' --wait -- sh -c 'echo two >d.txt' >/dev/null
  $ $SCRATCH/o8 verdict - approve >/dev/null
  $ git merge -q --no-ff --no-edit $(git branch --list 'o8/*' --format='%(refname:short)') 2>&1 | sed -E 's/[0-9a-f]{7,40}/ID/g'
  o8: recorded that packet ID landed as ID
  $ $SCRATCH/o8 reconcile
  packet ID is landed: what it left behind is gone
  $ $SCRATCH/o8 reconcile --json
  {"actions":[],"problems":[],"remarks":[],"schema":"o8/reconcile/1"}

A conflict names its paths and waits until its worker is sent to it.

  $ $SCRATCH/o8 dispatch 'Change a' --wait -- sh -c 'echo three >a.txt' >/dev/null
  $ $SCRATCH/o8 dispatch 'Other a' --wait -- sh -c 'echo four >a.txt' >/dev/null
  $ $SCRATCH/o8 verdict 'Change a' approve --merge >/dev/null
  $ $SCRATCH/o8 verdict 'Other a' approve --merge
  packet ID Other a for main
  head ID on ID, result ID
    M a.txt
  main has moved on to ID since
  approved by ann as operator  ID
  gates on ID merged with ID
  conflicts with main: a.txt
  error: approved; not landed: packet ID conflicts with main:
    a.txt
  hint: git o8 resume ID has its worker see to it
  [3]
  $ $SCRATCH/o8 verdict 'Other a' reject
  error: packet ID is waiting: nothing lies before the reviewers
  hint: git o8 cancel ID ends it without a verdict
  [3]
  $ $SCRATCH/o8 cancel 'Other a'
  packet ID Other a
    cancelled: no longer wanted; git show ID is what its worktree held
