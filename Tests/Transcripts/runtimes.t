A runtime is described by a text, which git's configuration names.

  $ echo one > a.txt; git add -A; git commit -qm first; git o8 init > /dev/null
  $ mkdir $SCRATCH/bin
  $ cat > $SCRATCH/bin/mine <<'END'
  > #!/bin/sh
  > case $1 in
  > --version) echo mine 1.2.3 ;;
  > --help) echo '  --say TEXT' ;;
  > *) echo "said: $2"; echo mine >> a.txt ;;
  > esac
  > END
  $ chmod 755 $SCRATCH/bin/mine
  $ cat > $HOME/mine.runtime <<'END'
  > name = mine
  > launch = --say {prompt} --model {model}
  > needs = --say --gone
  > login.variables = MINE_KEY
  > login.command = mine login
  > END
  $ git config --add o8.runtimeManifest '~/mine.runtime'
  $ PATH=$SCRATCH/bin:$PATH git o8 runtimes | grep '^mine'
  mine     logged out  1.2.3    anything  streaming
  mine: update it: this version does not take --gone
  $ PATH=$SCRATCH/bin:$PATH git o8 dispatch 'Add mine' --runtime mine --wait 2>&1 | grep -E 'nobody|attempt'
  warning: nobody seems to be logged in to mine: mine login
  attempt 1 with mine
  attempt 1 ended: changed

What is wrong in one is said with its place, and a native runtime keeps its name.

  $ echo 'lunch = x' >> $HOME/mine.runtime
  $ git o8 runtimes 2>&1 | grep -E '^mine' | cut -c 1-60
  mine     unusable  -        anything
  mine: ~/mine.runtime:6: lunch: there is no such key; there a
  $ printf 'name = claude\nlaunch = {prompt}\n' > $HOME/mine.runtime
  $ git o8 runtimes | grep built
  exec     built in  -        anything  streaming, terminal
  mine: ~/mine.runtime describes claude, which is built in

A runtime that is not here is refused before anything is opened.

  $ printf 'name = gone\nprogram = no-such-agent\nlaunch = {prompt}\n' > $HOME/mine.runtime
  $ git o8 dispatch 'Add mine' --runtime gone
  error: gone is not found on PATH
  hint: install it, or choose another: git o8 runtimes
  [2]
