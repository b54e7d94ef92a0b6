Outside a repository.

  $ cd "$SCRATCH" && git o8 hooks status
  error: cannot open the repository at $SCRATCH: there is none here or above; `git init` starts one
  hint: go to a repository, or name one with -C DIR
  [2]
  $ cd "$SCRATCH" && git-o8 --json config
  {"error":{"hint":"go to a repository, or name one with -C DIR","kind":"environment","message":"cannot open the repository at $SCRATCH: there is none here or above; `git init` starts one"}}
  [2]
  $ git-o8 -C "$SCRATCH/nowhere" config
  error: cannot run in $SCRATCH/nowhere: there is no such directory
  hint: -C takes the path of a directory
  [2]

From below its top.

  $ mkdir -p a/b && git-o8 -C a -C b hooks status
  HOOK                   STATE
  pre-merge-commit       missing  there is none of o8's
  reference-transaction  missing  there is none of o8's
  pre-push               missing  there is none of o8's
  in $REPO/.git/hooks

A bare repository has hooks of its own.

  $ git init -q --bare "$SCRATCH/bare" && git-o8 -C "$SCRATCH/bare" hooks status
  HOOK                   STATE
  pre-merge-commit       missing  there is none of o8's
  reference-transaction  missing  there is none of o8's
  pre-push               missing  there is none of o8's
  in $SCRATCH/bare/hooks

A linked worktree shares those of its repository.

  $ git commit -q --allow-empty -m one && git worktree add -q "$SCRATCH/linked"
  $ git-o8 -C "$SCRATCH/linked" hooks status
  HOOK                   STATE
  pre-merge-commit       missing  there is none of o8's
  reference-transaction  missing  there is none of o8's
  pre-push               missing  there is none of o8's
  in $REPO/.git/hooks

Repositories in a format that o8 does not read are refused by name.

  $ git init -q --object-format=sha256 "$SCRATCH/sha256"
  $ git-o8 -C "$SCRATCH/sha256" config
  error: cannot open the repository at $SCRATCH/sha256: extensions.objectformat is sha256; o8 works on SHA-1 repositories only so far
  [2]
  $ git config core.repositoryFormatVersion 1 && git config extensions.refStorage reftable
  $ git-o8 config
  error: cannot open the repository at $REPO: extensions.refstorage is reftable; o8 needs references as files; `git refs migrate --ref-format=files` converts
  [2]
