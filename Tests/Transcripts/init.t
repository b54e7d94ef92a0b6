Nothing can be protected before there is a commit.

  $ git o8 init
  error: cannot set up $REPO: it has no commit yet
  hint: make a first commit
  [2]
  $ printf 'test:\n\ttrue\n' >Makefile && git add -A && git commit -qm 'first'
  $ git o8 policy show
  error: no policy governs this repository
  hint: git o8 init sets it up
  [2]

It signs a first policy, adopts the branch, and says what it found and what it did not. What
differs from run to run is hidden here.

  $ git o8 init --no-hooks >$SCRATCH/said; sed -E 's/[0-9a-f]{40}/ID/; s/SHA256:[^,]*/KEY/' $SCRATCH/said
  SET UP
  repository  ID  pinned now: servers and CI are told it
  you         ann, gate, operator, owner
  key         KEY, made now in $HOME/.config/o8/id_ed25519
  protects    main at 2f6f9b1, the usual name of a main branch
  gate        test: make test
  hooks       left alone
  Makefile: build: not found (no target build or all)
  Makefile: typecheck: not found (no target typecheck or type-check)
  Makefile: test: `make test`
  git log shows notes of refs/notes/o8*
  
  next, give out work:
    git o8 dispatch 'What to do' -- COMMAND
  $ git log --format=%s refs/o8/ledger refs/o8/policy
  adopted: main from 2f6f9b1 on
  policy: first policy
  $ git for-each-ref --format='%(refname)' refs/o8 refs/o8-local refs/notes
  refs/notes/o8
  refs/o8-local/pins
  refs/o8/ledger
  refs/o8/policy
  $ ls -l $HOME/.config/o8 | sed -n 's/^\(-[rwx-]*\).* /\1 /p'
  -rw------- id_ed25519
  -rw-r--r-- id_ed25519.pub
  $ git o8 policy show | sed -E 's/[0-9a-f]{40}/ID/; s/^(expires:) .*/\1 IN A YEAR/; s/(ssh-ed25519) .*/\1 KEY/'
  repository ID
  policy     ID, 1 so far
  
  version: 1
  protected: [main]  # branch names or patterns
  principals:
    ann: {roles: [owner, operator, gate], of: ann}
  require: {owner: 1, operator: 1, reviewer: 0}  # verdicts by role, also by path
  gates:
    - {name: test, run: make test, timeoutSeconds: 1800, paths: ["**"]}
  rules: {scope: error, conflictMarkers: error, secrets: error, diffFilesMax: 200, diffLinesMax: 5000, sensitive: [".gitattributes", "**/.gitattributes", "**/.gitmodules", ".gitmodules", ".github/**", ".gitlab-ci.yml", ".ci/**"]}
  landing: [merge, fastForward]  # of merge, squash, fastForward
  attempts: 3
  carry: disjoint  # disjoint or never
  selfReview: allowed  # allowed or refused
  expires: IN A YEAR
  
  allowed_signers:
  ann namespaces="o8" ssh-ed25519 KEY

The second time there is nothing left to do; references, hooks and configuration stay as they are.

  $ picture() { git for-each-ref; cat .git/config; ls -l .git/hooks; } && picture >$SCRATCH/before
  $ git o8 init --no-hooks | sed -E 's/[0-9a-f]{40}/ID/; s/SHA256:[^,]*/KEY/'
  SET UP ALREADY
  repository  ID
  you         ann, gate, operator, owner
  key         KEY, in $HOME/.config/o8/id_ed25519
  protects    main at 2f6f9b1
  gate        test: make test
  hooks       left alone
  git log shows notes of refs/notes/o8*
  
  next, give out work:
    git o8 dispatch 'What to do' -- COMMAND
  $ { git for-each-ref; cat .git/config; ls -l .git/hooks; } | cmp - $SCRATCH/before && echo the same
  the same

Programs get the same.

  $ git o8 init --no-hooks --json | sed -E 's/[0-9a-f]{40}/ID/g; s/SHA256:[^"]*/KEY/'
  {"beginning":"present","branches":[{"commit":"ID","name":"refs/heads/main"}],"configuration":["git log shows notes of refs/notes/o8*"],"enrolment":null,"findings":[],"firstUse":false,"gates":[{"name":"test","paths":["**"],"run":"make test","timeoutSeconds":1800}],"hooks":null,"hooksInForce":false,"key":"KEY","keyPath":"$HOME/.config/o8/id_ed25519","notes":[],"principal":"ann","protected":["main"],"remote":null,"repo":"ID","roles":["gate","operator","owner"],"schema":"o8/init/1"}

Other gates and more branches are a new policy, signed by an owner.

  $ git branch develop && git o8 init --no-hooks --protect develop --gate 'lint=make test' | grep -E '^(protects|gate)' | cut -d, -f1
  protects    main at 2f6f9b1
  protects    develop at 2f6f9b1
  gate        lint: make test
  $ git log --format=%s refs/o8/ledger
  adopted: develop from 2f6f9b1 on
  adopted: main from 2f6f9b1 on
  $ git o8 init --protect nowhere
  error: cannot protect nowhere: there is no such branch here
  hint: here are: develop, main
  [4]
  $ git o8 init --protect '*/**'
  error: cannot protect */**: it covers the branches of lanes, o8/…
  hint: protect the branches that lanes land on
  [1]
  $ git o8 init --gate lint
  error: cannot take the gate 'lint': it reads NAME=COMMAND
  [1]

A clone takes over the policy of its remote and never begins one of its own.

  $ git clone -q . $SCRATCH/copy && cd $SCRATCH/copy && git config user.name Bob && export XDG_CONFIG_HOME=$SCRATCH/bob GIT_AUTHOR_NAME=Bob && git o8 init --no-hooks | sed -E 's/[0-9a-f]{40}/ID/; s/SHA256:[^,]*/KEY/; s/(ssh-ed25519) [^ ]*/\1 KEY/'
  SET UP UNDER THE POLICY OF origin
  repository  ID  pinned now: servers and CI are told it
  you         bob, not a principal here
  key         KEY, made now in $SCRATCH/bob/o8/id_ed25519
  protects    main at 2f6f9b1
  protects    develop, which is not here
  gate        lint: make test
  hooks       left alone
  origin: git fetch brings +refs/o8/*:refs/o8-remotes/origin/*
  git log shows notes of refs/notes/o8*
  
  no principal has this key yet; an owner adds it, and shares the policy, with:
    git o8 policy add bob --role operator --key 'ssh-ed25519 KEY
  then, here: git o8 sync
  $ git -C $SCRATCH/copy rev-parse refs/o8/policy refs/o8/ledger >$SCRATCH/theirs && git rev-parse refs/o8/policy refs/o8/ledger | cmp - $SCRATCH/theirs && echo the same
  the same

An owner adds the key with the line that was printed, and it is a principal's from then on.

  $ eval "git o8 policy add bob --yes --role reviewer --key '$(cut -d' ' -f1,2 $SCRATCH/bob/o8/id_ed25519.pub)'" | grep bob | sed 's/SHA256:.*/KEY/'
  + bob joins: reviewer, KEY
  $ cd $SCRATCH/copy && git fetch -q origin 'refs/o8/*:refs/o8/*' && XDG_CONFIG_HOME=$SCRATCH/bob git o8 init --no-hooks | grep ^you
  you         bob, reviewer
  $ cd $SCRATCH/copy && XDG_CONFIG_HOME=$SCRATCH/bob git o8 init --no-hooks --gate a=true 2>&1 | sed -E 's/SHA256:[^ ]*/KEY/'
  error: only owners may do that: it takes 1 of them, and KEY is no owner's key
  hint: git o8 policy show names the owners
