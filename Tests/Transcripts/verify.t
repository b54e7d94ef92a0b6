Verification begins where the branch was adopted.

  $ git commit -q --allow-empty -m first
  $ git o8 init >/dev/null
  $ git o8 verify | sed -E 's/[0-9a-f]{40}/ID/'
  main from 2c72204 to 2c72204: nothing has moved
  repository ID
  proved: nothing has changed on main since 2c72204; what main held then is taken
  as given; whether this is the repository that you mean, --repo ID tells

What got onto the branch past the hooks is a breach, and the exit status says so.

  $ git -c core.hooksPath=/dev/null commit -q --allow-empty -m sneaked
  $ git o8 verify 2>/dev/null | sed -E 's/[0-9a-f]{40}/ID/'
  main from 2c72204 to cdf2f8a: 1 of 1 step not covered
  COMMIT   FOUND   PACKET
  cdf2f8a  breach  -
  cdf2f8a: no verdict covers 2c72204..cdf2f8a
  repository ID
  $ git o8 verify >/dev/null
  error: 1 step not covered
  [3]
  $ git o8 verify --json 2>/dev/null | sed -E 's/"(repo|policy)":"[0-9a-f]{40}"/"\1":"ID"/g; s/(newestSignature":)"[^"]*"/\1"WHEN"/'
  {"branches":[{"branch":"refs/heads/main","deleted":null,"rewinds":[],"start":"2c722044ee0643e63fd72684bf6b26f6b545ebdc","steps":[{"approvals":[],"base":null,"carried":null,"commit":"cdf2f8ad3c92844cec1bf50f26e52cdc75a98cef","flags":[],"forced":null,"form":null,"found":"breach","gates":[],"head":null,"packet":null,"policy":"ID","prev":"2c722044ee0643e63fd72684bf6b26f6b545ebdc","reasons":["no verdict covers 2c72204..cdf2f8a"],"reviewersAlone":false,"title":null,"tree":null,"verdicts":[]}],"tip":"cdf2f8ad3c92844cec1bf50f26e52cdc75a98cef"}],"conclusion":null,"newestSignature":"WHEN","policy":"ID","problems":[],"proved":false,"remembered":false,"rememberedSteps":0,"repo":"ID","schema":"o8/verify/1","warnings":[]}
  $ git o8 verify HEAD..HEAD | sed -E 's/[0-9a-f]{40}/ID/'
  main from cdf2f8a to cdf2f8a: nothing has moved
  repository ID
  proved: nothing has changed on main between the two commits; whether this is the
  repository that you mean, --repo ID tells

A range that means nothing, and a repository that is another than the one expected.

  $ git o8 verify main
  error: main is no range of a branch's steps
  hint: main~3..main are the last three; --all takes no range
  [1]
  $ git o8 verify nothing..main
  error: there is no commit nothing here
  [4]
  $ git o8 verify --repo 1234 2>&1 | sed -E 's/[0-9a-f]{40}/ID/'
  error: cannot verify this repository as 1234: that is no whole id
  hint: all 40 digits, as git o8 init and git o8 policy show print them in a clone that you trust: whoever makes another repository can choose the first ones
