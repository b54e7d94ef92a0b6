import Fixtures
import Git
import Model
import Store
import Support
import Testing

/// 4: the ways in which git makes commits, each of them pushed as main.
@Suite struct PushedCommits {
  /// Leave a branch `way` behind that nobody judged, in a clone without hooks.
  static let ways = [
    "commit": "git switch -q -c way main && git commit -q --no-verify --allow-empty -m x",
    "amend": "git switch -q -c way main && git commit -q --amend -m 'said otherwise'",
    "cherry-pick": "git switch -q -c way main && git cherry-pick evil >/dev/null",
    "revert": "git switch -q -c way main && git revert --no-edit -m 1 HEAD >/dev/null",
    "rebase": "git switch -q -c way evil && git rebase -q main && git commit -q --amend -m y",
    "rebase onto another": "git switch -q -c way main && git rebase -q --onto evil main~1",
    "am":
      "git format-patch -q -1 --stdout evil >../p && git switch -q -c way main && git am -q ../p",
    "apply":
      "git switch -q -c way main && git diff main evil | git apply --index && git commit -qm x",
    "merge": "git switch -q -c way main && git merge -q --no-ff -m x evil",
    "merge -s ours": "git switch -q -c way main && git merge -q -s ours -m x evil",
    "squash": "git switch -q -c way main && git merge -q --squash evil && git commit -qm x",
    "octopus": "git switch -q -c way main && git merge -q -m x evil other",
    "stash": "git switch -q main && echo s >a.txt && git stash -q && git branch way stash@{0}",
    "notes": "git notes add -m x main && git branch way refs/notes/commits",
    "commit-tree":
      "git branch way $(git commit-tree -p main -m x evil^{tree})",
    "hash-object":
      "git cat-file commit main | sed 's/^tree .*/tree '$(git rev-parse evil^{tree})'/' >../c && "
      + "git branch way $(git hash-object -w -t commit ../c)",
    "fast-import":
      "printf 'commit refs/heads/way\\ncommitter A <a@b> 1 +0000\\ndata 1\\nx\\nfrom %s\\nM 644 inline "
      + "a.txt\\ndata 1\\nx\\n' $(git rev-parse main) | git fast-import --quiet",
    "bundle":
      "git bundle create -q ../b evil && git fetch -q ../b evil:way",
    "fetch": "git fetch -q . evil:way",
    "filter":
      "git switch -q -c way main && git -c core.editor=true rebase -q --root --exec true -f",
  ]

  @Test func noneOfThemIsAWayIn() async throws {
    try await ServerScene.with { scene in
      let good = try await scene.fixture.approved("good", ["b.txt": "b\n"])
      let landed = try await scene.land(good)
      try await scene.expectTaken(["main", ServerScene.everything])
      for name in ["evil", "other"] {
        try await scene.repository.git("switch", "-q", "-c", name, "main")
        try await scene.repository.commit(["\(name).txt": "\(name)\n"], message: name)
      }
      for (name, script) in Self.ways.sorted(by: { $0.key < $1.key }) {
        try await scene.repository.git("switch", "-q", "main")
        let made = try await scene.repository.program.run("sh", ["-c", script])
        #expect(made.exit == 0, "\(name): \(made.error)")
        let way = try await scene.repository.id("refs/heads/way")
        #expect(way != landed.hex, "\(name) made nothing")
        let said = try await scene.push(["\(way):refs/heads/main", ServerScene.everything])
        #expect(said.exit != 0 && said.error.contains("remote: error: "), "\(name): \(said.error)")
        #expect(try scene.heldMain() == landed, "\(name)")
        try await scene.repository.git("switch", "-q", "-f", "main")
        try await scene.repository.git("branch", "-q", "-D", "way")
      }
    }
  }
}
