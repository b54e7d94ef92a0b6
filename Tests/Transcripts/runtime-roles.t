Policy says which runtime may take which role; the others get no work.

  $ git commit -q --allow-empty -m first; git o8 init >/dev/null; export O8_ISOLATION=worktree
  $ git o8 dispatch 'Fail' --attempts 1 --wait -- sh -c 'exit 1' >/dev/null 2>&1
  [3]
  $ git o8 policy edit --set 'runtimes={codex: [worker, reviewer], claude: [reviewer]}' --yes | sed '$d'
  ~ runtimes: every one may take every role → only those that policy names, in the roles it names
  ~ runtime claude may be: anything → reviewer
  ~ runtime codex may be: anything → worker, reviewer
  $ git o8 policy show | grep '^runtimes'
  runtimes: {claude: [reviewer], codex: [worker, reviewer]}  # of worker, reviewer, manager
  $ git o8 dispatch 'Say hello' -- true
  error: policy does not let exec be a worker
  hint: those it lets: codex
  [3]
  $ git o8 retry Fail 2>&1 | sed -E 's/[0-9a-f]{7,40}/ID/g'
  error: policy does not let exec be a worker, and packet ID asks for it
  hint: git o8 edit ID --runtime NAME chooses another; those it lets: codex
  $ git o8 edit Fail --runtime claude
  error: policy does not let claude be a worker
  hint: those it lets: codex
  [3]
  $ git o8 edit Fail --runtime codex | sed -E 's/[0-9a-f]{7,40}/ID/g'
  packet ID Fail
    failed: edited: runtime
    next: git o8 retry ID
  $ git o8 runtimes --json | tr '{' '\n' | sed -nE 's/.*"name":"(claude|codex|exec)".*"roles":(\[[^]]*\]).*/\1 \2/p'
  claude ["reviewer"]
  codex ["worker","reviewer"]
  exec []
  $ git o8 policy edit --set 'runtimes.exec=[boss]' --yes
  error: 'runtimes.exec[0]' must be one of: worker, reviewer, manager; it was set by: runtimes.exec=[boss]
  hint: git o8 policy edit shows the whole policy
  [3]
  $ git o8 policy edit --set 'runtimes.exec=[worker]' --set runtimes.claude= --yes | sed '$d'
  ~ runtime claude may be: reviewer → nothing
  ~ runtime exec may be: nothing → worker

What a worker writes is kept to be shared without the secrets that are in it.

  $ cat >$SCRATCH/worker <<'END'
  > t=ghp; echo "push with ${t}_a1B2c3D4e5F6g7H8i9J0kLmNoPqRsTuVwXyZ"; exit 1
  > END
  $ git o8 dispatch 'Leak' --attempts 1 --wait -- sh $SCRATCH/worker 2>&1 | grep -E '^(1 secret|its)'
  1 secret taken out of what is kept to be shared: 1 × github-token
  its last line: push with [secret removed: github-token]
  $ git grep -h push $(git for-each-ref --format="%(objectname)" refs/o8-data)
  push with [secret removed: github-token]
