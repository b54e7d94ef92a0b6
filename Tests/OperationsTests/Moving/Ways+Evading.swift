extension Way {
  /// Ways past the hooks: none of them can be stopped here, and none may stay unseen.
  static let evading = [
    Way(
      "-c core.hooksPath", .moves,
      """
      git -c core.hooksPath=/dev/null commit -q --allow-empty -m evil
      """),
    Way(
      "core.hooksPath in the configuration", .moves,
      """
      git config core.hooksPath /dev/null && git merge -q evil
      """),
    Way(
      "core.hooksPath for the user", .moves,
      """
      git config --global core.hooksPath /dev/null && git merge -q evil
      """),
    Way(
      "core.hooksPath for a worktree", .moves,
      """
      git config extensions.worktreeConfig true &&
      git config --worktree core.hooksPath /dev/null && git merge -q evil
      """),
    Way(
      "core.hooksPath by an include", .moves,
      #"""
      git config include.path ../../more &&
      printf '[core]\nhooksPath = /dev/null\n' >../more && git merge -q evil
      """#),
    Way(
      "core.hooksPath by the environment", .moves,
      #"""
      GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.hooksPath GIT_CONFIG_VALUE_0=/dev/null git \
        merge -q evil
      """#),
    Way(
      "an alias that carries it", .moves,
      """
      git config alias.land '-c core.hooksPath=/dev/null merge -q' && git land evil
      """),
    Way(
      "without the hook", .moves,
      """
      rm .git/hooks/reference-transaction .git/hooks/pre-merge-commit &&
      git merge -q --no-ff -m merged evil
      """),
    Way(
      "with a hook that may not run", .moves,
      """
      chmod -x .git/hooks/reference-transaction && git reset -q --hard evil
      """),
    Way(
      "with a hook that says yes", .moves,
      #"""
      printf '#!/bin/sh\n' >.git/hooks/reference-transaction && git reset -q --hard HEAD~1
      """#),
    Way(
      "with the list of the guarded emptied", .moves,
      #"""
      printf '\n!-~\n' >.git/hooks/o8-protected && git merge -q evil
      """#),
    Way(
      "without the program", .refused,
      """
      sed -i "s#^o8=[^;]*#o8=/nowhere#;
      s#command -v git-o8#true#" .git/hooks/reference-transaction &&
      git commit --allow-empty -m evil
      """),
    Way(
      "with a program that says yes", .moves,
      """
      sed -i "s#^o8=[^;]*#o8=/bin/true#" .git/hooks/reference-transaction &&
      git update-ref refs/heads/main evil
      """),
    Way("before the adoption", .moves, "git -c core.hooksPath=/dev/null reset -q --hard main~2"),
    Way(
      "to a history of its own", .moves,
      #"""
      alone=$(git commit-tree -m evil main^{tree}) &&
      git -c core.hooksPath=/dev/null update-ref refs/heads/main $alone
      """#),
    Way("back over the landing", .moves, "git -c core.hooksPath=/dev/null reset -q --hard main~1"),
    Way(
      "back over the landing and on", .moves,
      """
      git -c core.hooksPath=/dev/null reset -q --hard main~1 &&
      git -c core.hooksPath=/dev/null commit -q --allow-empty -m evil
      """),
    Way(
      "away", .moves,
      """
      git switch -q --detach && git -c core.hooksPath=/dev/null branch -q -D main
      """),
    Way(
      "away and everything packed", .moves,
      """
      git switch -q --detach && git -c core.hooksPath=/dev/null branch -q -D main &&
      git pack-refs --all
      """),
    Way("the reference's file", .moves, "git rev-parse evil >.git/refs/heads/main"),
    Way("the reference's file, by a link", .moves, "ln -sf evil .git/refs/heads/main"),
    Way(
      "the reference's file, as a symbolic one", .moves,
      """
      echo 'ref: refs/heads/evil' >.git/refs/heads/main
      """),
    Way("the reference's file, garbage", .unreadable, "echo garbage >.git/refs/heads/main"),
    Way("the reference's file, gone", .moves, "rm .git/refs/heads/main"),
    Way(
      "the packed references", .moves,
      #"""
      git pack-refs --all && evil=$(git rev-parse evil) &&
      sed -i "s#^.* refs/heads/main#$evil refs/heads/main#" .git/packed-refs
      """#),
    Way(
      "what libgit2 does", .moves,
      #"""
      mv .git/hooks .git/aside && git -c core.logAllRefUpdates=false update-ref \
        refs/heads/main evil && mv .git/aside .git/hooks
      """#),
    Way(
      "a landing of an approved lane past the hooks", .lands,
      """
      git -c core.hooksPath=/dev/null merge -q --no-ff -m merged lane
      """),
    Way(
      "push of a changed lane past the hooks of the pusher", .refused,
      """
      git switch -q lane && git -c core.hooksPath=/dev/null commit -q --amend -m other &&
      git switch -q --detach &&
      git -c core.hooksPath=/dev/null push -q --no-verify . lane:main
      """),
  ]
}
