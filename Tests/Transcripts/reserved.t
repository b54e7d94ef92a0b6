Who may dispatch, steer and cancel: what policy reserves is refused to others, with the reason.

  $ git commit -q --allow-empty -m first; git o8 init --gate 'test=true' >/dev/null
  $ echo "sed -E 's/[0-9a-f]{7,40}/ID/g'" >$SCRATCH/mask; export O8_ISOLATION=worktree
  $ git o8 dispatch 'Open before' --attempts 1 --wait -- sh -c 'echo 1 >file' >/dev/null 2>&1
  $ git o8 policy edit --set 'may={canel: [reviewer]}' --yes
  error: may: nothing is called canel
  hint: commands that can be reserved: answer, cancel, dispatch, edit, interrupt, refresh, resume, retry, start, steer, submit
  [1]
  $ git o8 policy edit --set 'may={dispatch: [reviewer], steer: [owner], cancel: [reviewer], edit: [reviewer]}' --yes | sh $SCRATCH/mask
  ~ who may cancel: everybody → reviewer
  ~ who may dispatch: everybody → reviewer
  ~ who may edit: everybody → reviewer
  ~ who may steer: everybody → owner
  policy ID
  $ git o8 dispatch 'Never' -- true
  error: policy reserves dispatch to reviewer, and ann is owner, operator, gate
  hint: git o8 policy show tells who may what
  [3]
  $ git o8 steer - -m 'Say more' | sh $SCRATCH/mask
  packet ID Open before
    review: kept for the next attempt
    next: git o8 verdict ID approve --merge
  $ git o8 cancel -
  error: policy reserves cancel to reviewer, and ann is owner, operator, gate
  hint: git o8 policy show tells who may what
  [3]
  $ git o8 edit - --title 'Another'
  error: policy reserves edit to reviewer, and ann is owner, operator, gate
  hint: git o8 policy show tells who may what
  [3]
  $ git o8 policy edit --set 'may={}' --yes | sh $SCRATCH/mask
  ~ who may cancel: reviewer → everybody
  ~ who may dispatch: reviewer → everybody
  ~ who may edit: reviewer → everybody
  ~ who may steer: owner → everybody
  policy ID
  $ git o8 cancel - | sh $SCRATCH/mask
  packet ID Open before
    cancelled: no longer wanted; git show ID is what its worktree held
