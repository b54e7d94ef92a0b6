A person takes up a packet's conversation in the runtime's own program.

  $ echo one > a.txt; git add -A; git commit -qm first; git o8 init > /dev/null
  $ mkdir $SCRATCH/bin
  $ cat > $SCRATCH/bin/mine <<'END'
  > #!/bin/sh
  > case $1 in
  > --version) echo mine 1.2.3 ;;
  > --say) echo "$4" > "$HOME/session"; echo three >> a.txt; exit 1 ;;
  > --open)
  >   test -t 0 && test -t 1 && test "$2" = "$(cat "$HOME/session")" || exit 9
  >   trap 'echo heard >> a.txt; exit 0' INT
  >   touch "$SCRATCH/ready"; while test -n "$PATIENT"; do sleep 0.05; done
  >   read line && echo "$line" >> a.txt
  >   case $line in commit) git commit -qam 'By hand' ;; esac
  >   exit 3 ;;
  > esac
  > END
  $ cat > $SCRATCH/bin/on-a-terminal <<'END'
  > #!/bin/sh
  > script -qec "$1" /dev/null | tr -d '\r' | grep -vE '^(hello|commit)$' |
  >   sed 's/^^C//; s/[0-9a-f]\{8\}-[0-9a-f-]*/SESSION/; s/\b[0-9a-f]\{7\}\b/ID/g; s|in /.*/|in /|; s|/o8-.*/||'
  > END
  $ chmod 755 $SCRATCH/bin/*
  $ cat > $HOME/mine.runtime <<'END'
  > name = mine
  > launch = --say {prompt} --session {session}
  > resume = --say {prompt} --session {session}
  > attach = --open {session}
  > session = chosen
  > END
  $ git config --add o8.runtimeManifest '~/mine.runtime'
  $ PATH=$SCRATCH/bin:$PATH git o8 dispatch 'Add mine' --runtime mine --attempts 1 --wait 2>&1 | grep 'attempt 1 ended'
  attempt 1 ended: failed, exit 1

It needs a terminal, and a packet that had a conversation.

  $ git o8 attach 'Add mine'
  error: a conversation can be opened on a terminal only, and nobody is at one here
  hint: git o8 steer and git o8 resume take a message instead
  [1]
  $ git o8 dispatch 'Without one' --attempts 1 --wait -- false > /dev/null 2>&1
  [3]
  $ echo hello | PATH=$SCRATCH/bin:$PATH on-a-terminal "git o8 attach 'Without one'"
  error: packet ID has no conversation that could be opened
  hint: its files are in /without-one-ID

What changed is kept, and the packet goes on from there.

  $ echo hello | PATH=$SCRATCH/bin:$PATH on-a-terminal "git o8 attach 'Add mine'"
  mine:SESSION opens in /add-mine-ID, with all your rights: no cage holds it
  warning: mine ended with 3
  packet ID Add mine
    1 file changed, kept in the snapshot ID
    to hand it in: commit in /add-mine-ID, then git o8 gate ID
    next: git o8 retry ID
  $ echo commit | PATH=$SCRATCH/bin:$PATH on-a-terminal "git o8 attach 'Add mine'"
  mine:SESSION opens in /add-mine-ID, with all your rights: no cage holds it
  warning: mine ended with 3
  packet ID Add mine
    1 file changed, kept in the snapshot ID
    to hand it in: git o8 gate ID
    next: git o8 retry ID

An interrupt from the keyboard is the program's own affair. While it runs nobody else works on the
packet; to interrupt the packet ends it, and no lock is left.

  $ rm $SCRATCH/ready
  $ cat > $SCRATCH/bin/later <<'END'
  > #!/bin/sh
  > until test -e "$SCRATCH/ready"; do sleep 0.02; done; "$@"
  > END
  $ chmod 755 $SCRATCH/bin/later
  $ export PATIENT=1 PATH=$SCRATCH/bin:$PATH
  > later printf '\003' | on-a-terminal "git o8 attach 'Add mine'" | sed -n '2,4p'
  packet ID Add mine
    1 file changed, kept in the snapshot ID
    to hand it in: commit in /add-mine-ID, then git o8 gate ID
  $ rm $SCRATCH/ready; export PATIENT=1 PATH=$SCRATCH/bin:$PATH
  > until test -e $SCRATCH/over; do sleep 0.02; done | on-a-terminal "git o8 attach 'Add mine'" > $SCRATCH/seen &
  > later git o8 gate 'Add mine' 2>&1 | sed 's/[0-9a-f]\{7\}/ID/g'
  > git o8 interrupt 'Add mine' | sed 's/[0-9a-f]\{7\}/ID/g'
  > touch $SCRATCH/over; wait; sed -n 2,3p $SCRATCH/seen
  error: a lane is at work on packet ID
  hint: git o8 wait ID
  packet ID Add mine
    failed: stopped; what it did is kept
    next: git o8 retry ID
  packet ID Add mine
    nothing changed
