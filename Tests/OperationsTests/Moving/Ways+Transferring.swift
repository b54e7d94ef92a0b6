extension Way {
  /// What comes from other repositories, and goes into this one.
  static let transferring = [
    Way("fetch into it", .refused, "git switch -q --detach && git fetch . evil:main"),
    Way("fetch into it, forced, checked out", .refused, "git fetch --update-head-ok . +evil:main"),
    Way(
      "fetch of everything over everything", .refused,
      """
      git push -q --no-verify origin evil:main && git update-ref -d refs/remotes/origin/main
      git fetch --update-head-ok origin '+refs/heads/*:refs/heads/*'
      """),
    Way(
      "fetch from a bundle", .refused,
      """
      git bundle create -q ../bundle evil && git fetch --update-head-ok ../bundle evil:main
      """),
    Way(
      "pull of what the remote took in unproved, fast-forward", .moves,
      """
      git push -q --no-verify origin evil:main && git pull -q --ff-only
      """),
    Way(
      "pull --rebase of what the remote took in unproved", .moves,
      """
      git push -q --no-verify origin evil:main && git pull -q --rebase
      """),
    Way(
      "pull origin main --no-verify", .moves,
      """
      git push -q --no-verify origin evil:main && git pull -q --no-verify origin main
      """),
    Way(
      "merge of a remote branch that was made up", .moves,
      """
      git update-ref refs/remotes/origin/main evil && git merge -q --ff-only origin/main
      """),
    Way(
      "pull from a remote that was made up", .moves,
      """
      git init -q --bare ../mine.git && git push -q --no-verify ../mine.git evil:main &&
      git remote add mine ../mine.git && git pull -q --ff-only mine main
      """),
    Way(
      "remote with a refspec into the branches", .refused,
      """
      git push -q --no-verify origin evil:main && git update-ref -d refs/remotes/origin/main
      git config remote.origin.fetch '+refs/heads/*:refs/heads/*' &&
      git fetch --update-head-ok origin
      """),
    Way(
      "remote rename with a refspec into the branches", .stays,
      """
      git remote add far ../hub.git &&
      git config remote.far.fetch '+refs/heads/*:refs/heads/far/*' &&
      git remote rename far heads
      """),
    Way(
      "mirror into the clone from outside", .refused,
      """
      git init -q --bare ../mine.git && git push -q ../mine.git evil:refs/heads/main &&
      git config receive.denyCurrentBranch ignore &&
      git -C ../mine.git push --mirror ../clone
      """),
    Way(
      "push from another repository, checked out", .refused,
      """
      git config receive.denyCurrentBranch updateInstead && git clone -q . ../mine &&
      git -C ../mine commit -q --allow-empty -m evil &&
      git -C ../mine push -q origin HEAD:main
      """),
    Way(
      "push from another repository, denied by git", .stays,
      """
      git clone -q . ../mine && git -C ../mine commit -q --allow-empty -m evil &&
      git -C ../mine push -q origin HEAD:main
      """),
    Way(
      "push --force from another repository, detached", .refused,
      """
      git switch -q --detach && git clone -q . ../mine &&
      git -C ../mine push --force origin origin/evil:refs/heads/main
      """),
    Way(
      "push --delete from another repository", .refused,
      """
      git switch -q --detach && git -C ../hub.git push ../clone --delete main
      """),
    Way("push . evil:main", .refused, "git switch -q --detach && git push --no-verify . evil:main"),
    Way(
      "push --force .", .refused,
      """
      git switch -q --detach && git push --no-verify --force . main~1:main
      """),
    Way(
      "push --delete .", .refused,
      """
      git switch -q --detach && git push --no-verify . --delete main
      """),
    Way("push --mirror .", .stays, "git push -q --no-verify --mirror ."),
    Way(
      "push of the remote's branch", .stays,
      """
      git push -q --no-verify --force origin evil:main && git fetch -q
      """),
    Way(
      "clone --mirror and back", .refused,
      """
      git clone -q --mirror . ../mirror &&
      git -C ../mirror update-ref refs/heads/main evil &&
      git config receive.denyCurrentBranch ignore &&
      git -C ../mirror push -q --mirror ../clone
      """),
    Way(
      "submodule that absorbs its git directory", .stays,
      """
      git init -q ../sub && git -C ../sub commit -q --allow-empty -m sub &&
      git clone -q ../sub sub &&
      git -c protocol.file.allow=always submodule --quiet add ../sub sub &&
      git submodule absorbgitdirs; git rm -q -f --cached sub .gitmodules
      """),
  ]
}
