The tour runs the loop with real commands; only what differs from run to run is left out here.
Outside of a repository one is made up, and nothing is left but the directory that is named.

  $ cd $SCRATCH && git-o8 tour --keep $SCRATCH/tour >$SCRATCH/said; sed -n 's/^[$] /- /p; /^\[/p' $SCRATCH/said
  - git init -q -b main .
  - git add -f o8-tour && git commit -q -m 'Add what the tour needs' && ls o8-tour
  - git o8 init --protect main --key ../key/id_ed25519 --gate 'order=sh o8-tour/check.sh'
  - git commit -q --allow-empty -m 'Straight to main'
  [128]
  - git o8 dispatch 'List the planets' -m 'Write the inner planets, one a line, sorted.' --scope 'o8-tour/**' -- sh o8-tour/planets-worker.sh
  - git o8 dispatch 'Write a greeting' -m 'Greet whoever takes the tour.' --scope 'o8-tour/**' -- sh o8-tour/greeting-worker.sh
  - git o8 wait planets greeting --until review --timeout 120s
  - git o8 log planets
  - git o8 list
  - git o8 show planets
  - git o8 diff planets
  - git o8 inbox
  - git o8 verdict planets approve -m 'All four, sorted.' --merge
  - git o8 verdict greeting approve -m 'Short and kind.' --merge
  - git log --notes=o8 --first-parent -2
  - git o8 ledger
  - git o8 trace o8-tour/planets.list:2
  - git o8 verify --all
  $ ls -A $HOME $SCRATCH
  $HOME:
  
  $SCRATCH:
  said
  tour
  $ sed -n '/^That was/,$p' $SCRATCH/said | sed 's,PATH=.*git-o8 ,,'
  That was the loop. To look around:
    cd $SCRATCH/tour/repository
    git log refs/o8/ledger; git o8 show greeting; git o8 policy show
  To be rid of it all:
    rm -rf $SCRATCH/tour

In a repository it is that one's clone, and the repository is not touched.

  $ git commit -q --allow-empty -m one && git for-each-ref >$SCRATCH/before && cp .git/config $SCRATCH/config
  $ git o8 tour --keep $SCRATCH/other --json >$SCRATCH/said && sed -E 's/.*"directory":"([^"]*)".*"schema":"([^"]*)".*/\1 \2/' $SCRATCH/said
  $SCRATCH/other o8/tour/1
  $ git for-each-ref | cmp - $SCRATCH/before && cmp .git/config $SCRATCH/config && git status --short && ls -A $HOME
  $ git -C $SCRATCH/other/repository log --first-parent --format=%s | sed -E 's/packet [0-9a-f]+/packet ID/'
  Merge packet ID: Write a greeting
  Merge packet ID: List the planets
  Add what the tour needs
  one

A directory that is there is not taken.

  $ git o8 tour --keep $SCRATCH/other
  error: cannot make $SCRATCH/other for the tour: File exists
  hint: name a directory that does not exist yet, with --keep DIR
  [2]
