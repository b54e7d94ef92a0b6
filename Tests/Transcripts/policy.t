A policy's text is read strictly: the first thing that does not fit is named by line and column.

  $ cat >policy.yml <<'END'
  > version: 1
  > protected: [main, "release/*"]
  > principals: {ann: {roles: [owner, operator], of: ann}}
  > require: {owner: 1, operator: 1, reviewer: 0}
  > gates:
  >   - {name: test, run: make test, timeoutSeconds: 900, paths: ["**"]}
  > rules: {scope: error, conflictMarkers: error, secrets: error, diffFilesMax: 200,
  >   diffLinesMax: 5000, sensitive: []}
  > landing: [merge]
  > attempts: 3
  > carry: disjoint
  > selfReview: allowed
  > expires: 2027-11-21
  > END
  $ git o8 policy check policy.yml
  A POLICY
  protects    main, release/*
  principals  ann
  keys        0
  gates       test
  expires     2027-11-21
  $ git o8 policy check --json policy.yml
  {"codeowners":"ignored","expires":"2027-11-21","gates":["test"],"keys":0,"owners":[],"principals":["ann"],"protected":["main","release/*"],"schema":"o8/policy-check/1"}
  $ sed 's/attempts: 3/attempts: many/' policy.yml >wrong.yml; git o8 policy check wrong.yml
  error: wrong.yml:10:11: 'attempts' must be a whole number from 1 to 100
  [3]
  $ sed '/^carry/d' policy.yml >wrong.yml; git o8 policy check --json wrong.yml
  {"error":{"hint":null,"kind":"refused","message":"wrong.yml:1:1: the policy lacks the key 'carry'"}}
  [3]
  $ sed 's/^carry/carrry/' policy.yml >wrong.yml; git o8 policy check wrong.yml
  error: wrong.yml:11:1: the policy has no key 'carrry'; known are: version, protected, principals, require, gates, rules, landing, attempts, carry, selfReview, expires, may, setup, caches, codeowners, owners, reviewersAlone, isolation, network, runtimes
  [3]

The keys are checked with it.

  $ echo 'ann ssh-ed25519 AAAA' >keys; git o8 policy check policy.yml --signers keys
  error: keys:1:5: namespaces="o8" must follow the name; the line must read: NAME namespaces="o8" TYPE KEY
  [3]
  $ printf 'ann namespaces="o8" %s\n' \
  >   'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea' >keys
  $ git o8 policy check policy.yml --signers keys
  A POLICY
  protects    main, release/*
  principals  ann
  keys        1
  gates       test
  expires     2027-11-21
  $ git o8 policy check absent.yml
  error: cannot read absent.yml: No such file or directory
  hint: paths start at $REPO
  [4]
