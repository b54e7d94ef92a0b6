Two people share through a bare repository. Ids differ from run to run and are hidden here.

  $ cat >$SCRATCH/o8 <<'END'
  > #!/bin/sh
  > cd "$1"; shift
  > git o8 "$@" >$SCRATCH/said 2>&1; exit=$?
  > sed -E 's/[0-9a-f]{7,40}/ID/g' $SCRATCH/said; exit $exit
  > END
  $ chmod +x $SCRATCH/o8; printf 'test:\n\ttrue\n' >Makefile; echo one >a.txt
  $ git add -A && git commit -qm 'first' && git init -q --bare -b main "$SCRATCH/bare"

Without a remote there is nobody to share with.

  $ git o8 init >/dev/null && git o8 sync
  error: there is no remote to share with
  hint: git remote add origin URL
  [2]
  $ git remote add origin "$SCRATCH/bare" && git o8 init >/dev/null && git o8 sync up
  error: there is no remote up here
  hint: there is origin
  [4]

The first time everything goes; where the branch goes is for a person to say.

  $ $SCRATCH/o8 $REPO sync
  went  policy, ledger
  for you  main is not on origin and follows no branch there, so that nobody else has what is decided about it
    git push -u origin main
  $ git config branch.main.remote origin && git config branch.main.merge refs/heads/main
  $ $SCRATCH/o8 $REPO sync
  went  main
  $ $SCRATCH/o8 $REPO sync
  origin: nothing new

In a second clone, init takes the policy over, and an owner lets its user in.

  $ export XDG_CONFIG_HOME=$SCRATCH/bob; git clone -q $SCRATCH/bare $SCRATCH/clone && cd $SCRATCH/clone
  > git config user.name bob && git o8 init >/dev/null
  > git o8 init | sed -n "s/.*--key '\(.*\)'.*/\1/p" >$SCRATCH/key
  $ git o8 policy add bob --yes --role owner --role operator --key "$(cat $SCRATCH/key)" >/dev/null
  $ $SCRATCH/o8 $REPO sync && XDG_CONFIG_HOME=$SCRATCH/bob $SCRATCH/o8 $SCRATCH/clone sync
  went  policy, ledger
  came  policy, ledger (1 entry)

Both land from the same base. The first to share keeps its place, the other goes back and lands again.

  $ cd $REPO; git switch -q -c fix && echo two >a.txt && git commit -qam two && git switch -q main
  > git o8 adopt fix >/dev/null; git o8 wait two >/dev/null; $SCRATCH/o8 $REPO verdict two approve --merge
  packet ID two for main
  head ID on ID, result ID
    M a.txt
  approved by ann as operator  ID
  landed ID two
  main ID..ID, a merge
  recorded in the ledger ID
  brought along $REPO
  note: final once origin/main has it: git o8 sync origin; lane and references stay until then
  $ cd $SCRATCH/clone; export XDG_CONFIG_HOME=$SCRATCH/bob
  > git switch -q -c more && echo b >b.txt && git add b.txt && git commit -qm more && git switch -q main
  > git o8 adopt more >/dev/null; git o8 wait more >/dev/null; git o8 verdict more approve --merge >/dev/null
  $ XDG_CONFIG_HOME=$SCRATCH/bob $SCRATCH/o8 $SCRATCH/clone sync
  went  ledger, 1 packet, main
  closed  ID
  $ $SCRATCH/o8 $REPO sync
  came  ledger (1 entry)
  went  ledger, 1 packet
  open again  ID
  for you  origin/main went another way first: packet ID, which landed here, is open again
    git reset --keep origin/main
    git o8 merge ID
  $ git reset -q --keep origin/main && $SCRATCH/o8 $REPO merge two
  gates on ID merged with ID
  green: ID lies before the reviewers
  landed ID two
  main ID..ID, a merge, verdicts carried over from an earlier base
  recorded in the ledger ID
  brought along $REPO
  note: final once origin/main has it: git o8 sync origin; lane and references stay until then
  $ $SCRATCH/o8 $REPO sync
  went  ledger, 1 packet, main
  closed  ID
  $ $SCRATCH/o8 $REPO verify
  main from ID to ID: 2 steps, all covered
  COMMIT   FOUND           PACKET
  ID  merge           ID more  1 verdict, 1 gate
  ID  merge, carried  ID two   1 verdict, 1 gate
  repository ID
  proved: every change of main since ID was let in by signatures that the
  policy of its time asked for (2 approved and gated); what main held then is
  taken as given; whether this is the repository that you mean, --repo ID tells

What the remote refuses is said in its words, and what is out of reach is no refusal.

  $ printf '#!/bin/sh\necho closed on Sundays; exit 1\n' >$SCRATCH/bare/hooks/pre-receive; chmod +x $SCRATCH/bare/hooks/pre-receive
  $ git switch -q -c three && git commit -q --allow-empty -m three && git switch -q main && git o8 adopt three >/dev/null; $SCRATCH/o8 $REPO sync
  error: origin did not take everything:
    closed on Sundays
  hint: what came from it is here; what it refused is as it was
  [3]
  $ git remote set-url origin /nowhere; $SCRATCH/o8 $REPO sync
  error: cannot fetch from origin:
    fatal: '/nowhere' does not appear to be a git repository
    fatal: Could not read from remote repository.
    Please make sure you have the correct access rights
    and the repository exists.
  hint: nothing has moved; repeat the command when the remote can be reached
  [2]
