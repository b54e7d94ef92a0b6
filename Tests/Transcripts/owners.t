Who owns what is read from CODEOWNERS, at the branch itself, once owners of the policy want that.

  $ printf '* @ann\n/src/ @org/net @ben\n!old @ann\n/doc/ @ann @ben\n/old/ @ann\n' >CODEOWNERS
  $ git config user.name ann; git add .; git commit -qm 'the beginning'; git o8 init >/dev/null
  $ cat >$SCRATCH/o8 <<'END'
  > git o8 "$@" >$SCRATCH/said 2>&1; exit=$?
  > sed -E 's/[0-9a-f]{7,40}/ID/g; s/20[0-9-]{8}/DAY/' $SCRATCH/said
  > exit $exit
  > END
  $ sh $SCRATCH/o8 policy check
  A POLICY
  protects    main
  principals  ann
  keys        1
  gates
  expires     DAY
  main: CODEOWNERS:2: nobody in the policy is @org/net; nobody in the policy is @ben
  main: CODEOWNERS:3: a pattern cannot be negated with !
  main: CODEOWNERS:4: nobody in the policy is @ben
  $ sh $SCRATCH/o8 policy edit --set codeowners=required --preview
  ~ CODEOWNERS: not heeded → says who has to approve a change
  ! main: CODEOWNERS:2: nobody in the policy is @org/net; nobody in the policy is @ben
  ! main: CODEOWNERS:3: a pattern cannot be negated with !
  ! main: CODEOWNERS:4: nobody in the policy is @ben
  $ sh $SCRATCH/o8 policy edit --set codeowners=required --yes
  ~ CODEOWNERS: not heeded → says who has to approve a change
  ! main: CODEOWNERS:2: nobody in the policy is @org/net; nobody in the policy is @ben
  ! main: CODEOWNERS:3: a pattern cannot be negated with !
  ! main: CODEOWNERS:4: nobody in the policy is @ben
  policy ID
  $ sh $SCRATCH/o8 policy check
  A POLICY
  protects    main
  principals  ann
  keys        1
  gates
  expires     DAY
  main: CODEOWNERS:2: nobody in the policy is @org/net; nobody in the policy is @ben
  main: CODEOWNERS:3: a pattern cannot be negated with !
  main: CODEOWNERS:4: nobody in the policy is @ben
  error: what 2 lines of CODEOWNERS decide about cannot land
  hint: git o8 policy add NAME --owner OWNER says who somebody is
  [3]
  $ sh $SCRATCH/o8 policy add ann --yes --owner ann@example.com --owner @Org/Net
  + in CODEOWNERS @org/net is ann
  + in CODEOWNERS ann@example.com is ann
  ! main: CODEOWNERS:2: nobody in the policy is @ben
  ! main: CODEOWNERS:3: a pattern cannot be negated with !
  ! main: CODEOWNERS:4: nobody in the policy is @ben
  policy ID
  $ git o8 policy show | grep -A2 owners
  codeowners: required  # ignored, routing or required
  owners:
    "@org/net": [ann]
    "ann@example.com": [ann]
  $ sh $SCRATCH/o8 policy check --json
  {"codeowners":"required","expires":"DAY","gates":[],"keys":1,"owners":["main: CODEOWNERS:2: nobody in the policy is @ben","main: CODEOWNERS:3: a pattern cannot be negated with !","main: CODEOWNERS:4: nobody in the policy is @ben"],"principals":["ann"],"protected":["main"],"schema":"o8/policy-check/1"}
  {"error":{"hint":"git o8 policy add NAME --owner OWNER says who somebody is","kind":"refused","message":"what 1 line of CODEOWNERS decides about cannot land"}}
  [3]
  $ sh $SCRATCH/o8 policy remove ann --yes --owner @org/net
  - in CODEOWNERS @org/net is ann no longer
  ! main: CODEOWNERS:2: nobody in the policy is @org/net; nobody in the policy is @ben
  ! main: CODEOWNERS:3: a pattern cannot be negated with !
  ! main: CODEOWNERS:4: nobody in the policy is @ben
  policy ID
  $ git o8 policy edit --set 'owners."@org/net"=[zed]' --yes
  error: zed is not among the principals; it was set by: owners."@org/net"=[zed]
  hint: git o8 policy edit shows the whole policy
  [3]

A file that is to come is held against the policy before it does.

  $ printf '* @ann\n/x/ @zed\n' >next; sh $SCRATCH/o8 policy check --codeowners next
  A POLICY
  protects    main
  principals  ann
  keys        1
  gates
  expires     DAY
  next:2: nobody in the policy is @zed
  error: what 1 line of CODEOWNERS decides about cannot land
  hint: git o8 policy add NAME --owner OWNER says who somebody is
  [3]
  $ printf '* @ann\n/x/ @zed @ann\n' >next; sh $SCRATCH/o8 policy check --codeowners next
  A POLICY
  protects    main
  principals  ann
  keys        1
  gates
  expires     DAY
  next:2: nobody in the policy is @zed

What reviewers may land alone, and how workers are kept apart at least, is off unless it is said.

  $ git o8 policy edit --set 'reviewersAlone=[{paths: ["docs/**"]}]' --set isolation=sandbox --preview
  + docs/**: reviewers' verdicts alone suffice, without an operator's
  ~ workers are kept apart at least by: whatever their machine has → sandbox
  $ git o8 policy edit --set 'reviewersAlone=[{tiers: [light]}]' --preview
  error: whoever opens a packet claims its tier: reserve dispatch and edit with 'may', to roles without worker; it was set by: reviewersAlone=[{tiers: [light]}]
  hint: git o8 policy edit shows the whole policy
  [3]
