What o8 is given and cannot work on: one sentence, one way on, and an exit status that says which.

Before the first commit, and where nothing is governed.

  $ git o8 init
  error: cannot set up $REPO: it has no commit yet
  hint: make a first commit
  [2]
  $ git commit -q --allow-empty -m one && git o8 status
  error: no policy governs this repository
  hint: git o8 init sets it up
  [2]
  $ git o8 dispatch 'Too early' -- true
  error: no policy governs this repository
  hint: git o8 init sets it up
  [2]

An extension of the format that nobody knows.

  $ git init -q "$SCRATCH/strange" && git -C "$SCRATCH/strange" config core.repositoryFormatVersion 1
  $ git -C "$SCRATCH/strange" config extensions.fromTheFuture true && git-o8 -C "$SCRATCH/strange" status
  error: cannot open the repository at $SCRATCH/strange: unsupported extension name extensions.fromthefuture
  [2]

A work without a base, a scope that nothing matches, a name of nothing, and what is no branch.

  $ git o8 init --gate 'test=true' >/dev/null
  $ git o8 dispatch 'No base' --base nowhere -- true
  error: there is no branch nowhere here
  hint: name a branch with --base: main
  [4]
  $ O8_ISOLATION=worktree git o8 dispatch 'Match nothing' --scope 'docs/**' --attempts 1 --wait -- sh -c 'echo x >outside' >$SCRATCH/said 2>&1; echo $?; sed 's/[0-9a-f]\{7,40\}/ID/g; s/, [0-9]* ms//' $SCRATCH/said
  3
  warning: the scope docs/** matches no file of main yet: it lets only new ones in
  attempt 1 with exec
  worktree $HOME/.local/share/o8/worktrees/repository-ID/match-nothing-ID
  attempt 1 ended: changed
  handed in ID
  gates on ID merged with ID
  red: scope
    outside: outside the packet's scope (docs/**)
  packet ID Match nothing
    failed: 1 attempt used up: scope
    in $HOME/.local/share/o8/worktrees/repository-ID/match-nothing-ID
    next: git o8 retry ID
  error: packet ID has failed: 1 attempt used up: scope
  hint: git o8 log ID shows what its worker wrote, git o8 show ID how it went
  $ git o8 show nothing-of-that-name
  error: there is no packet called nothing-of-that-name here
  hint: git o8 list shows the open packets; with --all, the closed ones too
  [4]
  $ O8_ISOLATION=worktree git o8 adopt main~0 2>&1 | sed 's/[0-9a-f]\{7,40\}/ID/g'
  error: main~0 is no branch's name

Detached, a new packet needs a branch to land on.

  $ git switch -q --detach && git o8 dispatch 'Detached' --base HEAD -- true 2>&1 | sed 's/[0-9a-f]\{7,40\}/ID/g'
  error: there is no branch HEAD here
  hint: name a branch with --base: main
