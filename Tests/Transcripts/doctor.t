What the doctor looks at. Where it finds nothing amiss it ends with 0.

  $ echo one >a.txt && git add -A && git commit -qm 'first' && git o8 init >/dev/null
  $ git o8 doctor >$SCRATCH/said; echo $?; sed -E 's/(repository|policy|at) [0-9a-f]{7}/\1 ID/g; s/SHA256:[^ ]*/KEY/; s/git [0-9.]+, libgit2 [0-9.]+/git V, libgit2 V/; s/until [0-9-]+/until DAY/; s#in /[^ ]*worktrees/[^ ]*#in WORKTREES#; / disk /d; / runtimes /d; /: log in: /d; /^ *log in: /d' $SCRATCH/said
  0
  fine     tools          git V, libgit2 V
  fine     policy         repository ID, policy ID until DAY, protects main
  fine     branches       main at ID, no upstream
  fine     hooks          pre-merge-commit, reference-transaction, pre-push in force, in $REPO/.git/hooks
  fine     history        git shows objects and history as they are
  fine     names          nothing else is called like a protected branch
  fine     references     what stands under refs/o8 is well-formed
  fine     locks          no git has left a lock
  fine     configuration  every o8.* key is known, and nothing is missing that init adds
  fine     remotes        none
  fine     lanes          0 worktrees, in WORKTREES
  advice   isolation      workers and gates get nothing but a worktree (worktree, at most 4096 processes): they can reach whatever you can, as o8.isolation says
                          $ git config o8.isolation sandbox
  fine     key            KEY of ann, owner, operator, gate, in $HOME/.config/o8/id_ed25519
  advice   key            the key has no passphrase, and code of workers is in no cage
                          $ ssh-keygen -p -f $HOME/.config/o8/id_ed25519  # gives it a passphrase; ssh-add -c $HOME/.config/o8/id_ed25519 puts it into an agent that asks each time

What is wrong is named with a command, and the exit status says how bad it is.

  $ git tag main && git config o8.maxLane 3 && git o8 doctor --quiet
  advice   names          refs/tags/main is called like the branch main: git takes it first
                          $ git tag -d main
  advice   configuration  o8.maxlane is no key of o8's, as git o8 config lists them: it has no effect
                          $ git config --unset o8.maxlane
  advice   isolation      workers and gates get nothing but a worktree (worktree, at most 4096 processes): they can reach whatever you can, as o8.isolation says
                          $ git config o8.isolation sandbox
  advice   key            the key has no passphrase, and code of workers is in no cage
                          $ ssh-keygen -p -f $HOME/.config/o8/id_ed25519  # gives it a passphrase; ssh-add -c $HOME/.config/o8/id_ed25519 puts it into an agent that asks each time

  $ rm .git/hooks/pre-push && git o8 doctor --quiet | grep -v isolation
  error: the gate does not hold here: one thing is broken
  hint: see to what is named, then look again: git o8 doctor --quiet
  broken   hooks          the hooks are not installed (pre-push)
                          $ git o8 hooks install
  advice   names          refs/tags/main is called like the branch main: git takes it first
                          $ git tag -d main
  advice   configuration  o8.maxlane is no key of o8's, as git o8 config lists them: it has no effect
                          $ git config --unset o8.maxlane
  advice   key            the key has no passphrase, and code of workers is in no cage
                          $ ssh-keygen -p -f $HOME/.config/o8/id_ed25519  # gives it a passphrase; ssh-add -c $HOME/.config/o8/id_ed25519 puts it into an agent that asks each time

A file that a crash left empty is what git itself cannot get past; the remedy leads back.

  $ git o8 hooks install >/dev/null; git tag -d main >/dev/null; git config --unset o8.maxLane
  $ : >.git/refs/o8/ledger; git for-each-ref refs/o8/ledger; git o8 list 2>&1 | sed -E 's/[0-9a-f]{40}/ID/'
  warning: ignoring broken ref refs/o8/ledger
  error: refs/o8/ledger is damaged: its file is empty
  hint: rm $REPO/.git/refs/o8/ledger && git update-ref --no-deref refs/o8/ledger ID puts back what this clone has seen
  $ git o8 list 2>&1 | sed -n 's/^hint: //; s/ puts back .*//p' | sh && git o8 list
  no packets
