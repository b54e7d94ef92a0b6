A bare repository is told which repository it is for, and judges from then on.

  $ git commit -q --allow-empty -m first && git o8 init >/dev/null
  $ git o8 policy show | sed -n 's/^repository //p' >$SCRATCH/id
  $ git init -q --bare $SCRATCH/server.git && git remote add origin $SCRATCH/server.git
  $ git o8 hooks install --server --repo $(cat $SCRATCH/id)
  error: cannot make $REPO a server: it has a work tree
  hint: git clone --bare makes a repository to push to
  [2]
  $ cd $SCRATCH/server.git && git o8 hooks install --server
  error: a server has to be told which repository it is for
  hint: git o8 policy show prints the id in a clone that you trust: --repo ID
  [1]
  $ cd $SCRATCH/server.git && git o8 hooks install --repo $(cat $SCRATCH/id)
  error: --repo is for a server
  hint: add --server
  [1]
  $ cd $SCRATCH/server.git && git o8 hooks install --server --repo main
  error: cannot make this a server for 'main': it is no repository's id
  hint: git o8 policy show prints the 40 digits in a clone that you trust
  [1]
  $ cd $SCRATCH/server.git && git o8 hooks install --server --repo $(cat $SCRATCH/id) | sed s/$(cat $SCRATCH/id)/ID/
  HOOK         STATE
  pre-receive  installed
  in $SCRATCH/server.git/hooks
  a server for the repository ID
  no policy is here yet, and nothing else may be pushed before it: git push --atomic REMOTE 'refs/o8/*:refs/o8/*' BRANCH
  $ cd $SCRATCH/server.git && git o8 hooks status --json | sed s/$(cat $SCRATCH/id)/ID/
  {"directory":"$SCRATCH/server.git/hooks","hooks":[{"by":null,"inForce":true,"name":"pre-receive","state":"installed"}],"repo":"ID","schema":"o8/hooks/1"}
  $ cd $SCRATCH/server.git && git config --get-regexp '^(o8|receive)' | sed s/$(cat $SCRATCH/id)/ID/
  o8.repo ID
  receive.fsckobjects true

Without a policy it takes in nothing else, and then what is proved.

  $ git push --no-verify origin main
  remote: error: nothing may be pushed: no policy governs this repository        
  remote: hint: push the policy first: git push REMOTE 'refs/o8/*:refs/o8/*'        
  To $SCRATCH/server.git
   ! [remote rejected] main -> main (pre-receive hook declined)
  error: failed to push some refs to '$SCRATCH/server.git'
  [1]
  $ git push --atomic --quiet origin 'refs/o8/*:refs/o8/*' main
  $ git switch -q -c topic && git commit -q --allow-empty -m 'reviewed by nobody'
  $ git push --no-verify origin topic:main
  remote: error: main may not move from 2c72204 to bf3e5af; no verdict covers 2c72204..bf3e5af        
  remote: hint: if it was approved, push what proves it along: git push --atomic REMOTE main 'refs/o8/*:refs/o8/*'; else git o8 adopt BRANCH opens a packet on this work        
  To $SCRATCH/server.git
   ! [remote rejected] topic -> main (pre-receive hook declined)
  error: failed to push some refs to '$SCRATCH/server.git'
  [1]
  $ git push --no-verify origin :main
  remote: error: main may not be deleted: it is protected, and no owner gave leave        
  remote: hint: git o8 force main --delete --reason TEXT lets an owner do it all the same, signed and recorded        
  To $SCRATCH/server.git
   ! [remote rejected] main (pre-receive hook declined)
  error: failed to push some refs to '$SCRATCH/server.git'
  [1]
  $ git push --quiet origin topic && git push --no-verify origin topic:TOPIC
  remote: error: TOPIC may not move to bf3e5af: a file system that ignores case takes it for topic        
  remote: hint: give it another name        
  To $SCRATCH/server.git
   ! [remote rejected] topic -> TOPIC (pre-receive hook declined)
  error: failed to push some refs to '$SCRATCH/server.git'
  [1]
  $ git push --no-verify origin topic:refs/replace/0000000000000000000000000000000000000001
  remote: error: refs/replace/0000000000000000000000000000000000000001 may not be pushed: it would have git show other objects than there are        
  To $SCRATCH/server.git
   ! [remote rejected] topic -> refs/replace/0000000000000000000000000000000000000001 (pre-receive hook declined)
  error: failed to push some refs to '$SCRATCH/server.git'
  [1]
  $ git push --no-verify --force --quiet origin topic:refs/o8/ledger
  remote: error: refs/o8/ledger may not move to bf3e5af: bf3e5af: it is neither event nor join        
  To $SCRATCH/server.git
   ! [remote rejected] topic -> refs/o8/ledger (pre-receive hook declined)
  error: failed to push some refs to '$SCRATCH/server.git'
  [1]
  $ git push --no-verify origin topic:refs/o8/packets/mine
  remote: error: refs/o8/packets/mine may not be pushed: clones share nothing of this name        
  remote: hint: if a newer git-o8 does, it has to be installed on the server first        
  To $SCRATCH/server.git
   ! [remote rejected] topic -> refs/o8/packets/mine (pre-receive hook declined)
  error: failed to push some refs to '$SCRATCH/server.git'
  [1]

What is taken away leaves nothing behind.

  $ cd $SCRATCH/server.git && git o8 hooks uninstall
  no hook of o8 is in force here
  $ cd $SCRATCH/server.git && git config --get-regexp '^(o8|receive)'
  [1]
  $ ls $SCRATCH/server.git/hooks | grep -v sample
  [1]
