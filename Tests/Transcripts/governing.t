The policy is changed by owners alone; what would be different is shown first.

  $ git commit -q --allow-empty -m first; git o8 init >/dev/null
  $ echo "sed -E 's/[0-9a-f]{7,40}/ID/g; s/SHA256:[^ ]*/KEY/'" >$SCRATCH/mask
  $ git o8 policy edit --preview --set carry=never --set 'require."src/**"={reviewer: 1}'
  + changes of src/** need 1 reviewer
  ~ verdicts carry: disjoint → never
  $ git o8 policy edit --set carry=never
  ~ verdicts carry: disjoint → never
  error: nothing is signed
  hint: --yes signs without asking
  [1]
  $ git o8 policy edit --set carry=never --yes | sh $SCRATCH/mask
  ~ verdicts carry: disjoint → never
  policy ID
  $ git o8 policy edit --set carry=never --yes
  the policy says that already
  $ git o8 policy edit --set carrry=never --yes
  error: the policy has no key 'carrry'; known are: version, protected, principals, require, gates, rules, landing, attempts, carry, selfReview, expires, may, setup, caches, codeowners, owners, reviewersAlone, isolation, network, runtimes; it was set by: carrry=never
  hint: git o8 policy edit shows the whole policy
  [3]
  $ git o8 policy edit --set nothing --yes
  error: cannot set 'nothing': it is not KEY=VALUE
  hint: such as carry=never, rules.secrets=off or 'require."src/**"={reviewer: 1}'
  [1]

In the editor a mistake is named by line and column, and the text is kept.

  $ git config core.editor "sed -i 's/attempts: 3/atempts: 4/'"
  $ git o8 policy edit --yes
  error: policy.yml:9:1: the policy has no key 'atempts'; known are: version, protected, principals, require, gates, rules, landing, attempts, carry, selfReview, expires, may, setup, caches, codeowners, owners, reviewersAlone, isolation, network, runtimes
  hint: your text is kept: git o8 policy edit -F $REPO/.git/o8/POLICY_EDITMSG.yml
  [3]
  $ git config core.editor "sed -i 's/attempts: 3/attempts: 4/'"
  $ git o8 policy edit --yes | sh $SCRATCH/mask
  ~ attempts of a worker: 3 → 4
  policy ID
  $ git config core.editor true
  $ git o8 policy edit --yes
  error: nothing was changed, so nothing is signed
  [3]

A second owner, and from then on two have to sign.

  $ ssh-keygen -q -t ed25519 -N '' -f $SCRATCH/bob-key
  $ git o8 policy add bob --role owner --key "$(cut -d' ' -f1,2 $SCRATCH/bob-key.pub)" | sh $SCRATCH/mask
  error: nothing is signed
  hint: --yes signs without asking
  + bob joins: owner, KEY
  $ git o8 policy add bob --preview --role owner --key "$(cut -d' ' -f1,2 $SCRATCH/bob-key.pub)" | sh $SCRATCH/mask
  + bob joins: owner, KEY
  $ git o8 policy edit --set expires=2020-01-01 --yes
  error: 2020-01-01 is past: every branch would stand still at once
  hint: give a day that is still to come: expires=YYYY-MM-DD, or git o8 policy renew
  [1]
  $ git o8 policy add bob --yes --role owner --key "$(cut -d' ' -f1,2 $SCRATCH/bob-key.pub)" | sh $SCRATCH/mask
  + bob joins: owner, KEY
  policy ID
  $ git o8 policy edit --set require.owner=2 --yes | sh $SCRATCH/mask
  ~ owners who must sign a policy: 1 → 2
  policy ID
  $ git o8 policy remove bob --yes
  error: nobody could ever change that policy: it takes 2 owners to sign one, and its owners' keys make 1
  hint: give its owners keys, or ask for fewer signatures: --set require.owner=1
  [3]
  $ git o8 policy renew --until 2040-01-01 | sh $SCRATCH/mask | sed 's/expires: [^ ]*/expires: DAY/'
  error: nothing is signed
  hint: --yes signs without asking
  ~ expires: DAY → 2040-01-01
  it takes 2 owners' signatures
  $ git o8 policy renew --until 2040-01-01 --yes | sh $SCRATCH/mask | sed 's/expires: [^ ]*/expires: DAY/'
  ~ expires: DAY → 2040-01-01
  it takes 2 owners' signatures
  proposed ID; 1 more owner has to sign: git o8 policy sign ID
  $ git o8 policy sign --yes 2>&1 | sh $SCRATCH/mask
  error: you have signed it already
  hint: other owners sign it: git o8 policy sign ID
  $ git o8 status | sed -n '/OWNERS/,$p' | sh $SCRATCH/mask
  WAITS FOR OWNERS
    ID  policy  renewed until 2040-01-01  1 more owner has to sign
  
  no open packets; git o8 dispatch opens one
  $ git config o8.signingKey $SCRATCH/bob-key
  $ git o8 policy sign 2>&1 | sh $SCRATCH/mask | sed -E 's/(just now|[0-9]+ (s|min) ago)$/AGO/' | sed 's/expires: [^ ]*/expires: DAY/'
  ID policy: renewed until 2040-01-01, proposed by ann AGO
    ~ expires: DAY → 2040-01-01
    signed by ann; 1 more owner has to sign: git o8 policy sign ID
  error: nothing is signed
  hint: --yes signs without asking
  $ git o8 policy sign --yes | sh $SCRATCH/mask
  policy ID
  $ git o8 policy show | grep expires
  expires: 2040-01-01
  $ git o8 policy sign --yes
  error: nothing waits for owners' signatures
  [4]

An override has a reason and owners; it stays in the ledger, in the notes and in every proof.

  $ git switch -q -c work; echo b >b.txt; git add b.txt; git commit -q -m 'not judged'; git switch -q main
  $ git o8 force main work
  error: Missing expected argument '--reason <text>'
  hint: git o8 help force tells what it takes
  [1]
  $ git o8 force main work --reason 'the build is down' | sh $SCRATCH/mask
  proposed ID: main ID..ID; 1 more owner has to sign: git o8 policy sign ID
  $ git config --unset o8.signingKey
  $ git o8 policy sign --yes | sh $SCRATCH/mask
  policy ID
  note: forced main to ID holds as ID
  note: main moves with: git o8 force main ID --reason 'the build is down'
  $ git o8 force main work --reason 'the build is down' | sh $SCRATCH/mask
  forced main ID..ID
  recorded in the ledger ID
  brought along $REPO
  $ git log -1 --notes=o8 --format=%N | sh $SCRATCH/mask
  Forced: the build is down
  By: bob
  Ledger: ID
  
  $ git o8 verify | sh $SCRATCH/mask
  main from ID to ID: 1 step, all covered
  COMMIT   FOUND   PACKET
  ID  forced  the build is down  by ID
  repository ID
  proved: every change of main since ID was let in by signatures that the
  policy of its time asked for (1 forced by owners); what main held then is taken
  as given; whether this is the repository that you mean, --repo ID tells
  $ git o8 force main main~1 --reason 'was wrong'
  error: 2c72204 is not after e2520aa on its first-parent chain: commits would leave main, and the verdicts given there would die
  hint: if that is meant: --rewind
  [3]
  $ git o8 force release main --reason 'no'
  error: release is not protected: nothing has to be forced
  hint: git branch -f release e2520aa
  [3]
  $ git o8 ledger | sed -E 's/ +/ /g; s/ (now|[0-9]+ (s|min|h)) / /' | sh $SCRATCH/mask | sort
  ENTRY KIND PACKET BY AGE WHAT
  ID adopted ann main from ID on
  ID forced bob main to ID the build is down
  ID policy ann ID adds bob
  ID policy ann ID edited
  ID policy ann ID sets carry
  ID policy ann ID sets require.owner
  ID policy bob ID renewed until 2040-01-01
  ID proposed ann policy: renewed until 2040-01-01
  ID proposed bob forced: main to ID
