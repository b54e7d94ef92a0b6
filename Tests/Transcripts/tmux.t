A worker at a terminal, and a person who takes over there.

  $ echo one > a.txt; git add -A; git commit -qm first; git o8 init > /dev/null
  $ mkdir $SCRATCH/bin
  $ cat > $SCRATCH/bin/worker <<'END'
  > #!/bin/sh
  > echo "what is to be done? $(test -t 0 && head -n 1 "$O8_PROMPT_FILE")"
  > while read -r line; do
  >   test "$line" != done || exit 0
  >   echo "$line" >> a.txt; echo "I wrote: $line"
  > done
  > END
  $ cat > $SCRATCH/bin/once <<'END'
  > #!/bin/sh
  > until git o8 log "$1" | grep -q "$2"; do sleep 0.05; done
  > END
  $ cat > $SCRATCH/bin/on-a-terminal <<'END'
  > #!/bin/sh
  > TERM=xterm script -qec "$1" /dev/null | tr -d '\r' |
  >   grep -aoE 'you take over.*|packet .*|  running:.*|error:.*' |
  >   sed 's/\x1b[^m]*m//g; s/\b[0-9a-f]\{7\}\b/ID/g'
  > END
  $ chmod 755 $SCRATCH/bin/*
  $ PATH=$SCRATCH/bin:$PATH git o8 dispatch 'Do it together' --tmux -- worker 2>&1 | sed 's/[0-9a-f]\{7\}/ID/g; s|in /.*|in WORKTREE|'
  packet ID Do it together is on its way
    queued
    in WORKTREE
    next: git o8 log ID --follow

What `steer` says is typed, and control characters are keys.

  $ $SCRATCH/bin/once 'Do it together' 'what is'
  > git o8 steer 'Do it together' 'two' | sed 's/[0-9a-f]\{7\}/ID/g'
  packet ID Do it together
    running: typed at its terminal
    next: git o8 log ID --follow
  $ $SCRATCH/bin/once 'Do it together' 'wrote: two'; git o8 steer 'Do it together' "$(printf 'a\003')"
  error: the message holds control characters, which would be keys at a terminal
  hint: take them out; lines and tabs are fine
  [1]

A person takes over, types, and gives it back; meanwhile nobody else types.

  $ export PATH=$SCRATCH/bin:$PATH
  > { once 'Do it together' 'wrote: two'
  >   until git o8 show 'Do it together' | grep -q 'took over'; do sleep 0.05; done
  >   printf 'three\r'; once 'Do it together' 'wrote: three'
  >   git o8 steer 'Do it together' 'not now' > $SCRATCH/said 2>&1
  >   printf '\002d'; sleep 0.2; } | on-a-terminal "git o8 attach 'Do it together'"
  > sed 's/[0-9a-f]\{7\}/ID/g' $SCRATCH/said
  you take over from exec in its terminal; ctrl-b d gives it back
  packet ID Do it together
    running: it goes on at its terminal
  error: a person is at the terminal of packet ID, and types there
  hint: say it there, or once it is given back

Who only looks types nothing, and when the program ends its work is handed in.

  $ git o8 attach 'Do it together' --read-only
  error: a conversation can be opened on a terminal only, and nobody is at one here
  hint: git o8 steer and git o8 resume take a message instead
  [1]
  $ git o8 open 'Do it together' --print | sed 's|.*/lanes/||; s|/.*/|/|; s/[0-9a-f]\{7\}/ID/g; s|.*/o8-|o8-|'
  /do-it-together-ID
  $ { until (cd .git/o8/lanes/*/ && tmux -S terminal list-clients -F '#{client_readonly}') | grep -q 1
  >   do sleep 0.05; done; printf 'not heard\r'
  >   for word in four done; do git o8 steer 'Do it together' $word > /dev/null; done
  >   git o8 wait 'Do it together' --timeout 60s | tail -1 | cut -c10-31 > $SCRATCH/said
  > } | $SCRATCH/bin/on-a-terminal "git o8 attach --read-only 'Do it together'" | head -n 1
  > cat $SCRATCH/said
  packet ID Do it together
  review  Do it together
  $ git log --reverse --format=%s "$(git for-each-ref --format='%(refname)' refs/o8/packets)" |
  > grep -E 'handed|terminal: two|finished' | sed 's/, [0-9]* s//'
  steered: typed at its terminal: two
  handed: a person took over its terminal
  handed: its terminal was given back
  finished: changed, exit 0
  $ git o8 log 'Do it together' | sed -n '/^what/,/^o8/p' | grep -v '^o8'
  what is to be done? # Do it together
  two
  I wrote: two
  three
  I wrote: three
  four
  I wrote: four
  done
  $ git o8 diff 'Do it together' | grep '^[+][a-z]'
  +two
  +three
  +four

There is nothing to take over any more, and no tmux is left.

  $ git o8 attach 'Do it together' --read-only 2>&1
  error: a conversation can be opened on a terminal only, and nobody is at one here
  hint: git o8 steer and git o8 resume take a message instead
  [1]
  $ ls .git/o8/lanes/*/ | grep terminal; true

It needs tmux, and a packet with a worktree.

  $ mkdir $SCRATCH/bare; for each in git sh; do ln -s "$(command -v $each)" $SCRATCH/bare; done
  $ PATH=$SCRATCH/bare "$(command -v git-o8)" dispatch 'Without it' --tmux 2>&1
  error: there can be no terminal: tmux is not on PATH
  hint: install tmux 3.3 or newer, or leave out --tmux
  [2]
  $ git o8 dispatch 'Said wrong' --tmux --runtime aider 2>&1
  error: aider has no terminal
  hint: leave out --tmux, or choose another: git o8 runtimes --all
  [2]
  $ git o8 cancel 'Do it together' > /dev/null; git o8 open 'Do it together' 2>&1 | sed 's/[0-9a-f]\{7\}/ID/g'
  error: packet ID was cancelled: Do it together
  hint: git o8 show ID tells its story
