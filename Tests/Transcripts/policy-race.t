An owner lands under a policy of theirs that loses to another one at the server. Nothing they did was
wrong, and each command that is printed is typed here as it stands, one after the other. A command here
runs as the person it begins with, in that person's clone; ids and keys are hidden.

  $ cat >ann <<'END'
  > #!/bin/sh
  > me=${0##*/}; cd $SCRATCH/$me || exit
  > export GIT_AUTHOR_NAME=$me GIT_COMMITTER_NAME=$me XDG_CONFIG_HOME=$SCRATCH/home-$me
  > "$@" >$SCRATCH/said 2>&1 </dev/null; exit=$?
  > sed -E "s/'ssh-[^']*'/KEY/; s/SHA256:[^ ,]*/KEY/; s/[0-9a-f]{7,40}/ID/g; s/ +$//
  >   s/(just now|[0-9]+ s ago)$/AGE/" $SCRATCH/said
  > exit $exit
  > END
  $ cat >typed <<'END'
  > # Types each command that sync prints; nobody is asked here, so --yes says what a person would.
  > sed -n '/policy edit/s/$/ --yes/; s/^  git /git /p' $SCRATCH/said >$SCRATCH/commands
  > while read -r line; do
  >   ./bob sh -c "$line" >$SCRATCH/answer || { cat $SCRATCH/answer; exit 1; }
  > done <$SCRATCH/commands
  > END
  $ chmod +x ann; cp ann bob; cp ann server; mkdir $SCRATCH/ann $SCRATCH/server
  $ ./ann sh -c 'git init -q -b main && printf "test:\n\ttrue\n" >Makefile &&
  >   git add -A && git commit -qm "the beginning" && git o8 init >/dev/null'
  $ git -C $SCRATCH/ann o8 policy show | sed -n 's/^repository //p' >$SCRATCH/repository
  $ ./server sh -c 'git init -q --bare -b main && git o8 hooks install --server --repo $(cat $SCRATCH/repository)' >/dev/null
  $ ./ann git remote add origin ../server
  $ ./ann git push -q -u --atomic origin 'refs/o8/*:refs/o8/*' main
  $ git clone -q $SCRATCH/server $SCRATCH/bob && ./bob git remote set-url origin ../server
  $ ./bob git o8 init >/dev/null
  $ ./ann git o8 policy add bob --yes --role owner --role operator --role gate \
  >   --key "$(cut -d' ' -f1,2 $SCRATCH/home-bob/o8/id_*.pub)" >/dev/null
  $ ./ann git o8 sync && ./bob git o8 sync
  went  policy, ledger
  came  policy, ledger (1 entry)

Bob lands two changes under a policy of his, and Ann's policy is at the server first.

  $ cat >land <<'END'
  > ./bob git o8 dispatch $1 --wait -- sh -c "echo $1 >$1.txt" >/dev/null
  > ./bob git o8 verdict $1 approve --merge >/dev/null
  > END
  $ ./bob git o8 policy edit --set attempts=4 --yes >/dev/null && sh land one && sh land two
  $ ./ann git o8 policy edit --set carry=never --yes >/dev/null && ./ann git o8 sync
  went  policy, ledger
  $ ./bob git o8 sync
  came  policy, ledger (1 entry)
  went  ledger, 2 packets
  for you  the policy was changed at origin first, to ID: this clone's change is kept as refs/o8-local/quarantine/policy/ID and has to be signed again
    git o8 policy edit --from refs/o8-local/quarantine/policy/ID
  for you  main was not sent: packets ID, ID landed on main here under the policy ID, which never was origin's: under the one in force each needs a new approval
    git o8 verdict ID approve --merge
    git o8 verdict ID approve --merge
    git o8 sync origin

What landed is called what it is: nobody went around the rule.

  $ cp $SCRATCH/said $SCRATCH/sync
  $ ./bob git o8 verify
  main from ID to ID: 2 of 2 steps not covered
  COMMIT   FOUND     PACKET
  ID  unproved  -
  ID  unproved  -
  ID: it landed here under the policy ID, which never was the branch's: sync has set it aside
  ID: missing 1 operator approval on base ID head ID
  ID: verdict of bob voided: its policy ID is not in force here, nor older
  ID: it landed here under the policy ID, which never was the branch's: sync has set it aside
  ID: missing 1 operator approval on base ID head ID
  ID: verdict of bob voided: its policy ID is not in force here, nor older
  repository ID
  error: 2 steps not covered
  hint: git o8 reconcile says what to do about it
  [3]
  $ ./bob git o8 reconcile
  not in order: packets ID, ID landed on main here under the policy ID, which never was origin's: under the one in force each needs a new approval: git o8 verdict ID approve --merge, then git o8 verdict ID approve --merge, then git o8 sync origin
  error: something is not in order, and could not be brought there
  hint: see to what is named, then repeat the command
  [3]
  $ cp $SCRATCH/sync $SCRATCH/said && sh typed
  $ sed -E 's/ID|[0-9a-f]{40}|[0-9a-f]{7}/ID/g' $SCRATCH/commands
  git o8 policy edit --from refs/o8-local/quarantine/policy/ID --yes
  git o8 verdict ID approve --merge
  git o8 verdict ID approve --merge
  git o8 sync origin

All is where it should be, with Bob, with Ann and at the server, and no breach was written down.

  $ cat >green <<'END'
  > ./ann git o8 sync >/dev/null; ./ann git merge -q --ff-only origin/main
  > for who in ann bob server; do ./$who git o8 verify | sed -n 's/^main.*: //p'; done
  > ./bob git o8 reconcile; ./bob git o8 status; ./ann git o8 doctor | grep -E '^(broken|lacking)'
  > ./bob git o8 ledger --all | grep breach || true
  > END
  $ sh green
  2 steps, all covered
  2 steps, all covered
  2 steps, all covered
  everything is in order
  main at ID, as origin/main
  
  no open packets; git o8 dispatch opens one

The policy that lost is told from those that were in force, and what becomes of it.

  $ COLUMNS=200 ./bob git o8 ledger | grep ' policy ' | sed -E 's/ +/ /g; s/ (now|[0-9]+ (s|min|h)) / /' | sort
  ID policy ann ID adds bob
  ID policy ann ID sets carry
  ID policy bob ID changes what ID changed, which was set aside
  ID policy bob ID sets attempts never was in force: another was first
  $ ./bob git o8 doctor | grep -A1 ' references '
  advice   references     the policy ID, which never was in force since another was first, is kept, and the one in force says what it changed
                          $ git update-ref -d refs/o8-local/quarantine/policy/ID  # drops it

A form of landing that only the lost policy accepted has to land again.

  $ ./bob git o8 policy edit --set 'landing=[squash]' --yes >/dev/null && sh land three
  $ ./ann git o8 policy edit --set attempts=6 --yes >/dev/null && ./ann git o8 sync
  went  policy, ledger
  $ ./bob git o8 sync
  came  policy, ledger (1 entry)
  went  ledger, 1 packet
  for you  the policy was changed at origin first, to ID: this clone's change is kept as refs/o8-local/quarantine/policy/ID and has to be signed again
    git o8 policy edit --from refs/o8-local/quarantine/policy/ID
  for you  main was not sent: packet ID landed on main here under the policy ID, which never was origin's: under the one in force it needs to land again
    git reset --keep origin/main
    git o8 gate ID
    git o8 verdict ID approve --merge
    git o8 sync origin

Without that it is refused, and the refusal says how it goes.

  $ cp $SCRATCH/said $SCRATCH/sync
  $ ./bob git o8 verdict three approve --merge
  packet ID three for main
  head ID on ID, result ID
    A three.txt
  main has moved on to ID since
  approved by bob as operator  ID
  error: approved; not landed: what packet ID is about is on main already, and its review does not cover it
  hint: git reset --keep origin/main, then git o8 gate ID, then git o8 verdict ID approve --merge, then git o8 sync origin
  [3]
  $ cp $SCRATCH/sync $SCRATCH/said && sh typed
  $ sh green
  3 steps, all covered
  3 steps, all covered
  3 steps, all covered
  everything is in order
  main at ID, as origin/main
  
  no open packets; git o8 dispatch opens one
