Packets land on a remote's branch, where a clone is told so. Ids differ from run to run and are hidden
here.

  $ cat >$SCRATCH/o8 <<'END'
  > #!/bin/sh
  > git o8 "$@" >$SCRATCH/said 2>&1; exit=$?
  > sed -E 's/[0-9a-f]{7,40}/ID/g; s/(just now|[0-9]+ s ago)/AGE/' $SCRATCH/said; exit $exit
  > END
  $ chmod +x $SCRATCH/o8; printf 'test:\n\ttrue\n' >Makefile; echo one >a.txt
  $ git add -A && git commit -qm 'first' && git o8 init >/dev/null
  $ git init -q --bare -b main $SCRATCH/server && git remote add origin $SCRATCH/server
  $ git o8 policy show | sed -n 's/^repository //p' >$SCRATCH/id
  $ (cd $SCRATCH/server && git o8 hooks install --server --repo $(cat $SCRATCH/id) >/dev/null)
  $ git push -q --atomic origin 'refs/o8/*:refs/o8/*' main
  $ git switch -q -c fix && echo two >a.txt && git commit -qam 'Two' && git switch -q main
  $ git o8 adopt fix --wait >/dev/null 2>&1

A name that is no remote's is told before anything happens.

  $ git config o8.landRemote upstream
  $ $SCRATCH/o8 verdict two approve --merge
  packet ID Two for main
  head ID on ID, result ID
    M a.txt
  approved by ann as operator  ID
  error: approved; not landed: o8.landRemote names upstream, and there is no such remote here
  hint: git config o8.landRemote origin; git config --unset o8.landRemote lands here
  [4]
  $ git config o8.landRemote origin && git o8 config | grep landRemote
  o8.landRemote          origin  local file:.git/config

With the remote named, branch and proof go there in one push, and the branch here follows.

  $ $SCRATCH/o8 merge two --preview
  would land ID Two
  origin/main ID..ID, a merge
  would bring along $REPO
  note: origin/main as it was seen last; git o8 sync looks again
  $ $SCRATCH/o8 merge two
  landed ID Two
  origin/main ID..ID, a merge
  recorded in the ledger ID
  brought along $REPO
  $ git status --short; git rev-parse main | grep -c $(git ls-remote $SCRATCH/server refs/heads/main | cut -f1)
  1
  $ $SCRATCH/o8 show two | head -2
  packet ID  Two
    state     landed as ID on origin/main AGE, entry ID by ann
  $ git o8 show two --json | grep -o '"remote":"[a-z]*"'
  "remote":"origin"
  $ git ls-remote $SCRATCH/server | cut -f2
  HEAD
  refs/heads/main
  refs/o8/ledger
  refs/o8/policy
  $ git o8 sync
  origin: nothing new

In another clone somebody else lands from an older base: what the remote has comes first.

  $ git clone -q $SCRATCH/server $SCRATCH/clone && git -C $SCRATCH/clone config o8.landRemote origin
  $ (cd $SCRATCH/clone && git o8 init >/dev/null && git switch -q -c more && echo b >b.txt && git add b.txt &&
  >   git commit -qm 'More' && git switch -q main && git o8 adopt more --wait >/dev/null 2>&1; $SCRATCH/o8 verdict more approve)
  packet ID More for main
  head ID on ID, result ID
    A b.txt
  approved by ann as operator  ID
  git o8 merge ID lands it
  $ git switch -q -c last && echo c >c.txt && git add c.txt && git commit -qm 'Last' && git switch -q main
  $ git o8 adopt last --wait >/dev/null 2>&1; git o8 verdict last approve --merge --json 2>/dev/null |
  >   sed -E 's/[0-9a-f]{40}/ID/g; s/"path":"[^"]*"/PATH/g'
  {"branch":"refs/heads/main","carried":false,"checkouts":["$REPO"],"closing":{"kept":[],"ledger":null,"snapshot":null,"worktree":null},"commit":"ID","form":"merge","gatesFirst":[],"landed":true,"ledger":"ID","packet":"ID","prev":"ID","remarks":[],"remote":"origin","schema":"o8/merge/1","title":"Last","verdict":"ID"}
  $ (cd $SCRATCH/clone && $SCRATCH/o8 merge more)
  gates on ID merged with ID
  green: ID lies before the reviewers
  landed ID More
  origin/main ID..ID, a merge, verdicts carried over from an earlier base
  recorded in the ledger ID
  brought along $SCRATCH/clone
  $ $SCRATCH/o8 sync
  came  ledger (1 entry)
  for you  main is behind origin/main
    git merge --ff-only origin/main
  $ git merge -q --ff-only origin/main && $SCRATCH/o8 verify
  main from ID to ID: 3 steps, all covered
  COMMIT   FOUND           PACKET
  ID  merge           ID Two   1 verdict, 1 gate
  ID  merge           ID Last  1 verdict, 1 gate
  ID  merge, carried  ID More  1 verdict, 1 gate
  repository ID
  proved: every change of main since ID was let in by signatures that the
  policy of its time asked for (3 approved and gated); what main held then is
  taken as given; whether this is the repository that you mean, --repo ID tells

What the remote refuses has not landed, and nothing claims that it has.

  $ printf '#!/bin/sh\necho closed on Sundays; exit 1\n' >$SCRATCH/server/hooks/pre-receive
  $ git switch -q -c four && echo d >d.txt && git add d.txt && git commit -qm 'Four' && git switch -q main
  $ git o8 adopt four --wait >/dev/null 2>&1; git o8 verdict four approve >/dev/null; git for-each-ref refs/heads refs/o8 >$SCRATCH/before
  $ $SCRATCH/o8 merge four
  error: origin refused to land packet ID on main:
    closed on Sundays
  hint: nothing has moved, here or there; repeat the command when the reason is gone
  [3]
  $ git for-each-ref refs/heads refs/o8 | diff $SCRATCH/before - && git o8 reconcile
  everything is in order
  $ git remote set-url origin /nowhere; $SCRATCH/o8 merge four
  error: cannot fetch from origin:
    fatal: '/nowhere' does not appear to be a git repository
    fatal: Could not read from remote repository.
    Please make sure you have the correct access rights
    and the repository exists.
  hint: nothing has moved; repeat the command when the remote can be reached
  [2]

Where it cannot be reached, work starts from what was seen of it last, and that is said.

  $ git o8 dispatch 'Five' --wait --isolation worktree -- sh -c 'echo e >e.txt' 2>&1 | grep -i '^warning' |
  >   sed -E 's/[0-9a-f]{7,40}/ID/g'
  warning: cannot fetch main from origin: fatal: '/nowhere' does not appear to be a git repository; going by origin/main as it was seen last, ID

What is signed over an older value is set aside before it is sent anywhere.

  $ git remote set-url origin $SCRATCH/server; rm $SCRATCH/server/hooks/pre-receive
  $ (cd $SCRATCH/server && git o8 hooks install --server --repo $(cat $SCRATCH/id) >/dev/null)
  $ git -C $SCRATCH/clone merge -q --ff-only origin/main; (cd $SCRATCH/clone && git switch -q -c six && echo f >f.txt &&
  >   git add f.txt && git commit -qm 'Six' && git switch -q main && git o8 adopt six --wait >/dev/null 2>&1
  >   $SCRATCH/o8 verdict six approve --merge | tail -4)
  landed ID Six
  origin/main ID..ID, a merge
  recorded in the ledger ID
  brought along $SCRATCH/clone
  $ git config o8.landRemote '' && git o8 policy edit --set attempts=5 --yes >/dev/null; git config o8.landRemote origin
  $ git fetch -q origin; $SCRATCH/o8 doctor | grep -A1 'was signed when'
  lacking  policy         the policy ID was signed when main was at ID, and origin has it at ID
                          $ git o8 sync origin  # sets it aside, to be signed again
  $ $SCRATCH/o8 sync | sed -E 's/quarantine.*/quarantine/'
  came  policy, ledger (1 entry)
  went  ledger, 2 packets
  for you  the policy ID was signed when main was at ID, and origin has it at ID: it is kept as refs/o8-local/quarantine
    git o8 policy edit --from refs/o8-local/quarantine
  for you  main is behind origin/main
    git merge --ff-only origin/main
  $ kept=$(git for-each-ref --format='%(refname)' refs/o8-local/quarantine/); $SCRATCH/o8 policy edit --from $kept --yes
  ~ attempts of a worker: 3 → 5
  policy ID
  note: git o8 sync shares it; where somebody lands on origin before that, it has to be signed again
  $ $SCRATCH/o8 sync
  went  policy, ledger
  for you  main is behind origin/main
    git merge --ff-only origin/main

A remote that is pushed to another place than it is fetched from is none to land on.

  $ git remote set-url --push origin $SCRATCH/elsewhere; $SCRATCH/o8 merge four
  error: origin is pushed to another place than it is fetched from, or to several, and packets land on it
  hint: git remote -v shows where. With one place for both: git remote add NAME URL, then git config o8.landRemote NAME; or change origin itself: pushurl, or url.*.pushInsteadOf
  [3]
  $ git config --unset-all remote.origin.pushurl; $SCRATCH/o8 merge four | tail -4
  landed ID Four
  origin/main ID..ID, a merge, verdicts carried over from an earlier base
  recorded in the ledger ID
  brought along $REPO
