The same prompt once more, from where the first attempt began.

  $ echo one > a.txt; git add -A; git commit -qm first; git o8 init > /dev/null
  $ mkdir $SCRATCH/bin
  $ cat > $SCRATCH/bin/mine <<'END'
  > #!/bin/sh
  > case $1 in
  > --version) echo mine 1.2.3 ;;
  > *) echo "run $O8_ATTEMPT" >> a.txt; exit 1 ;;
  > esac
  > END
  $ chmod 755 $SCRATCH/bin/mine
  $ printf 'name = mine\nlaunch = --say {prompt}\n' > $HOME/mine.runtime
  $ git config --add o8.runtimeManifest '~/mine.runtime'
  $ export PATH=$SCRATCH/bin:$PATH
  > git o8 dispatch 'Add mine' --runtime mine --attempts 1 --wait > /dev/null 2>&1
  > git o8 retry 'Add mine' --replay --wait 2>&1 | grep '^attempt'
  > git o8 diff 'Add mine' --attempt 1..2 | grep '^[-+][^-+]'
  attempt 2 with mine
  attempt 2 ended: failed, exit 1
  -run 1
  +run 2

With another version of the runtime it is no replay.

  $ sed -i 's/mine 1.2.3/mine 1.20.4/' $SCRATCH/bin/mine
  $ PATH=$SCRATCH/bin:$PATH git o8 retry 'Add mine' --replay 2>&1 | sed 's/[0-9a-f]\{7\}/ID/'
  error: attempt 1 ran with mine 1.2.3, and here is 1.20.4
  hint: git o8 retry ID --replay --any-version goes on
  $ PATH=$SCRATCH/bin:$PATH git o8 retry 'Add mine' --replay --any-version --wait 2>&1 | grep -E '^(attempt|warning)'
  warning: attempt 1 ran with mine 1.2.3, and here is 1.20.4
  attempt 3 with mine
  attempt 3 ended: failed, exit 1

Which version an attempt ran with is known though the program replaced itself just before.

  $ sed -i 's/mine 1.20.4/mine 1.30.5/' $SCRATCH/bin/mine
  $ PATH=$SCRATCH/bin:$PATH git o8 retry 'Add mine' --wait > /dev/null 2>&1
  [3]
  $ git log --reverse --format= -p $(git for-each-ref --format='%(refname)' refs/o8/packets) |
  >   grep -o '^+.*"kind":"started".*"version":"[^"]*"' | grep -o '[^"]*"$' | tr -d \"
  1.2.3
  1.2.3
  1.20.4
  1.30.5
  $ git o8 retry 'Add mine' --any-version
  error: --any-version goes with --replay
  hint: git o8 help retry tells what it takes
  [1]
