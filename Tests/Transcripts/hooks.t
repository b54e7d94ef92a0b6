Nothing of o8's is there to begin with, and a hook of the user's is seen as theirs.

  $ git o8 hooks status
  HOOK                   STATE
  pre-merge-commit       missing  there is none of o8's
  reference-transaction  missing  there is none of o8's
  pre-push               missing  there is none of o8's
  in $REPO/.git/hooks
  $ printf '#!/bin/sh\nexit 0\n' >.git/hooks/pre-push && chmod +x .git/hooks/pre-push
  $ git o8 hooks status
  HOOK                   STATE
  pre-merge-commit       missing  there is none of o8's
  reference-transaction  missing  there is none of o8's
  pre-push               foreign  not o8's, and does not run o8's
  in $REPO/.git/hooks
  $ git o8 hooks status --json
  {"directory":"$REPO/.git/hooks","hooks":[{"by":null,"inForce":false,"name":"pre-merge-commit","state":"missing"},{"by":null,"inForce":false,"name":"reference-transaction","state":"missing"},{"by":null,"inForce":false,"name":"pre-push","state":"foreign"}],"repo":null,"schema":"o8/hooks/1"}

Removing o8's hooks leaves theirs alone, however often it is done.

  $ git o8 hooks uninstall
  no hook of o8 is in force here
  $ git o8 hooks uninstall --json
  {"left":[],"schema":"o8/hooks-uninstall/1"}
  $ cat .git/hooks/pre-push
  #!/bin/sh
  exit 0

Where git is led to other hooks, those of o8 have a folder of their own.

  $ git config core.hooksPath .husky
  $ git o8 hooks status
  HOOK                   STATE
  pre-merge-commit       missing  there is none of o8's
  reference-transaction  missing  there is none of o8's
  pre-push               missing  there is none of o8's
  in $REPO/.git/o8-hooks
