A packet goes from its dispatch to review. The first attempt leaves what a gate refuses; its
report goes back, and the second attempt mends it.

  $ printf 'test:\n\tgrep -q good a.txt\n' > Makefile; echo one > a.txt
  $ git add -A; git commit -qm first; git o8 init > /dev/null
  $ cat > $SCRATCH/worker <<'END'
  > if test "$O8_ATTEMPT" = 1; then echo bad > a.txt; else echo good > a.txt; fi
  > echo attempt $O8_ATTEMPT done
  > END
  $ cat > $SCRATCH/masked <<'END'
  > sed -E 's/[0-9a-f]{7,}/ID/g; s/[0-9]+ s$/N s/'
  > END
  $ git o8 dispatch 'Make it good' --wait -- sh $SCRATCH/worker 2>&1 | sh $SCRATCH/masked
  attempt 1 with exec
  worktree $HOME/.local/share/o8/worktrees/repository-ID/make-it-good-ID
  attempt 1 ended: changed
  handed in ID
  gates on ID merged with ID
  red: test
  attempt 2 with exec
  attempt 2 ended: changed
  handed in ID
  gates on ID merged with ID
  green: ID lies before the reviewers
  packet ID Make it good
    review
    in $HOME/.local/share/o8/worktrees/repository-ID/make-it-good-ID
    next: git o8 verdict ID approve --merge
  $ git o8 log good | sh $SCRATCH/masked
  o8: attempt 1 with exec
  o8: worktree $HOME/.local/share/o8/worktrees/repository-ID/make-it-good-ID
  attempt 1 done
  o8: attempt 1 ended: changed
  o8: handed in ID
  o8: gates on ID merged with ID
  grep -q good a.txt
  make: *** [Makefile:2: test] Error 1
  o8: red: test
  o8: attempt 2 with exec
  attempt 2 done
  o8: attempt 2 ended: changed
  o8: handed in ID
  o8: gates on ID merged with ID
  grep -q good a.txt
  o8: green: ID lies before the reviewers
  o8: the packet is review
  $ git log --format=%s --reverse $(git for-each-ref --format='%(refname)' refs/o8/packets) |
  >   sh $SCRATCH/masked
  opened: Make it good
  started: attempt 1 with exec
  finished: changed, exit 0, N s
  submitted: ID
  gated: test failed on ID in N s
  returned: ID: test
  started: attempt 2 with exec after red gates
  finished: changed, exit 0, N s
  submitted: ID
  gated: test passed on ID in N s
  presented: ID on ID: needs 1 operator

A worker that changes nothing has done nothing, whatever it says.

  $ git o8 dispatch 'Say that it is done' --attempts 1 --wait -- echo 'All done.' 2>&1 |
  >   sh $SCRATCH/masked
  attempt 1 with exec
  worktree $HOME/.local/share/o8/worktrees/repository-ID/say-that-it-is-done-ID
  attempt 1 ended: no changes
  packet ID Say that it is done
    failed: 1 attempt used up; the last one ended with no changes
    in $HOME/.local/share/o8/worktrees/repository-ID/say-that-it-is-done-ID
    next: git o8 retry ID
  error: packet ID has failed: 1 attempt used up; the last one ended with no changes
  hint: git o8 log ID shows what its worker wrote, git o8 show ID how it went
  $ git o8 retry 'Say that' --wait > /dev/null 2>&1
  [3]
  $ git o8 cancel 'Say that' -m 'Not needed.' | sh $SCRATCH/masked
  packet ID Say that it is done
    cancelled: Not needed.; git show ID is what its worktree held
  $ git log --format=%s -2 refs/o8/ledger
  cancelled: Say that it is done
  cancelled: Not needed.

What cannot be asked for is said before anything is written.

  $ git o8 dispatch "$(printf 'two\nlines')" -- true
  error: the title holds line breaks or invisible characters: two lines
  hint: a title is one plain line; the text of the task goes into -m or -F
  [1]
  $ git o8 dispatch Fix
  error: no runtime is found and logged in
  hint: give the worker's command after two dashes: git o8 dispatch TITLE -- COMMAND…
  [2]
  $ git o8 dispatch Fix --base nowhere -- true
  error: there is no branch nowhere here
  hint: name a branch with --base: main
  [4]
  $ git o8 dispatch Fix --gate lint -- true
  error: policy has no gate lint
  hint: gates: test
  [1]
  $ git o8 dispatch Fix --runtime cat
  error: there is no runtime cat
  hint: known: aider, amp, claude, codebuddy, codex, copilot, crush, cursor, droid, exec, gemini, goose, grok, kimi, mini-swe-agent, mistral-vibe, opencode, qwen
  [4]
  $ git o8 dispatch Fix --timeout soon -- true
  error: The value 'soon' is invalid for '--timeout <time>': it is a number with s, m, h or d, such as 90s or 30m
  hint: git o8 help dispatch tells what it takes
  [1]
  $ git o8 steer good ''
  error: the message is empty
  [1]
  $ git o8 resume good 2>&1 | sh $SCRATCH/masked
  error: packet ID is review: it is not waiting
  hint: git o8 show ID
  $ git o8 interrupt good 2>&1 | sh $SCRATCH/masked
  error: nothing runs for packet ID, which is review
  hint: git o8 show ID
  $ git o8 wait good --until landed --timeout 0s 2>&1 | sh $SCRATCH/masked
  error: time ran out: ID is review
  hint: it waits for people: git o8 diff ID, then git o8 verdict ID approve --merge
