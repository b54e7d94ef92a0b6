The tour runs the loop with real commands; only what differs from run to run is left out here.
Outside of a repository one is made up, and nothing is left but the directory that is named.

  $ cd $SCRATCH && git-o8 tour --keep $SCRATCH/tour >$SCRATCH/said; grep -E '^([$]|\[)' $SCRATCH/said
  $ ls -A $HOME $SCRATCH
  $ sed -n '/^That was/,$p' $SCRATCH/said | sed 's,PATH=.*git-o8 ,,'

In a repository it is that one's clone, and the repository is not touched.

  $ git commit -q --allow-empty -m one && git for-each-ref >$SCRATCH/before && cp .git/config $SCRATCH/config
  $ git o8 tour --keep $SCRATCH/other --json >$SCRATCH/said && sed -E 's/.*"directory":"([^"]*)".*"schema":"([^"]*)".*/\1 \2/' $SCRATCH/said
  $ git for-each-ref | cmp - $SCRATCH/before && cmp .git/config $SCRATCH/config && git status --short && ls -A $HOME
  $ git -C $SCRATCH/other/repository log --first-parent --format=%s

A directory that is there is not taken.

  $ git o8 tour --keep $SCRATCH/other
