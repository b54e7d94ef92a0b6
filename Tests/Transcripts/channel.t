A worker speaks through its lane's outbox, from a cage as well: what it says is recorded as said by
it, and decides nothing. A question has the packet wait.

  $ echo one > a.txt; git add -A; git commit -qm first; git o8 init > /dev/null
  $ echo "sed -E 's/[0-9a-f]{7,40}/ID/g; s/, [0-9]+ s/, N s/; s/ +(now|just now|[0-9]+[a-z]+( ago)?)/ AGO/'" > $SCRATCH/mask
  $ cat > $SCRATCH/worker <<'END'
  > git o8 observe 'The tests are slow.'
  > port=$(git o8 question 'Which port?' --wait 2m) || exit 1
  > echo "$port" > port.txt
  > git o8 propose 'Make the port a setting.'
  > echo picture > $O8_ARTIFACTS/page.txt
  > END
  $ git o8 dispatch 'Serve it' --isolation sandbox -- sh -c "$(cat $SCRATCH/worker)" > /dev/null
  $ git o8 wait serve > /dev/null
  $ git o8 inbox | sh $SCRATCH/mask
  ID  waiting  Serve it AGO
           asks: Which port?
           $ git o8 answer ID TEXT
  $ git o8 status | sed -n '/NEEDS/,$p' | sh $SCRATCH/mask
  NEEDS YOU
    ID  waiting  Serve it  git o8 answer ID TEXT
             asks: Which port?
  $ git o8 show serve --json | grep -o '"question":"[^"]*"'
  "question":"Which port?"
  $ git o8 answer serve 8080 > /dev/null
  $ git o8 wait serve | sh $SCRATCH/mask
  ID       STATE   TITLE     NEXT
  ID  review  Serve it  git o8 verdict ID approve --merge
  $ git o8 show serve | sed -n '/SAID/,/^$/p' | sh $SCRATCH/mask
  SAID BY ITS WORKER
    observation, attempt 1, AGO
      The tests are slow.
    question, attempt 1, AGO
      Which port?
      answered: 8080
    proposal, attempt 1, AGO
      Make the port a setting.
  
  $ git log --format=%s --reverse $(git for-each-ref --format='%(refname)' refs/o8/packets) |
  >   sh $SCRATCH/mask
  opened: Serve it
  started: attempt 1 with exec
  said: observation: The tests are slow.
  said: question: Which port?
  paused: asks: Which port?
  answered: 8080
  said: proposal: Make the port a setting.
  finished: changed, exit 0, N s
  submitted: ID
  presented: ID on ID: needs 1 operator
  $ git o8 log serve | grep '^o8: the worker'
  o8: the worker observes: The tests are slow.
  o8: the worker asks: Which port?
  o8: the worker proposes: Make the port a setting.
  $ git show $(git branch --list 'o8/*' --format='%(refname:short)'):port.txt
  8080
  $ git o8 artifacts serve
    1  8 bytes  page.txt  cf2a6b9dc684
  $ git o8 artifacts serve page.txt
  picture
  $ git o8 artifacts serve secrets.txt 2>&1 | sh $SCRATCH/mask
  error: packet ID has no artifact secrets.txt
  hint: git o8 artifacts ID lists them

Where nobody answers in time the command ends with 6, and no attempt is spent: whoever goes on is told
both.

  $ cat > $SCRATCH/worker <<'END'
  > if test $O8_ATTEMPT = 1; then git o8 question 'Red or blue?' --wait 1s; echo exit $?; exit 1; fi
  > grep -A3 'You asked' $O8_PROMPT_FILE; echo blue > colour.txt
  > END
  $ git o8 dispatch 'Paint it' --isolation worktree --attempts 1 --wait -- sh $SCRATCH/worker 2>&1 |
  >   sh $SCRATCH/mask
  attempt 1 with exec
  worktree $HOME/.local/share/o8/worktrees/repository-ID/paint-it-ID
  the worker asks: Red or blue?
  its last line: exit 6
  attempt 1 ended: failed, exit 1
  packet ID Paint it
    waiting: asks: Red or blue?
    in $HOME/.local/share/o8/worktrees/repository-ID/paint-it-ID
    next: git o8 answer ID TEXT
  error: packet ID is waiting: asks: Red or blue?
  hint: git o8 answer ID TEXT
  $ git o8 answer paint Blue. --wait 2>&1 | sh $SCRATCH/mask
  attempt 2 with exec
  attempt 2 ended: changed
  handed in ID
  gates on ID merged with ID
  no gate had to run, since none is about what it changes: ID lies before the reviewers
  packet ID Paint it
    review
    in $HOME/.local/share/o8/worktrees/repository-ID/paint-it-ID
    next: git o8 verdict ID approve --merge
  $ git o8 log paint | sh $SCRATCH/mask
  o8: attempt 1 with exec
  o8: worktree $HOME/.local/share/o8/worktrees/repository-ID/paint-it-ID
  o8: the worker asks: Red or blue?
  error: nobody has answered yet
  hint: go on with what does not depend on it, or end: who comes next is told the answer
  exit 6
  o8: its last line: exit 6
  o8: attempt 1 ended: failed, exit 1
  o8: the packet is waiting
  o8: attempt 2 with exec
  You asked: Red or blue?
  
  The answer: Blue.
  ```
  o8: attempt 2 ended: changed
  o8: handed in ID
  o8: gates on ID merged with ID
  o8: no gate had to run, since none is about what it changes: ID lies before the reviewers
  o8: the packet is review
  $ git o8 answer paint Red. 2>&1 | sh $SCRATCH/mask
  error: packet ID asks nothing: it is review
  hint: git o8 show ID

A packet that delivers a report is judged by that alone, closes with it and lands nothing.

  $ git o8 dispatch 'Look into it' --report --isolation sandbox --wait -- sh -c 'echo junk > junk.txt; echo "All is well." | git o8 report -F -' 2>&1 |
  >   sh $SCRATCH/mask
  attempt 1 with exec
  worktree $HOME/.local/share/o8/worktrees/repository-ID/look-into-it-ID
  the worker reports: All is well.
  it changed files, which do not land with a report: ID keeps them
  attempt 1 ended: reported
  packet ID Look into it
    reported
  $ git log -1 --format=%s refs/o8/ledger
  reported: Look into it
  $ git o8 show look | sed -n '/SAID/,/^$/p' | sh $SCRATCH/mask
  SAID BY ITS WORKER
    report, attempt 1, AGO
      All is well.
  
  $ git o8 dispatch 'Look again' --report --attempts 1 --isolation worktree --wait -- true 2>&1 |
  >   sh $SCRATCH/mask
  attempt 1 with exec
  worktree $HOME/.local/share/o8/worktrees/repository-ID/look-again-ID
  it handed over no report
  attempt 1 ended: no changes
  packet ID Look again
    failed: 1 attempt used up; the last one ended with no changes: no report
    in $HOME/.local/share/o8/worktrees/repository-ID/look-again-ID
    next: git o8 retry ID
  error: packet ID has failed: 1 attempt used up; the last one ended with no changes: no report
  hint: git o8 log ID shows what its worker wrote, git o8 show ID how it went

Points of acceptance are numbered in the prompt, and a worker claims those that it meets. A command has
no conversation in which it could be asked about the rest.

  $ cat > $SCRATCH/worker <<'END'
  > sed -n '/^## Done means/,/^## Where/p' $O8_PROMPT_FILE
  > git o8 report --met 2 -m 'make test' && echo fast > fast.txt
  > END
  $ git o8 dispatch 'Time it' --accept 'It is quick.' --accept 'It is tested.' --isolation worktree --wait -- sh $SCRATCH/worker 2>&1 |
  >   sh $SCRATCH/mask | grep -v worktree
  attempt 1 with exec
  the worker says that it met: 2 (make test)
  attempt 1 ended: changed
  handed in ID
  gates on ID merged with ID
  no gate had to run, since none is about what it changes: ID lies before the reviewers
  packet ID Time it
    review
    next: git o8 verdict ID approve --merge
  $ git o8 log time | sed -n '/^## Done/,/^## Where/p'
  ## Done means
  
  1. It is quick.
  2. It is tested.
  
  Before you end, say which of these your work meets: `git o8 report --met 1`, and so on. Claim
  nothing that is not so: others check it.
  
  ## Where you may work
  $ git o8 show time | sed -n '/DONE MEANS/,/^$/p;/SAID/,/^$/p' | sh $SCRATCH/mask
  DONE MEANS
    1  It is quick.
       no worker has said that it is met
    2  It is tested.
       the worker says that it is met, attempt 1
  
  SAID BY ITS WORKER
    claim, attempt 1, AGO
      met: It is tested. (make test)
  
  $ git o8 show time --json | grep -o '"points":.{"claimed[^]]*'
  "points":[{"claimed":null,"number":1,"text":"It is quick."},{"claimed":1,"number":2,"text":"It is tested."}
  $ git o8 inbox | sed -n '/Time it/,/show/p' | sh $SCRATCH/mask
  ID  review  Time it AGO
           needs approval by 1 operator
           no worker says that it is met: 1. It is quick.
           $ git o8 diff ID
           $ git o8 verdict ID approve --merge

Outside of a lane nobody is a worker.

  $ git o8 question 'Anybody there?'
  error: git o8 question is said by a worker in its lane, and this is none
  hint: git o8 answer replies to what a worker asked; git o8 steer tells it something
  [1]
  $ git o8 observe 'It rains.'
  error: git o8 observe is said by a worker in its lane, and this is none
  hint: in this version only workers do; git o8 dispatch opens a packet on what you found
  [1]
  $ O8_OUTBOX=/nowhere git o8 report 'Done.'
  error: the outbox of this lane is gone: /nowhere
  hint: $O8_OUTBOX names it; print what there is to say, and end
  [2]
  $ git o8 answer paint
  error: there is no answer
  hint: git o8 answer paint 'TEXT', or -F FILE
  [1]
