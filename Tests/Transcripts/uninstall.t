What was there before comes back byte for byte, whatever it was.

  $ git commit -q --allow-empty -m first
  $ printf '[core]\r\n\tbare = false\r\n[user]\r\n\tname = Ann' >.git/config && cp .git/config $SCRATCH/config
  $ printf '#!/bin/sh\nexit 0\n' >.git/hooks/pre-push && chmod 755 .git/hooks/pre-push && cp -a .git/hooks $SCRATCH/hooks
  $ git o8 init --key $HOME/none
  error: cannot read the key $HOME/none: no such file
  hint: name another key with: git config o8.signingKey PATH
  [2]
  $ ssh-keygen -q -t ed25519 -N '' -C ann -f $SCRATCH/key && git o8 init --key $SCRATCH/key | sed -E 's/[0-9a-f]{40}/ID/; s/SHA256:[^,]*/KEY/'
  SET UP
  repository  ID  pinned now: servers and CI are told it
  you         ann, gate, operator, owner
  key         KEY, as o8.signingKey says
  protects    main at 2c72204, the usual name of a main branch
  gates       none
  hooks       in force, in $REPO/.git/hooks
  no build, type-check or test command found at the root of the protected branch
  name one yourself: git o8 init --gate 'test=./run-tests'
  git log shows notes of refs/notes/o8*
  $REPO/.git/hooks/pre-push is kept as $REPO/.git/hooks/pre-push.o8-kept and runs after o8's
  
  next, give out work:
    git o8 dispatch 'What to do' -- COMMAND
  $ git config o8.signingKey
  $SCRATCH/key
  $ git o8 hooks status
  HOOK                   STATE
  pre-merge-commit       installed
  reference-transaction  installed
  pre-push               installed
  in $REPO/.git/hooks
  $ git o8 uninstall
  hooks and configuration are as they were before o8
  4 references of o8's are left; `git o8 init` goes on with them
  to delete them: git o8 uninstall --refs
  $ cmp .git/config $SCRATCH/config && diff -r .git/hooks $SCRATCH/hooks && echo as before
  as before

Done twice it is the same, and `init` goes on with the references that are left.

  $ git o8 uninstall --json
  {"branches":[],"dropped":[],"notes":[],"remaining":4,"schema":"o8/uninstall/1"}
  $ git o8 init --no-hooks --key $SCRATCH/key | head -n 1
  SET UP ALREADY
  $ git o8 uninstall | tail -n 1
  to delete them: git o8 uninstall --refs

With --refs nothing of it is left in this clone.

  $ git o8 uninstall --refs
  hooks and configuration are as they were before o8
  4 references deleted; other clones keep theirs
  $ git for-each-ref --format='%(refname)'
  refs/heads/main
  $ cmp .git/config $SCRATCH/config && ls .git | tr '\n' ' '
  COMMIT_EDITMSG HEAD branches config description hooks index info logs objects refs 

A worktree of a lane, or a process that holds a lock of ours, forbids it.

  $ git o8 init --no-hooks --key $SCRATCH/key | head -n 1
  SET UP
  $ git worktree add -q -b o8/fix-it-1234567 $SCRATCH/lane
  $ git o8 uninstall --refs
  error: cannot drop o8's references: the worktree of a lane stands at $SCRATCH/lane
  hint: save what you want of it, then: git worktree remove $SCRATCH/lane
  [3]
  $ git worktree remove $SCRATCH/lane && mkdir -p .git/o8/lanes
  $ flock .git/o8/lanes/1234567.lock git o8 uninstall --refs
  error: cannot drop o8's references: something is at work and holds $REPO/.git/o8/lanes/1234567.lock
  hint: let it end, then repeat this
  [3]
  $ git o8 uninstall --refs
  hooks and configuration are as they were before o8
  4 references deleted; other clones keep theirs
  branches of lanes are left to you: o8/fix-it-1234567
