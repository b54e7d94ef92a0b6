Who did the work, with which model, and in how many runs.

  $ echo one > a.txt; git add -A; git commit -qm first; git o8 init > /dev/null
  $ mkdir $SCRATCH/bin
  $ cat > $SCRATCH/bin/mine <<'END'
  > #!/bin/sh
  > case $1 in --version) echo mine 1.2.3; exit ;; esac
  > echo '{"type":"system","subtype":"init","session_id":"x","model":"huge-5"}'
  > test ! -e "$HOME/limited" || {
  >   echo '{"type":"result","is_error":true,"api_error_status":429,"result":"limit reached"}'; exit 1
  > }
  > echo '{"type":"result","subtype":"success","is_error":false}'
  > END
  $ cat > $SCRATCH/bin/other <<'END'
  > #!/bin/sh
  > case $1 in --version) echo other 1.2.3; exit ;; esac
  > echo '{"type":"system","subtype":"init","session_id":"x","model":"small-1"}'; echo two > a.txt
  > echo '{"type":"result","subtype":"success","is_error":false}'
  > END
  $ chmod 755 $SCRATCH/bin/*
  $ for each in mine other; do
  >   printf 'name = %s\nsession = chosen\nparser = claude\nlaunch = {prompt} {session}\nresume = {prompt} {session}\n' $each > $HOME/$each.runtime
  >   git config --add o8.runtimeManifest "~/$each.runtime"
  > done

A further turn after an empty result is a part of its attempt.

  $ PATH=$SCRATCH/bin:$PATH git o8 dispatch 'Look around' --runtime mine --attempts 1 --wait 2>&1 | grep -o 'has failed: .*'
  has failed: 1 attempt (2 runs) used up; the last one ended with no changes
  $ git o8 show 'Look around' | grep -E '^  (worker|[0-9]) ' | sed 's/, exit.*//; s/, in a [a-z]*//'
    worker    mine, tier standard, 1 of 1 attempt in 2 runs
    1  mine  huge-5  no changes
    2  mine  huge-5  no changes
  $ git o8 show 'Look around' --json | grep -oE '"(answeredBy|attemptsUsed|attemptsAllowed)":[^,]*'
  "answeredBy":"huge-5"
  "answeredBy":"huge-5"
  "attemptsAllowed":1
  "attemptsUsed":1

Another runtime stands in for one that refuses.

  $ git config o8.fallback other
  $ touch $HOME/limited; PATH=$SCRATCH/bin:$PATH git o8 dispatch 'Change it' --runtime mine --wait > /dev/null 2>&1
  $ git o8 show 'Change it' | grep -E '^  (worker|[0-9]) ' | sed 's/, exit.*//; s/, in a [a-z]*//'
    worker    mine, other in its place, tier standard, 2 of 3 attempts
    1  mine  huge-5  limited
    2  other  small-1  changed
  $ git o8 show 'Change it' --json | grep -oE '"(answeredBy|attemptsUsed|attemptsAllowed)":[^,]*'
  "answeredBy":"huge-5"
  "answeredBy":"small-1"
  "attemptsAllowed":3
  "attemptsUsed":2
