#!/bin/sh
# Proves that a proposed value of {{branch}} is covered by verdicts, from objects and signatures
# alone: nothing of what is proposed is run. For any server or CI that can run a command:
#
#     O8_REMOTE=URL O8_PROPOSED=COMMIT-OR-REF sh o8-check.sh
#
# Ends with 0 where it is proved, 3 where it is not. Needs git, and git-o8 in PATH.
set -eu
: "${O8_REMOTE:?the repository to look at}" "${O8_PROPOSED:?what {{branch}} is to become}"
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
git init -q --bare "$place"
cd "$place"
git fetch -q --no-tags "$O8_REMOTE" '+refs/o8/*:refs/o8/*' \
  '+refs/heads/{{branch}}:refs/heads/{{branch}}' "+$O8_PROPOSED:refs/heads/o8-proposed"
git o8 verify 'refs/heads/{{branch}}..refs/heads/o8-proposed' --branch '{{branch}}' \
  --repo {{repo}}
