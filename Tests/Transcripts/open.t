A person opens the worktree of a packet.

  $ echo one > a.txt; git add -A; git commit -qm first; git o8 init > /dev/null
  $ git o8 dispatch 'Look at it' --wait -- sh -c 'echo two > a.txt' > /dev/null 2>&1
  $ cat > $SCRATCH/on-a-terminal <<'END'
  > #!/bin/sh
  > script -qec "$1" /dev/null | tr -d '\r' | sed 's/\b[0-9a-f]\{7\}\b/ID/g; s|/.*/\(look-at-it\)|\1|'
  > END
  $ chmod 755 $SCRATCH/on-a-terminal

Its path is printed for scripts, and nothing is opened where nobody is at a terminal.

  $ cat "$(git o8 open 'Look at it' --print)/a.txt"
  two
  $ git o8 open 'Look at it' --json | grep -o '"schema".*"state":"[a-z]*"'
  "schema":"o8/open/1","state":"review"
  $ git o8 open 'Look at it' 2>&1 | sed 's/[0-9a-f]\{7\}/ID/g'
  error: a worktree can be opened on a terminal only, and nobody is at one here
  hint: git o8 open ID --print prints its path

On a terminal it is a shell in it, or what is configured, which gets the path.

  $ printf '#!/bin/sh\necho shell in ${PWD##*/}; exit 3\n' > $SCRATCH/shell; chmod 755 $SCRATCH/shell
  $ $SCRATCH/on-a-terminal "SHELL=$SCRATCH/shell git o8 open 'Look at it'"
  shell in look-at-it-ID
  warning: the shell ended with 3
  $ git config o8.open 'echo look at'
  $ $SCRATCH/on-a-terminal "git o8 open 'Look at it'"
  look at look-at-it-ID

What has no worktree says what to do.

  $ git o8 adopt main --title 'By hand' 2>&1 | head -n 1 | cut -c1-60
  error: main is protected: what is on it has landed
  $ git o8 dispatch 'Later' --after 'Look at it' -- true > /dev/null
  $ git o8 open Later 2>&1 | sed 's/[0-9a-f]\{7\}/ID/g'
  error: packet ID is queued and has no worktree
  hint: its lane makes one when it starts: git o8 wait ID
  $ git o8 open nothing
  error: there is no packet called nothing here
  hint: git o8 list shows the open packets; with --all, the closed ones too
  [4]
