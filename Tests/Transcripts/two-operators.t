Two operators on two clones, and a server that judges what is pushed to it. A command here runs as
the person it begins with, in that person's clone; ids and keys differ from run to run and are hidden.

  $ cat >ann <<'END'
  > #!/bin/sh
  > me=${0##*/}; cd $SCRATCH/$me || exit
  > export GIT_AUTHOR_NAME=$me GIT_COMMITTER_NAME=$me XDG_CONFIG_HOME=$SCRATCH/home-$me
  > "$@" >$SCRATCH/said 2>&1; exit=$?
  > sed -E "s/'ssh-[^']*'/KEY/; s/SHA256:[^ ,]*/KEY/; s/[0-9a-f]{7,40}/ID/g; s/ +$//
  >   s/(just now|[0-9]+ s ago)$/AGE/" $SCRATCH/said
  > exit $exit
  > END
  $ chmod +x ann; cp ann bob; cp ann mallory; cp ann server; mkdir $SCRATCH/ann $SCRATCH/server

Ann sets up the repository, and the server is told which one it is for.

  $ ./ann sh -c 'git init -q -b main && printf "test:\n\tgrep -q ello greeting.txt\n" >Makefile &&
  >   echo hello >greeting.txt && git add -A && git commit -qm "the beginning" && git o8 init >/dev/null'
  $ git -C $SCRATCH/ann o8 policy show | sed -n 's/^repository //p' >$SCRATCH/repository
  $ ./server git init -q --bare -b main
  $ ./server git o8 hooks install --server --repo $(cat $SCRATCH/repository)
  HOOK         STATE
  pre-receive  installed
  in $SCRATCH/server/hooks
  a server for the repository ID
  no policy is here yet, and nothing else may be pushed before it: git push --atomic REMOTE 'refs/o8/*:refs/o8/*' BRANCH
  $ ./ann git remote add origin ../server
  $ ./ann git push -q -u --atomic origin 'refs/o8/*:refs/o8/*' main

Bob clones it. The policy does not know his key until an owner lets him in.

  $ git clone -q $SCRATCH/server $SCRATCH/bob && ./bob git remote set-url origin ../server
  $ ./bob git o8 init
  SET UP UNDER THE POLICY OF origin
  repository  ID  pinned now: servers and CI are told it
  you         bob, not a principal here
  key         KEY, made now in $SCRATCH/home-bob/o8/id_ID
  protects    main at ID
  gate        test: make test
  hooks       in force, in $SCRATCH/bob/.git/hooks
  origin: git fetch brings +refs/o8/*:refs/o8-remotes/origin/*
  git log shows notes of refs/notes/o8*
  
  no principal has this key yet; an owner adds it, and shares the policy, with:
    git o8 policy add bob --role operator --key KEY
  then, here: git o8 sync
  $ XDG_CONFIG_HOME=$SCRATCH/home-bob git -C $SCRATCH/bob o8 init |
  >   sed -n "s/.*--key '\(.*\)'.*/\1/p" >$SCRATCH/key
  $ ./ann git o8 policy add bob --yes --role operator --key "$(cat $SCRATCH/key)"
  + bob joins: operator, KEY
  policy ID

From now on it takes both of them to let a change in, and nobody fills two seats.

  $ ./ann git o8 policy edit --set require.operator=2 --set selfReview=refused --yes
  ~ operator approvals of every change: 1 → 2
  ~ self-review: allowed → refused
  policy ID
  $ ./ann git o8 sync
  went  policy, ledger
  $ ./bob git o8 sync
  came  policy, ledger (2 entries)

Ann has a worker do it, and shares what came of it.

  $ ./ann git o8 dispatch 'Greet everybody' --wait -- sh -c 'echo hello everybody >greeting.txt'
  attempt 1 with exec
  worktree $HOME/.local/share/o8/worktrees/ann-ID/greet-everybody-ID
  attempt 1 ended: changed
  handed in ID
  gates on ID merged with ID
  green: ID lies before the reviewers
  packet ID Greet everybody
    review
    in $HOME/.local/share/o8/worktrees/ann-ID/greet-everybody-ID
    next: git o8 verdict ID approve --merge
  $ ./ann git o8 sync
  went  1 packet

Bob sees what waits for him, reads it, and approves. That is one of two.

  $ ./bob git o8 sync
  came  1 packet
  $ ./bob git o8 inbox
  ID  review  Greet everybody  AGE
           needs approval by 2 operators
           $ git o8 diff ID
           $ git o8 verdict ID approve --merge
  $ ./bob git o8 diff greet
  diff --git a/greeting.txt b/greeting.txt
  index ID..ID 100644
  --- a/greeting.txt
  +++ b/greeting.txt
  @@ -1 +1 @@
  -hello
  +hello everybody
  $ ./bob git o8 verdict greet approve -m 'reads well'
  packet ID Greet everybody for main
  head ID on ID, result ID
    M greeting.txt
  approved by bob as operator  ID
  still needed: 1 operator
  $ ./bob git o8 merge greet
  error: packet ID is not approved; still needed: 1 operator
    missing 1 operator approval on base ID head ID
  hint: it takes ann: git o8 sync brings it to them, and there git o8 verdict ID approve --merge
  [3]
  $ ./bob git o8 sync
  went  1 packet

Ann's approval is the second: it lands, and the branch goes to the server with its proof.

  $ ./ann git o8 sync
  came  1 packet
  $ ./ann git o8 verdict greet approve --merge
  packet ID Greet everybody for main
  head ID on ID, result ID
    M greeting.txt
  approved by ann as operator  ID
  landed ID Greet everybody
  main ID..ID, a merge
  recorded in the ledger ID
  brought along $SCRATCH/ann
  note: final once origin/main has it: git o8 sync origin; lane and references stay until then
  $ ./ann git o8 sync
  went  ledger, 1 packet, main
  closed  ID
  $ ./bob git o8 sync
  came  ledger (1 entry)
  closed  ID
  for you  main is behind origin/main
    git merge --ff-only origin/main
  $ ./bob git merge -q --ff-only origin/main
  $ ./bob git o8 verify
  main from ID to ID: 1 step, all covered
  COMMIT   FOUND  PACKET
  ID  merge  ID Greet everybody  2 verdicts, 1 gate
  repository ID
  proved: every change of main since ID was let in by signatures that the
  policy of its time asked for (1 approved and gated); what main held then is
  taken as given; whether this is the repository that you mean, --repo ID tells
  $ ./bob git log --first-parent --format='%an  %s' refs/o8/ledger
  ann  landed: Greet everybody as ID on main
  ann  policy: ID sets require.operator, selfReview
  ann  policy: ID adds bob
  ann  adopted: main from ID on

Bob hands in another change and approves it; Ann has not seen it yet.

  $ ./bob sh -c 'git switch -q -c shout && echo HELLO >shout.txt && git add -A && git commit -qm Shout &&
  >   git switch -q main && git o8 adopt shout --wait 2>/dev/null'
  packet ID Shout
    review
    next: git o8 verdict ID approve --merge
  $ ./bob sh -c 'git o8 verdict shout approve >/dev/null && git o8 sync && git push -q origin shout'
  went  1 packet

Mallory may push. She has a key of her own, and no hooks.

  $ git clone -q $SCRATCH/server $SCRATCH/mallory && ./mallory git remote set-url origin ../server
  $ ./mallory sh -c 'git o8 init --no-hooks | grep ^you && git o8 sync'
  you         mallory, not a principal here
  origin: nothing new
  $ ./mallory sh -c 'git branch -q shout origin/shout && git switch -q -c evil && echo evil >evil.txt &&
  >   git add -A && git commit -qm evil'
  $ git ls-remote $SCRATCH/server >$SCRATCH/before

1. She pushes what nobody has seen.

  $ ./mallory git push origin evil:main
  remote: error: main may not move from ID to ID; no verdict covers ID..ID
  remote: hint: if it was approved, push what proves it along: git push --atomic REMOTE main 'refs/o8/*:refs/o8/*'; else git o8 adopt BRANCH opens a packet on this work
  To ../server
   ! [remote rejected] evil -> main (pre-receive hook declined)
  error: failed to push some refs to '../server'
  [1]

2. She pushes a history of her own over it.

  $ ./mallory sh -c 'git push --force origin $(git commit-tree -m evil evil^{tree}):main'
  remote: error: main may not move from ID to ID; ID is not built on ID, which is not on its first-parent chain
  remote: hint: git o8 adopt BRANCH opens a packet on this work
  To ../server
   ! [remote rejected] ID -> main (pre-receive hook declined)
  error: failed to push some refs to '../server'
  [1]

3. She takes the landing back.

  $ ./mallory git push --force origin main~1:main
  remote: error: main may not move from ID to ID; ID is not built on ID, which is not on its first-parent chain
  remote: hint: only an owner takes back what has landed: git o8 force main ID --rewind --reason TEXT
  To ../server
   ! [remote rejected] main~1 -> main (pre-receive hook declined)
  error: failed to push some refs to '../server'
  [1]

4. She deletes the branch, to make it again.

  $ ./mallory git push origin :main
  remote: error: main may not be deleted: it is protected, and no owner gave leave
  remote: hint: git o8 force main --delete --reason TEXT lets an owner do it all the same, signed and recorded
  To ../server
   ! [remote rejected] main (pre-receive hook declined)
  error: failed to push some refs to '../server'
  [1]

5. She mirrors a repository whose main is hers.

  $ ./mallory sh -c 'git clone -q --bare . ../mirror && cd ../mirror &&
  >   git update-ref refs/heads/main evil && git push -q --mirror ../server'
  remote: error: refs/o8/policy may not be deleted: what is shared there only grows
  To ../server
   ! [remote rejected] main -> main (pre-receive hook declined)
   ! [remote rejected] refs/o8/heads/ID (pre-receive hook declined)
   ! [remote rejected] refs/o8/ledger (pre-receive hook declined)
   ! [remote rejected] refs/o8/packets/ID (pre-receive hook declined)
   ! [remote rejected] refs/o8/policy (pre-receive hook declined)
   ! [remote rejected] evil -> evil (pre-receive hook declined)
  error: failed to push some refs to '../server'
  [1]

6. She merges what one of two has approved.

  $ ./mallory sh -c 'git switch -q -c early main && git merge -q --no-ff -m merged shout &&
  >   git push origin early:main'
  remote: error: main may not move from ID to ID; packet ID is review: Shout; missing 1 operator approval on base ID head ID
  remote: hint: git o8 verdict ID approve, then git o8 merge ID
  To ../server
   ! [remote rejected] early -> main (pre-receive hook declined)
  error: failed to push some refs to '../server'
  [1]

7. She gives the second approval herself; then she says that she is Ann.

  $ ./mallory git o8 verdict shout approve
  error: policy knows no principal with this clone's key
  hint: an owner adds it: git o8 policy add
  [3]
  $ ./mallory git -c user.name=ann -c user.email=ann@example.org o8 verdict shout approve
  error: policy knows no principal with this clone's key
  hint: an owner adds it: git o8 policy add
  [3]

8. She hides her change in another merge of what landed.

  $ ./mallory sh -c 'git push origin \
  >   $(git commit-tree -p main -p main^2 -m "Greet everybody" evil^{tree}):main'
  remote: error: main may not move from ID to ID; no verdict covers ID..ID
  remote: hint: if it was approved, push what proves it along: git push --atomic REMOTE main 'refs/o8/*:refs/o8/*'; else git o8 adopt BRANCH opens a packet on this work
  To ../server
   ! [remote rejected] ID -> main (pre-receive hook declined)
  error: failed to push some refs to '../server'
  [1]

9. She founds a policy that names her alone, approves under it, lands, and pushes all of it at once.

  $ ./mallory sh -c 'git clone -q ../server ../own && cd ../own && git fetch -q ../mallory evil:evil &&
  >   git remote remove origin && git o8 init >/dev/null && git o8 adopt evil --wait >/dev/null 2>&1 &&
  >   git o8 verdict evil approve --merge >/dev/null && git o8 verify | sed 2,3d'
  main from ID to ID: 1 step, all covered
  repository ID
  proved: every change of main since ID was let in by signatures that the
  policy of its time asked for (1 approved and gated); what main held then is
  taken as given; whether this is the repository that you mean, --repo ID tells
  $ ./mallory sh -c 'cd ../own && git push -q --no-verify --force --atomic ../server \
  >   "refs/o8/*:refs/o8/*" main'
  remote: error: nothing may be pushed: the policy begins with ID, and this server is for ID
  remote: hint: see that you push to the right server
  To ../server
   ! [remote rejected] main -> main (pre-receive hook declined)
   ! [remote rejected] refs/o8/ledger -> refs/o8/ledger (pre-receive hook declined)
   ! [remote rejected] refs/o8/policy -> refs/o8/policy (pre-receive hook declined)
  error: failed to push some refs to '../server'
  [1]

10. She has git show another commit in its place.

  $ ./mallory sh -c 'git push origin evil:refs/replace/$(git rev-parse main)'
  remote: error: refs/replace/ID may not be pushed: it would have git show other objects than there are
  To ../server
   ! [remote rejected] evil -> refs/replace/ID (pre-receive hook declined)
  error: failed to push some refs to '../server'
  [1]

11. She gives the branch a twin, for those whose file systems ignore case.

  $ ./mallory git push origin evil:refs/heads/Main
  remote: error: Main may not move to ID: a file system that ignores case takes it for main
  remote: hint: give it another name
  To ../server
   ! [remote rejected] evil -> Main (pre-receive hook declined)
  error: failed to push some refs to '../server'
  [1]

12. She removes the record.

  $ ./mallory git push --force origin :refs/o8/policy :refs/o8/ledger
  remote: error: refs/o8/policy may not be deleted: what is shared there only grows
  To ../server
   ! [remote rejected] refs/o8/ledger (pre-receive hook declined)
   ! [remote rejected] refs/o8/policy (pre-receive hook declined)
  error: failed to push some refs to '../server'
  [1]

Nothing has moved, and what is there is proved.

  $ git ls-remote $SCRATCH/server | diff $SCRATCH/before - && echo the server is as it was
  the server is as it was
  $ ./ann git o8 sync
  came  1 packet
  $ ./ann git o8 verify --repo $(cat $SCRATCH/repository)
  main from ID to ID: 1 step, all covered
  COMMIT   FOUND  PACKET
  ID  merge  ID Greet everybody  2 verdicts, 1 gate
  repository ID
  proved: every change of main since ID was let in by signatures that the
  policy of its time asked for (1 approved and gated); what main held then is
  taken as given
