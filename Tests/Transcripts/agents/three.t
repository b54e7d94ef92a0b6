Three packets: claude does one, codex the next, a command the third. Each is read, approved and
landed, and the record of it stands in the ledger. The models are scripted; the programs are real.

  $ cat > $SCRATCH/masked <<'END'
  > sed -E 's/\b[0-9a-f]{7,}\b/ID/g'
  > END
  $ git o8 runtimes | grep -E '^(claude|codex|exec)' | sed -E 's/ +[0-9]+\.[0-9.]+ +/ VERSION /'
  claude          ready VERSION anything  live steering, resume, structured …
  codex           ready VERSION anything  live steering, resume, structured …
  exec            built in  -        anything  streaming, terminal
  $ git o8 dispatch 'Write one' -m 'Write one.txt.' --runtime claude --wait 2>&1 | sh $SCRATCH/masked
  attempt 1 with claude
  worktree $SCRATCH/lanes/repository-ID/write-one-ID
  attempt 1 ended: changed
  handed in ID
  gates on ID merged with ID
  green: ID lies before the reviewers
  packet ID Write one
    review
    in $SCRATCH/lanes/repository-ID/write-one-ID
    next: git o8 verdict ID approve --merge
  $ git o8 dispatch 'Write two' -m 'Write two.txt.' --runtime codex --wait 2>&1 | sh $SCRATCH/masked
  attempt 1 with codex
  worktree $SCRATCH/lanes/repository-ID/write-two-ID
  attempt 1 ended: changed
  handed in ID
  gates on ID merged with ID
  green: ID lies before the reviewers
  packet ID Write two
    review
    in $SCRATCH/lanes/repository-ID/write-two-ID
    next: git o8 verdict ID approve --merge
  $ git o8 dispatch 'Write three' --wait -- sh -c 'echo three > three.txt' 2>&1 | sh $SCRATCH/masked
  attempt 1 with exec
  worktree $SCRATCH/lanes/repository-ID/write-three-ID
  attempt 1 ended: changed
  handed in ID
  gates on ID merged with ID
  green: ID lies before the reviewers
  packet ID Write three
    review
    in $SCRATCH/lanes/repository-ID/write-three-ID
    next: git o8 verdict ID approve --merge
  $ git o8 log 'Write two' | grep -E '(agent|tool_call|tool_result|usage|end)[: ]'
  [13] agent: I will.
  [14] tool_call command: /bin/bash -c 'echo two > two.txt'
  [15] tool_result succeeded
  [16] usage: 1000 in, 50 out so far
  [19] agent: two.txt is there.
  [20] usage: 1000 in, 50 out; 2000 in, 100 out so far
  [23] end: completed
  $ git o8 diff 'Write one'
  diff --git a/one.txt b/one.txt
  new file mode 100644
  index 0000000..5626abf
  --- /dev/null
  +++ b/one.txt
  @@ -0,0 +1 @@
  +one
  $ git o8 verdict 'Write one' approve -m 'Read.' --merge 2>&1 | sh $SCRATCH/masked
  packet ID Write one for main
  head ID on ID, result ID
    A one.txt
  approved by ann as operator  ID
  landed ID Write one
  main ID..ID, a merge
  recorded in the ledger ID
  brought along $REPO
  removed its worktree; back with: git worktree add --detach $SCRATCH/lanes/repository-ID/write-one-ID ID
  $ git o8 verdict 'Write two' approve -m 'Read.' --merge 2>&1 | sh $SCRATCH/masked
  packet ID Write two for main
  head ID on ID, result ID
    A two.txt
  main has moved on to ID since
  approved by ann as operator  ID
  gates on ID merged with ID
  green: ID lies before the reviewers
  landed ID Write two
  main ID..ID, a merge, verdicts carried over from an earlier base
  recorded in the ledger ID
  brought along $REPO
  removed its worktree; back with: git worktree add --detach $SCRATCH/lanes/repository-ID/write-two-ID ID
  $ git o8 verdict 'Write three' approve -m 'Read.' --merge 2>&1 | sh $SCRATCH/masked
  packet ID Write three for main
  head ID on ID, result ID
    A three.txt
  main has moved on to ID since
  approved by ann as operator  ID
  gates on ID merged with ID
  green: ID lies before the reviewers
  landed ID Write three
  main ID..ID, a merge, verdicts carried over from an earlier base
  recorded in the ledger ID
  brought along $REPO
  removed its worktree; back with: git worktree add --detach $SCRATCH/lanes/repository-ID/write-three-ID ID
  $ cat one.txt two.txt three.txt
  one
  two
  three
  $ git o8 list --all --json | grep -oE '"(title|state|runtime)":"[^"]*"' | paste - - - | sort
  "runtime":"claude"	"state":"landed"	"title":"Write one"
  "runtime":"codex"	"state":"landed"	"title":"Write two"
  "runtime":"exec"	"state":"landed"	"title":"Write three"
  $ git log --first-parent --format=%s main | sh $SCRATCH/masked
  Merge packet ID: Write three
  Merge packet ID: Write two
  Merge packet ID: Write one
  a change
  $ git o8 verify > /dev/null
